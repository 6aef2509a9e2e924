"""The first of two declarations lacks its semicolon."""

from cffi import FFI

ffi = FFI()
ffi.cdef("""
double cbrt(double x)
double hypot(double x, double y);
""")
