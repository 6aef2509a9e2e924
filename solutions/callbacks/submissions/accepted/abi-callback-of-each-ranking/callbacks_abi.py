"""Sorting by Python code that C calls back, in ABI mode in-line: callbacks that are made at run time.

Run `make` first; it builds libranking.
"""

import sys
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
RAISED: list[BaseException] = []  # by callbacks, until C has returned


@ffi.callback("int(const void *, const void *)")
def compare_numbers(left, right) -> int:
    """Return -1, 0 or 1 for the numbers at two addresses."""
    a, b = (ffi.cast("const int64_t *", address)[0] for address in (left, right))
    return (a > b) - (a < b)  # a - b may not fit into an int




def sorted_numbers(numbers: list[int]) -> list[int]:
    """Return the numbers in ascending order. OverflowError if one needs more than 64 bits."""
    array = ffi.new("int64_t[]", numbers)
    libc.qsort(array, len(numbers), ffi.sizeof("int64_t"), compare_numbers)
    return ffi.unpack(array, len(numbers))


def remember(kind, error, traceback) -> None:
    """Keep what a callback with onerror=remember raises, for add() to raise it when C has returned."""
    RAISED.append(error)


# If Python raises, cffi calls onerror in place of printing, and C gets what error= says.




class Ranking:
    """Entries in ascending order of their keys; those with equal keys in the order they came."""

    def __init__(self, key: Callable) -> None:
        self._key, self._entries = key, []
        # C keeps the address alone; what lies there lives as long as this attribute.
        self._callback = ffi.callback("ranking_compare", self._compare, lib.RANKING_STOP, remember)
        record = lib.ranking_new(self._callback, ffi.NULL)
        if record == ffi.NULL:
            raise MemoryError("C has no memory for a ranking")
        self._record = ffi.gc(record, lib.ranking_free)

    def _compare(self, left, right, _data) -> int:
        a, b = self.key_of(left), self.key_of(right)
        return (a > b) - (a < b)

    def key_of(self, number: int):
        """Return the key of the entry with this number."""
        return self._key(self._entries[number])

    def add(self, entry) -> None:
        """Put an entry in its place; or raise what its key or the comparison raises, and leave it out."""
        self._entries.append(entry)
        answer = lib.ranking_add(self._record)
        if answer:
            self._entries.pop()
            raise RAISED.pop() if answer == lib.RANKING_STOP else MemoryError("C has no memory for an entry")

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
