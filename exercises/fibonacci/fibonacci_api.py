"""fibonacci() over _fibonacci, in API mode out-of-line: the C compiler checked the declaration.

Run `python fibonacci_build.py` first; it compiles _fibonacci.
"""

# TODO 1: import ffi and lib from _fibonacci
ffi = lib = None
LARGEST_N = 92  # F(0) to F(91); one more step would put F(93) into *next, and that does not fit


def fibonacci(n: int) -> list[int]:
    """Return the first n Fibonacci numbers: 0, 1, 1, 2, 3, ...

    Raises TypeError unless n is an int, ValueError if it is negative, and OverflowError if it is
    more than 92, where a step would overflow an int64_t.
    """
    if not isinstance(n, int):
        raise TypeError(f"n is {n!r}; it has to be an int")
    raise NotImplementedError("TODO 2: the body you wrote in fibonacci_abi.py")


if __name__ == "__main__":
    print(fibonacci(10))
