"""The same two functions in API mode, out-of-line: the C compiler checked the declarations.

Run `python libm_build.py` first; it compiles _libm.
"""

# BEGIN SOLUTION: # TODO 1: import lib from _libm
# STUB: lib = None
from _libm import lib

# END SOLUTION


def cube_root(x: float) -> float:
    """Return the real cube root of x, which is negative for a negative x. TypeError unless x is a number."""
    # BEGIN SOLUTION: raise NotImplementedError("TODO 2: call cbrt()")
    return lib.cbrt(x)
    # END SOLUTION


def diagonal(width: float, height: float) -> float:
    """Return the diagonal of a rectangle, without overflow on the way. TypeError unless both are numbers."""
    # BEGIN SOLUTION: raise NotImplementedError("TODO 3: call hypot()")
    return lib.hypot(width, height)
    # END SOLUTION


if __name__ == "__main__":
    print(cube_root(8.0), diagonal(3.0, 4.0))
