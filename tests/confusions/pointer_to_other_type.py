"""The pointer points to another type than C wants."""

from cffi import FFI

ffi = FFI()
ffi.cdef("double frexp(double number, int *exponent);")
lib = ffi.dlopen("m")
lib.frexp(8.0, ffi.new("float *"))
