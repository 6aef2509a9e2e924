"""Sorting with Python code that C calls back, in API mode out-of-line: C functions whose body is in Python.

Run `python callbacks_build.py` first; it compiles _callbacks.
"""

import threading
from collections.abc import Callable

from _callbacks import ffi, lib


class Raised(threading.local):
    """What callbacks raised, until C has returned: each thread has a list of its own."""

    def __init__(self) -> None:
        errors: list[BaseException] = []
        self.append, self.pop = errors.append, errors.pop


RAISED = Raised()


# TODO 1: the callback compare_numbers(left, right), for qsort()


def sorted_numbers(numbers: list[int]) -> list[int]:
    """Return the numbers in ascending order. OverflowError if one needs more than 64 bits."""
    array = ffi.new("int64_t[]", numbers)
    raise NotImplementedError("TODO 2: have qsort() sort the array")
    return ffi.unpack(array, len(numbers))


def remember(kind, error, traceback) -> None:
    """Keep what a callback with onerror=remember raises, for add() to raise it when C has returned."""
    RAISED.append(error)


# TODO 3: the callback compare_entries(left, right, data), for ranking_new()


class Ranking:
    """Entries in ascending order of their keys; those with equal keys in the order they came.

    Each thread may have rankings of its own; one ranking is not for two threads at the same time.
    """

    def __init__(self, key: Callable) -> None:
        self._key, self._entries = key, []
        raise NotImplementedError("TODO 4: self._record, from ranking_new()")

    def key_of(self, number: int):
        """Return the key of the entry with this number."""
        return self._key(self._entries[number])

    def add(self, entry) -> None:
        """Put an entry in its place; or raise what its key or the comparison raises, and leave it out."""
        self._entries.append(entry)
        answer = lib.ranking_add(self._record)
        if answer:
            self._entries.pop()
            raise (
                RAISED.pop()
                if answer == lib.RANKING_STOP
                else MemoryError("C has no memory for an entry")
            )

    def entries(self) -> list:
        """Return the entries in order."""
        order = lib.ranking_order(self._record)
        return [self._entries[order[place]] for place in range(len(self._entries))]


if __name__ == "__main__":
    print(sorted_numbers([30, -4, 7]))
    words = Ranking(key=len)
    for word in ("magnitude", "wave", "quake", "depth"):
        words.add(word)
    print(words.entries())
