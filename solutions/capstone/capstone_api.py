"""Three more functions of SQLite, in API mode out-of-line: one module over the system's library and ours.

Run `python capstone_build.py` first; it compiles _capstone.
"""

import numpy as np
from _capstone import ffi, lib
from database import Database


class Archive(Database):
    """A database whose names can be ordered by `COLLATE shortlex`, and whose series are NumPy arrays."""

    def __init__(self, path: str = ":memory:") -> None:
        """Raises Error when SQLite does not take the collation."""
        super().__init__(ffi, lib, path)
        # BEGIN SOLUTION: raise NotImplementedError("TODO 1: the body you wrote in capstone_abi.py")
        compare, nothing = lib.shortlex_compare, ffi.NULL
        status = lib.sqlite3_create_collation_v2(
            self.database, b"shortlex", lib.SQLITE_UTF8, nothing, compare, nothing
        )
        self.check(status)
        # END SOLUTION

    def expanded(self, sql: str, *values: str | bytes) -> str:
        """Return the SQL with the values in the place of each ?; MemoryError when C has no memory."""
        with self.statement(sql, values) as statement:
            # BEGIN SOLUTION: raise NotImplementedError("TODO 2: the body you wrote in capstone_abi.py")
            text = ffi.gc(lib.sqlite3_expanded_sql(statement), lib.sqlite3_free)
            if text == ffi.NULL:
                raise MemoryError("SQLite has no memory for the text")
            return ffi.string(text).decode()
            # END SOLUTION

    def series(self, sql: str, *values: str | bytes) -> np.ndarray:
        """Return the BLOB in the first column of the first row, as an array of float64 of its own.

        Raises LookupError when there is no row, TypeError when its first value is no BLOB.
        """
        with self.statement(sql, values) as statement:
            # BEGIN SOLUTION: raise NotImplementedError("TODO 3: the body you wrote in capstone_abi.py")
            if self.check(lib.sqlite3_step(statement)) != lib.SQLITE_ROW:
                raise LookupError("there is no row")
            if lib.sqlite3_column_type(statement, 0) != lib.SQLITE_BLOB:
                raise TypeError("the first value is no BLOB")
            blob = lib.sqlite3_column_blob(statement, 0)
            size = lib.sqlite3_column_bytes(statement, 0)
            # The memory is the statement's, and goes with it.
            return np.frombuffer(ffi.buffer(blob, size), dtype=np.float64).copy()
            # END SOLUTION


if __name__ == "__main__":
    with Archive() as archive:
        archive.execute("CREATE TABLE waves (name TEXT, heights BLOB)")
        for name in ("buoy 10", "buoy 9", "buoy 100"):
            heights = np.array([len(name) / 4, 2.5])
            archive.execute("INSERT INTO waves VALUES (?, ?)", name, heights.tobytes())
        print(archive.execute("SELECT name FROM waves ORDER BY name COLLATE shortlex"))
        print(archive.expanded("SELECT heights FROM waves WHERE name = ?", "buoy 9"))
        print(archive.series("SELECT heights FROM waves WHERE name = ?", "buoy 9"))
