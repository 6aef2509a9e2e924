"""fibonacci() over libfibonacci, in ABI mode in-line: cffi opens the library and takes our word.

Run `make` first; it builds the library.
"""

import sys
from pathlib import Path

from cffi import FFI

# From __file__, so that the script works from any working directory.
SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
LIBRARY = Path(__file__).resolve().with_name("libfibonacci" + SUFFIX)

LARGEST_N = 92  # F(0) to F(91); one more step would put F(93) into *next, and that does not fit

ffi = FFI()
ffi.cdef("void fibo_step(int64_t *current, int64_t *next);")

lib = ffi.dlopen(str(LIBRARY))


def fibonacci(n: int) -> list[int]:
    """Return the first n Fibonacci numbers: 0, 1, 1, 2, 3, ...

    Raises TypeError unless n is an int, ValueError if it is negative, and OverflowError if it is
    more than 92, where a step would overflow an int64_t.
    """
    if not isinstance(n, int):
        raise TypeError(f"n is {n!r}; it has to be an int")
    if n < 0:
        raise ValueError(f"n is {n}; it has to be 0 or more")
    if n > LARGEST_N:
        raise OverflowError(f"n is {n}; it has to be {LARGEST_N} or less")

    current = ffi.new("int64_t *", 0)
    following = ffi.new("int64_t *", 1)
    numbers = []
    for k in range(n):
        # n numbers need n - 1 steps; one step more would overflow for n = 92.
        if k > 0:
            lib.fibo_step(current, following)
        numbers.append(current[0])  # [0] reads what C left, as a Python int
    return numbers


if __name__ == "__main__":
    print(fibonacci(10))