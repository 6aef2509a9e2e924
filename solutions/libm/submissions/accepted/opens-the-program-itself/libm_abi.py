"""Two functions of the C math library, in ABI mode in-line: cffi opens the library and takes our word."""

from cffi import FFI

ffi = FFI()
ffi.cdef("""
    double cbrt(double x);
    double hypot(double x, double y);
""")

# The short name: cffi looks for the file, which is libm.so.6 here and libm.dylib there.
lib = ffi.dlopen(None)


def cube_root(x: float) -> float:
    """Return the real cube root of x, which is negative for a negative x. TypeError unless x is a number."""
    return lib.cbrt(x)


def diagonal(width: float, height: float) -> float:
    """Return the diagonal of a rectangle, without overflow on the way. TypeError unless both are numbers."""
    return lib.hypot(width, height)


if __name__ == "__main__":
    print(cube_root(8.0), diagonal(3.0, 4.0))
