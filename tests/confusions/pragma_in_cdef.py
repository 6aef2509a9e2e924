"""cffi leaves #pragma out."""

from cffi import FFI

ffi = FFI()
ffi.cdef("""
#pragma pack(1)
struct point { char tag; double x; };
""")
