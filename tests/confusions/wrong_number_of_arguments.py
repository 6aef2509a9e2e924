"""The call has another number of arguments than the declaration."""

from cffi import FFI

ffi = FFI()
ffi.cdef("double frexp(double number, int *exponent);")
lib = ffi.dlopen("m")
lib.frexp(8.0)
