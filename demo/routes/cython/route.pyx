# cython: language_level=3, freethreading_compatible=True
"""The Fibonacci library through Cython: Python with C types, translated to C."""

from libc.stdint cimport int64_t

cdef extern from "fib.h":
    int FIB_LARGEST_N
    int64_t fib_number(int n)
    void fib_nothing()
    double fib_total(const double *values, size_t n)


def fib(n):
    """Return the n-th Fibonacci number."""
    if not isinstance(n, int):
        raise TypeError(f"n is {n!r}; it has to be an int")
    if n < 0:
        raise ValueError(f"n is {n}; it has to be 0 or more")
    if n > FIB_LARGEST_N:
        raise OverflowError(f"n is {n}; it has to be {FIB_LARGEST_N} or less")
    return fib_number(n)


def nothing():
    """Do nothing."""
    fib_nothing()


def total(values not None):
    """Return the sum of an array. Raises TypeError unless it is a contiguous row of float64."""
    cdef const double[::1] row
    try:
        row = values
    except ValueError as error:  # what Cython says to a wrong dtype, shape or stride
        raise TypeError(f"{error}; values has to be a contiguous row of float64") from None
    if row.shape[0] == 0:  # there is no first element to point to
        return 0.0
    return fib_total(&row[0], row.shape[0])


def bare_fib(int n):
    """Return fib_number(n) without checks of ours: `int` is Cython's own conversion."""
    return fib_number(n)


def crash():
    """Hand C a NULL pointer to read."""
    return fib_total(NULL, 1)
