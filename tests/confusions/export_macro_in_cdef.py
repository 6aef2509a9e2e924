"""A macro stands ahead of a declaration."""

from cffi import FFI

ffi = FFI()
ffi.cdef("API int f(int n);")
