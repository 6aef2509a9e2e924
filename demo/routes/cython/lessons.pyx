# cython: language_level=3, freethreading_compatible=True
"""First steps in Cython: a greeting, C types in a loop, memory of your own, and memoryviews."""

import random

from libc.stdlib cimport free, malloc

cdef extern from "Python.h":
    Py_ssize_t PY_SSIZE_T_MAX


def hello(name):
    """Return a greeting: Python code is Cython code."""
    return f"Hello, {name}"


def primes(int count):
    """Return the first `count` primes. Raises ValueError unless count is from 0 to 1000."""
    cdef int found[1000]
    cdef int known = 0
    cdef int candidate = 2
    cdef int i
    if not 0 <= count <= 1000:
        raise ValueError(f"count is {count}; it has to be from 0 to 1000")
    while known < count:
        for i in range(known):
            if candidate % found[i] == 0:
                break
        else:
            found[known] = candidate
            known += 1
        candidate += 1
    return [found[i] for i in range(count)]


def random_noise(Py_ssize_t count, seed=None):
    """Return `count` normal deviates, gathered in memory from malloc().

    Raises ValueError if count is negative, MemoryError if there is no room for them.
    """
    cdef double *noise
    cdef Py_ssize_t i
    if count < 0:
        raise ValueError(f"count is {count}; it has to be 0 or more")
    if count > PY_SSIZE_T_MAX // <Py_ssize_t>sizeof(double):  # the product below would overflow
        raise MemoryError(f"no room for {count} doubles")
    noise = <double *>malloc(max(count, 1) * sizeof(double))  # malloc(0) may give NULL
    if noise == NULL:
        raise MemoryError(f"no room for {count} doubles")
    # Python does not know of this memory: `finally`, so that an exception does not lose it.
    try:
        draw = random.Random(seed).normalvariate
        for i in range(count):
            noise[i] = draw(0.0, 1.0)
        return [noise[i] for i in range(count)]
    finally:
        free(noise)


def memoryview_of(double[::1] values not None):
    """Return a memoryview to keep: what is given to many calls is made once."""
    return values


def first_by_memoryview(double[::1] values not None):
    """Return the first number through a memoryview.

    An array is checked, counted and released at each call; what memoryview_of() returned exists already.
    """
    return values[0]


def first_by_address(size_t address):
    """Return the double at an address: nothing is checked, and a wrong number crashes."""
    return (<double *>address)[0]


def first_by_object(values):
    """Return the first number as Python does it: an object is made for it."""
    return values[0]
