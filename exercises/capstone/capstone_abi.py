"""Three more functions of SQLite, in ABI mode in-line: two libraries, the system's and one of ours.

Run `make` first; it builds libshortlex.
"""

import sys
from pathlib import Path

import numpy as np
from cffi import FFI
from database import CDEF, Database

SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
LIBRARY = Path(__file__).resolve().with_name("libshortlex" + SUFFIX)
SQLITE = "libsqlite3.dylib" if sys.platform == "darwin" else "libsqlite3.so.0"

ffi = FFI()
# TODO 1: ffi.cdef(): CDEF, the functions that the README names, and shortlex_compare()
libsqlite = ffi.dlopen(SQLITE)
libshortlex = ffi.dlopen(str(LIBRARY))


class Archive(Database):
    """A database whose names can be ordered by `COLLATE shortlex`, and whose series are NumPy arrays."""

    def __init__(self, path: str = ":memory:") -> None:
        """Raises Error when SQLite does not take the collation."""
        super().__init__(ffi, libsqlite, path)
        raise NotImplementedError("TODO 2: tell SQLite of shortlex_compare()")

    def expanded(self, sql: str, *values: str | bytes) -> str:
        """Return the SQL with the values in the place of each ?; MemoryError when C has no memory."""
        with self.statement(sql, values) as statement:
            raise NotImplementedError("TODO 3: the text is yours: free it by sqlite3_free()")

    def series(self, sql: str, *values: str | bytes) -> np.ndarray:
        """Return the BLOB in the first column of the first row, as an array of float64 of its own.

        Raises LookupError when there is no row, TypeError when its first value is no BLOB.
        """
        with self.statement(sql, values) as statement:
            raise NotImplementedError("TODO 4: step; LookupError, TypeError, or a copy")


if __name__ == "__main__":
    with Archive() as archive:
        archive.execute("CREATE TABLE waves (name TEXT, heights BLOB)")
        for name in ("buoy 10", "buoy 9", "buoy 100"):
            heights = np.array([len(name) / 4, 2.5])
            archive.execute("INSERT INTO waves VALUES (?, ?)", name, heights.tobytes())
        print(archive.execute("SELECT name FROM waves ORDER BY name COLLATE shortlex"))
        print(archive.expanded("SELECT heights FROM waves WHERE name = ?", "buoy 9"))
        print(archive.series("SELECT heights FROM waves WHERE name = ?", "buoy 9"))
