"""Two functions of the C math library, in ABI mode in-line: cffi opens the library and takes our word."""

from cffi import FFI

ffi = FFI()
# TODO 1: declare cbrt() and hypot() with ffi.cdef(), as the README shows them

# TODO 2: open the C math library with ffi.dlopen(); its short name is "m"
lib = None


def cube_root(x: float) -> float:
    """Return the real cube root of x, which is negative for a negative x. TypeError unless x is a number."""
    raise NotImplementedError("TODO 3: call cbrt()")


def diagonal(width: float, height: float) -> float:
    """Return the diagonal of a rectangle, without overflow on the way. TypeError unless both are numbers."""
    raise NotImplementedError("TODO 4: call hypot()")


if __name__ == "__main__":
    print(cube_root(8.0), diagonal(3.0, 4.0))
