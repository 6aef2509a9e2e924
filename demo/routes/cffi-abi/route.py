"""The Fibonacci library through cffi in ABI mode, in-line: the cdef is read at each import."""

import sys
from pathlib import Path

from cffi import FFI

__all__ = ["bare_fib", "crash", "fib", "nothing", "total"]

SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
LIBRARY = Path(__file__).resolve().parent.with_name("libfib" + SUFFIX)
LARGEST_N = 92  # FIB_LARGEST_N: in ABI mode cffi does not see what a header defines

ffi = FFI()
ffi.cdef("""
    int64_t fib_number(int n);
    void fib_nothing(void);
    double fib_total(const double *values, size_t n);
""")
lib = ffi.dlopen(str(LIBRARY))

bare_fib = lib.fib_number
nothing = lib.fib_nothing


def fib(n: int) -> int:
    """Return the n-th Fibonacci number.

    Raises TypeError unless n is an int, ValueError if it is negative, OverflowError if it is more
    than 92.
    """
    if not isinstance(n, int):
        raise TypeError(f"n is {n!r}; it has to be an int")
    if n < 0:
        raise ValueError(f"n is {n}; it has to be 0 or more")
    if n > LARGEST_N:
        raise OverflowError(f"n is {n}; it has to be {LARGEST_N} or less")
    return lib.fib_number(n)


def total(values) -> float:
    """Return the sum of an array. Raises TypeError unless it is a contiguous row of float64."""
    if not is_row_of_doubles(values):
        raise TypeError(
            f"values is of type {type(values).__name__}; it has to be a contiguous row of float64"
        )
    doubles = ffi.from_buffer("double[]", values)
    return lib.fib_total(doubles, len(doubles))


def is_row_of_doubles(values) -> bool:
    # from_buffer() would take an array of any type, and read its bytes as doubles.
    try:
        view = memoryview(values)
    except TypeError:
        return False
    return view.format == "d" and view.ndim == 1 and view.c_contiguous


def crash() -> float:
    """Hand C a NULL pointer to read."""
    return lib.fib_total(ffi.NULL, 1)
