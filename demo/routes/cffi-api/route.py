"""The Fibonacci library through cffi in API mode: the C compiler checked the declarations."""

from _fib_api import ffi, lib

__all__ = ["bare_fib", "crash", "fib", "nothing", "total"]

LARGEST_N = lib.FIB_LARGEST_N  # the compiler read it from fib.h

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
