"""The number is too large for the C type."""

from cffi import FFI

ffi = FFI()
ffi.cdef("int abs(int number);")
lib = ffi.dlopen(None)
lib.abs(2**40)
