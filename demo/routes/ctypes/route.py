"""The Fibonacci library through ctypes: no compiler, no build, and no one who checks the types."""

import ctypes
import sys
from pathlib import Path

import numpy as np

__all__ = ["bare_fib", "crash", "fib", "nothing", "total"]

SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
LIBRARY = Path(__file__).resolve().parent.with_name("libfib" + SUFFIX)
LARGEST_N = 92  # FIB_LARGEST_N: ctypes does not see what a header defines

lib = ctypes.CDLL(str(LIBRARY))

# Left out, ctypes takes every result for an int and cuts a larger one off.
lib.fib_number.argtypes = [ctypes.c_int]
lib.fib_number.restype = ctypes.c_int64
lib.fib_nothing.argtypes = []
lib.fib_nothing.restype = None
lib.fib_total.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
lib.fib_total.restype = ctypes.c_double

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


def total(values: np.ndarray) -> float:
    """Return the sum of an array. Raises TypeError unless it is a contiguous row of float64."""
    if not isinstance(values, np.ndarray) or values.dtype != np.float64 or not is_row(values):
        raise TypeError(
            f"values is of type {type(values).__name__}; it has to be a contiguous row of float64"
        )
    return lib.fib_total(values.ctypes.data, values.size)


def is_row(values: np.ndarray) -> bool:
    return values.ndim == 1 and values.flags.c_contiguous


def crash() -> float:
    """Hand C a NULL pointer to read."""
    return lib.fib_total(None, 1)
