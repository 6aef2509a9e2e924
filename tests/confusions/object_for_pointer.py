"""Where C wants a pointer, the argument is a Python object."""

from cffi import FFI

ffi = FFI()
ffi.cdef("long time(long *where);")
lib = ffi.dlopen(None)
lib.time(object())
