"""Sorting by Python code that C calls back, in ABI mode in-line: callbacks that are made at run time.

Run `make` first; it builds libranking.
"""

import sys
import threading
from collections.abc import Callable
from pathlib import Path

from cffi import FFI

SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
LIBRARY = Path(__file__).resolve().with_name("libranking" + SUFFIX)

ffi = FFI()
ffi.cdef("""
    void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));

    #define RANKING_STOP 2
    typedef int (*ranking_compare)(size_t left, size_t right, void *data);
    struct ranking;
    struct ranking *ranking_new(ranking_compare compare, void *data);
    void ranking_free(struct ranking *ranking);
    int ranking_add(struct ranking *ranking);
    const size_t *ranking_order(const struct ranking *ranking);
""")
libc = ffi.dlopen(None)
lib = ffi.dlopen(str(LIBRARY))


class Raised(threading.local):
    """What callbacks raised, until C has returned: each thread has a list of its own."""

    def __init__(self) -> None:
        errors: list[BaseException] = []
        self.append, self.pop = errors.append, errors.pop


RAISED = Raised()


# BEGIN SOLUTION: # TODO 1: the callback compare_numbers(left, right), for qsort()
@ffi.callback("int(const void *, const void *)")
def compare_numbers(left, right) -> int:
    """Return -1, 0 or 1 for the numbers at two addresses."""
    a, b = (ffi.cast("const int64_t *", address)[0] for address in (left, right))
    return (a > b) - (a < b)  # a - b may not fit into an int


# END SOLUTION


def sorted_numbers(numbers: list[int]) -> list[int]:
    """Return the numbers in ascending order. OverflowError if one needs more than 64 bits."""
    array = ffi.new("int64_t[]", numbers)
    # BEGIN SOLUTION: raise NotImplementedError("TODO 2: have qsort() sort the array")
    libc.qsort(array, len(numbers), ffi.sizeof("int64_t"), compare_numbers)
    # END SOLUTION
    return ffi.unpack(array, len(numbers))


def remember(kind, error, traceback) -> None:
    """Keep what a callback with onerror=remember raises, for add() to raise it when C has returned."""
    RAISED.append(error)


# BEGIN SOLUTION: # TODO 3: the callback compare_entries(left, right, data), for ranking_new()
# If Python raises, cffi calls onerror in place of printing, and C gets what error= says.
@ffi.callback("int(size_t, size_t, void *)", error=lib.RANKING_STOP, onerror=remember)
def compare_entries(left, right, data) -> int:
    """Return -1, 0 or 1 for two entries of the ranking that data stands for."""
    ranking = ffi.from_handle(data)
    a, b = ranking.key_of(left), ranking.key_of(right)
    return (a > b) - (a < b)


# END SOLUTION


class Ranking:
    """Entries in ascending order of their keys; those with equal keys in the order they came.

    Each thread may have rankings of its own; one ranking is not for two threads at the same time.
    """

    def __init__(self, key: Callable) -> None:
        self._key, self._entries = key, []
        # BEGIN SOLUTION: raise NotImplementedError("TODO 4: self._record, from ranking_new()")
        # C keeps the address alone; what lies there lives as long as this attribute.
        self._handle = ffi.new_handle(self)
        record = lib.ranking_new(compare_entries, self._handle)
        if record == ffi.NULL:
            raise MemoryError("C has no memory for a ranking")
        self._record = ffi.gc(record, lib.ranking_free)
        # END SOLUTION

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
