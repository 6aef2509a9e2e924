"""Measure calls that make a memoryview against calls that are given one.

Run `make cython` in the folder above first. `python overhead.py 3` takes 3 rounds.
"""

import statistics
import sys
import timeit

import numpy as np
from lessons import first_by_address, first_by_memoryview, first_by_object, memoryview_of

CALLS = 20_000


def measure(rounds: int) -> dict[str, list[float]]:
    """Return the nanoseconds of a call, one number a round; the ways are taken by turns."""
    values = np.array([1.5, 2.5])
    ways = {
        "address": (first_by_address, values.ctypes.data),
        "memoryview kept": (first_by_memoryview, memoryview_of(values)),
        "memoryview made": (first_by_memoryview, values),
        "object": (first_by_object, values),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    timers = {
        name: timeit.Timer("first(argument)", globals={"first": first, "argument": argument})
        for name, (first, argument) in ways.items()
    }
    for _ in range(rounds):
        for name, timer in timers.items():
            times[name].append(1e9 * timer.timeit(CALLS) / CALLS)
    return times


def main() -> None:
    """Print the median of each way."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    print(f"reading the first of two doubles, median of {rounds} rounds")
    for name, values in measure(rounds).items():
        print(f"by {name:<16} {statistics.median(values):8.1f} ns a call")


if __name__ == "__main__":
    main()
