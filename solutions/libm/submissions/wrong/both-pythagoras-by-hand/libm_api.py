"""The same two functions in API mode, out-of-line: the C compiler checked the declarations.

Run `python libm_build.py` first; it compiles _libm.
"""

from _libm import lib



def cube_root(x: float) -> float:
    """Return the real cube root of x, which is negative for a negative x. TypeError unless x is a number."""
    return lib.cbrt(x)


def diagonal(width: float, height: float) -> float:
    """Return the diagonal of a rectangle, without overflow on the way. TypeError unless both are numbers."""
    return (width * width + height * height) ** 0.5


if __name__ == "__main__":
    print(cube_root(8.0), diagonal(3.0, 4.0))
