"""Bytes fit a char *, not a pointer to something else."""

from cffi import FFI

ffi = FFI()
ffi.cdef("double frexp(double number, int *exponent);")
lib = ffi.dlopen("m")
lib.frexp(8.0, b"\0\0\0\0")
