"""What the routes do in C, in Python alone."""

__all__ = ["bare_fib", "fib", "nothing", "total"]


def nothing() -> None:
    """Do nothing: what is left is the price of a call."""


def fib(n: int) -> int:
    """Return Fibonacci number `n` by `n` additions."""
    current, following = 0, 1
    for _ in range(n):
        current, following = following, current + following
    return current


bare_fib = fib


def total(values) -> float:
    """Return the sum of the values."""
    return sum(values)
