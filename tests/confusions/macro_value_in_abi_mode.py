"""The name is not declared; or it is a #define with dots, in ABI mode."""

from cffi import FFI

ffi = FFI()
ffi.cdef("#define N ...")
lib = ffi.dlopen(None)
lib.N
