"""A logbook of the wind at stations, over _crash in API mode out-of-line; and four programs that die.

Run `python crash_build.py` first; it compiles _crash. Then `python crash_api.py missing`, closed, full or long.
"""

import sys

from _crash import ffi, lib


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
