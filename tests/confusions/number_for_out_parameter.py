"""Where C writes a result, it needs memory, not a number."""

from cffi import FFI

ffi = FFI()
ffi.cdef("double frexp(double number, int *exponent);")
lib = ffi.dlopen("m")
lib.frexp(8.0, 3)
