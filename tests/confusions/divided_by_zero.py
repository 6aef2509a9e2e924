"""C divided an integer by zero."""

from cffi import FFI

ffi = FFI()
ffi.cdef("struct pair { int quotient, rest; }; struct pair div(int a, int b);")
lib = ffi.dlopen(None)
import faulthandler

faulthandler.enable()
lib.div(1, 0)
