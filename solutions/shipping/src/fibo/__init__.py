"""Fibonacci numbers, computed in C."""

from fibo._fibo import ffi, lib

__all__ = ["fibonacci"]

LARGEST_N = 92


def fibonacci(n: int) -> list[int]:
    """Return the first n Fibonacci numbers: 0, 1, 1, 2, 3, ...

    Raises ValueError unless n is 0 to 92; more do not fit into an int64_t.
    """
    if not 0 <= n <= LARGEST_N:
        raise ValueError(f"n is {n}; it has to be 0 to {LARGEST_N}")
    current, following = ffi.new("int64_t *", 0), ffi.new("int64_t *", 1)
    numbers = []
    for k in range(n):
        if k > 0:
            lib.fibo_step(current, following)
        numbers.append(current[0])
    return numbers
