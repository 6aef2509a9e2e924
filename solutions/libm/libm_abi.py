"""Two functions of the C math library, in ABI mode in-line: cffi opens the library and takes our word."""

from cffi import FFI

ffi = FFI()
# BEGIN SOLUTION: # TODO 1: declare cbrt() and hypot() with ffi.cdef(), as the README shows them
ffi.cdef("""
    double cbrt(double x);
    double hypot(double x, double y);
""")
# END SOLUTION

# BEGIN SOLUTION: # TODO 2: open the C math library with ffi.dlopen(); its short name is "m"
# STUB: lib = None
# The short name: cffi looks for the file, which is libm.so.6 here and libm.dylib there.
lib = ffi.dlopen("m")
# END SOLUTION


def cube_root(x: float) -> float:
    """Return the real cube root of x, which is negative for a negative x. TypeError unless x is a number."""
    # BEGIN SOLUTION: raise NotImplementedError("TODO 3: call cbrt()")
    return lib.cbrt(x)
    # END SOLUTION


def diagonal(width: float, height: float) -> float:
    """Return the diagonal of a rectangle, without overflow on the way. TypeError unless both are numbers."""
    # BEGIN SOLUTION: raise NotImplementedError("TODO 4: call hypot()")
    return lib.hypot(width, height)
    # END SOLUTION


if __name__ == "__main__":
    print(cube_root(8.0), diagonal(3.0, 4.0))
