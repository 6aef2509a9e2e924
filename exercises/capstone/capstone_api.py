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
        raise NotImplementedError("TODO 1: the body you wrote in capstone_abi.py")

    def expanded(self, sql: str, *values: str | bytes) -> str:
        """Return the SQL with the values in the place of each ?; MemoryError when C has no memory."""
        with self.statement(sql, values) as statement:
            raise NotImplementedError("TODO 2: the body you wrote in capstone_abi.py")

    def series(self, sql: str, *values: str | bytes) -> np.ndarray:
        """Return the BLOB in the first column of the first row, as an array of float64 of its own.

        Raises LookupError when there is no row, TypeError when its first value is no BLOB.
        """
        with self.statement(sql, values) as statement:
            raise NotImplementedError("TODO 3: the body you wrote in capstone_abi.py")


if __name__ == "__main__":
    with Archive() as archive:
        archive.execute("CREATE TABLE waves (name TEXT, heights BLOB)")
        for name in ("buoy 10", "buoy 9", "buoy 100"):
            heights = np.array([len(name) / 4, 2.5])
            archive.execute("INSERT INTO waves VALUES (?, ?)", name, heights.tobytes())
        print(archive.execute("SELECT name FROM waves ORDER BY name COLLATE shortlex"))
        print(archive.expanded("SELECT heights FROM waves WHERE name = ?", "buoy 9"))
        print(archive.series("SELECT heights FROM waves WHERE name = ?", "buoy 9"))
