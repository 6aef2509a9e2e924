"""Two functions of the C math library, in ABI mode in-line: cffi opens the library and takes our word."""

from cffi import FFI

ffi = FFI()
ffi.cdef("""
    double cbrt(double x);
    double hypot(double x, double y);
""")

# The short name: cffi looks for the file, which is libm.so.6 here and libm.dylib there.
lib = ffi.dlopen("m")

cube_root = lib.cbrt
diagonal = lib.hypot
