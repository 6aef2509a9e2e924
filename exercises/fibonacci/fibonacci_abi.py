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
# TODO 1: declare fibo_step() with ffi.cdef(), as fibonacci.h does

# TODO 2: open LIBRARY with ffi.dlopen(), which takes a str
lib = None


def fibonacci(n: int) -> list[int]:
    """Return the first n Fibonacci numbers: 0, 1, 1, 2, 3, ...

    Raises TypeError unless n is an int, ValueError if it is negative, and OverflowError if it is
    more than 92, where a step would overflow an int64_t.
    """
    if not isinstance(n, int):
        raise TypeError(f"n is {n!r}; it has to be an int")
    raise NotImplementedError("TODO 3: refuse n < 0 and n > LARGEST_N; call C")


if __name__ == "__main__":
    print(fibonacci(10))
