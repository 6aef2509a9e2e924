"""What is in a folder, by libdirectory in ABI mode in-line, behind a class that cannot be misused.

Run `make` first; it builds libdirectory.
"""

import os
import sys
from pathlib import Path

from cffi import FFI

SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
LIBRARY = Path(__file__).resolve().with_name("libdirectory" + SUFFIX)

ffi = FFI()
# TODO 1: declare the three functions with ffi.cdef(), and open LIBRARY
lib = None


class Directory:
    """The names in a folder, one at a time, without "." and "..": an iterator and a context manager.

    Raises OSError with errno and file name when the folder cannot be opened or read, ValueError for a path
    with a NUL, and ValueError when it is read after close(). The folder is closed at the end of the names, by
    close(), at the end of a with block, and when the object is let go.
    """

    def __init__(self, path: str | os.PathLike) -> None:
        self.path = os.fspath(path)
        self._at_end = False
        raise NotImplementedError("TODO 2: refuse a NUL; open; OSError; have C close it")

    def _error(self) -> OSError:
        """Return the exception for what C has just failed at; Python chooses the class by the errno."""
        return OSError(ffi.errno, os.strerror(ffi.errno), self.path)

    def __iter__(self) -> "Directory":
        return self

    def __next__(self) -> str:
        if self._at_end:
            raise StopIteration
        raise NotImplementedError("TODO 3: ValueError, next name, OSError, StopIteration")

    def close(self) -> None:
        """Close the folder; closing it again does nothing."""
        raise NotImplementedError("TODO 4: close once, and remember that it is closed")

    def __enter__(self) -> "Directory":
        return self

    def __exit__(self, *exception) -> None:
        self.close()


if __name__ == "__main__":
    with Directory(".") as names:
        print(sorted(names))
