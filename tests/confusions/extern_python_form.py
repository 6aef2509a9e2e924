"""extern "Python" has a form of its own."""

from cffi import FFI

ffi = FFI()
ffi.cdef('extern "Python" int on_event(int number)')
