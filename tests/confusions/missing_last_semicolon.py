"""The only declaration lacks its semicolon."""

from cffi import FFI

ffi = FFI()
ffi.cdef("double cbrt(double x)")
