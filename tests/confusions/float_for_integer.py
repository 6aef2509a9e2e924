"""A whole number is wanted, and cffi does not round."""

from cffi import FFI

ffi = FFI()
ffi.cdef("int abs(int number);")
lib = ffi.dlopen(None)
lib.abs(2.5)
