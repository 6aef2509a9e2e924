"""A C function takes no keyword arguments."""

from cffi import FFI

ffi = FFI()
ffi.cdef("int abs(int number);")
lib = ffi.dlopen(None)
lib.abs(number=-3)
