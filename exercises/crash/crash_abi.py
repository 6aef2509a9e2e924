"""A logbook of the wind at stations, over liblogbook in ABI mode in-line; and four programs that die.

Run `make` first; it builds liblogbook. Then `python crash_abi.py missing`, closed, full or long.
"""

import sys
from pathlib import Path

from cffi import FFI

SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
LIBRARY = Path(__file__).resolve().with_name("liblogbook" + SUFFIX)

ffi = FFI()
ffi.cdef("""
    struct logbook;
    struct logbook_entry;
    struct logbook *logbook_new(void);
    void logbook_free(struct logbook *book);
    int logbook_add(struct logbook *book, const char *station, double knots);
    size_t logbook_count(const struct logbook *book);
    const struct logbook_entry *logbook_find(const struct logbook *book, const char *station);
    double logbook_knots(const struct logbook_entry *entry);
""")
lib = ffi.dlopen(str(LIBRARY))


class Logbook:
    """The wind at stations, in knots, in memory of C."""

    def __init__(self) -> None:
        book = lib.logbook_new()
        if book == ffi.NULL:
            raise MemoryError("C has no memory for a logbook")
        self._book = ffi.gc(book, lib.logbook_free)

    def _open_book(self):
        """Return C's logbook; ValueError when it is closed."""
        if self._book is None:
            raise ValueError("the logbook is closed")
        return self._book

    def add(self, station: str, knots: float) -> None:
        """Write the wind at a station behind the other entries."""
        if lib.logbook_add(self._open_book(), station.encode(), knots):
            raise MemoryError("C has no memory for an entry")

    def __len__(self) -> int:
        return lib.logbook_count(self._open_book())

    def knots(self, station: str) -> float:
        """Return the newest wind at a station; KeyError when the logbook has none."""
        entry = lib.logbook_find(self._open_book(), station.encode())
        return lib.logbook_knots(entry)

    def close(self) -> None:
        """Free C's logbook now. To close a closed one does nothing."""
        book, self._book = self._book, None
        if book is not None:
            lib.logbook_free(book)


def missing() -> None:
    book = Logbook()
    book.add("Helgoland", 31.0)
    print("Sylt:", book.knots("Sylt"))


def closed() -> None:
    book = Logbook()
    book.add("Helgoland", 31.0)
    book.close()


def full() -> None:
    book = Logbook()
    for hour in range(24):
        book.add(f"Helgoland at {hour}", 20.0 + hour)
    print("at noon:", book.knots("Helgoland at 12"))


def long() -> None:
    book = Logbook()
    for hour in range(3):
        book.add("Llanfairpwll" + "gogogoch" * 40 + str(hour), 12.0)
    print("entries:", len(book))


if __name__ == "__main__":
    {"missing": missing, "closed": closed, "full": full, "long": long}[sys.argv[1]]()
