"""Tables over libtable in ABI mode in-line: who owns the memory, and who gives it back.

Run `make` first; it builds libtable.
"""

import sys
from pathlib import Path

from cffi import FFI

SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
LIBRARY = Path(__file__).resolve().with_name("libtable" + SUFFIX)

ffi = FFI()
ffi.cdef("""
    struct table {
        const char *title;
        double *metres;
        size_t n;
    };
    struct table *table_new(const char *title, size_t n);
    void table_free(struct table *table);
    void table_fill(struct table *table);
    size_t table_find(const struct table *table, double metres);
""")
lib = ffi.dlopen(str(LIBRARY))


class Table:
    """How far a stone has fallen after 0, 1, 2 ... seconds. Close it after use, or open it in a `with`."""

    def __init__(self, record) -> None:
        self._record = record  # what the C functions take; None once the table is closed

    @classmethod
    def from_library(cls, title: str, n: int) -> "Table":
        """Return a table of n rows in memory that C allocates, and that table_free() gives back.

        Raises MemoryError when C has none.
        """
        raise NotImplementedError("TODO 1: table_new(), and table_free() at its end")

    @classmethod
    def from_python(cls, title: str, n: int) -> "Table":
        """Return a table of n rows in memory that Python allocates, filled by C."""
        raise NotImplementedError("TODO 2: ffi.new() three times, table_fill(), keep all")

    def close(self) -> None:
        """Give the memory back now. Closing twice does nothing."""
        raise NotImplementedError("TODO 3: ffi.release() once; keep nothing")

    def __enter__(self) -> "Table":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def title(self) -> str:
        """Return the title. ValueError for a closed table, here and below."""
        return ffi.string(self._opened().title).decode()

    def metres(self) -> list[float]:
        """Return all rows as a list, which lives on when the table is closed."""
        record = self._opened()
        return ffi.unpack(record.metres, record.n)

    def find(self, metres: float) -> int:
        """Return the first second at which the stone has fallen so far, or the number of rows."""
        return lib.table_find(self._opened(), metres)

    def _opened(self):
        if self._record is None:
            raise ValueError("the table is closed")
        return self._record


if __name__ == "__main__":
    for make in (Table.from_library, Table.from_python):
        with make("a stone", 4) as table:
            print(table.title(), [round(row, 1) for row in table.metres()], table.find(20.0))
