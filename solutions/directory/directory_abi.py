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
# BEGIN SOLUTION: # TODO 1: declare the three functions with ffi.cdef(), and open LIBRARY
# STUB: lib = None
# No struct directory { ... } here: what is in it, only directory.c has to know.
ffi.cdef("""
    struct directory *directory_open(const char *path);
    const char *directory_next(struct directory *directory);
    void directory_close(struct directory *directory);
""")
lib = ffi.dlopen(str(LIBRARY))
# END SOLUTION


class Directory:
    """The names in a folder, one at a time, without "." and "..": an iterator and a context manager.

    Raises OSError with errno and file name when the folder cannot be opened or read, ValueError for a path
    with a NUL, and ValueError when it is read after close(). The folder is closed at the end of the names, by
    close(), at the end of a with block, and when the object is let go.
    """

    def __init__(self, path: str | os.PathLike) -> None:
        self.path = os.fspath(path)
        self._at_end = False
        # BEGIN SOLUTION: raise NotImplementedError("TODO 2: refuse a NUL; open; OSError; have C close it")
        if "\0" in self.path:  # C would stop there, and open another folder
            raise ValueError(f"{self.path!r} has a NUL in it; no path has")
        folder = lib.directory_open(os.fsencode(self.path))
        if folder == ffi.NULL:
            raise self._error()
        self._folder = ffi.gc(folder, lib.directory_close)  # called once, whoever lets go last
        # END SOLUTION

    def _error(self) -> OSError:
        """Return the exception for what C has just failed at; Python chooses the class by the errno."""
        return OSError(ffi.errno, os.strerror(ffi.errno), self.path)

    def __iter__(self) -> "Directory":
        return self

    def __next__(self) -> str:
        if self._at_end:
            raise StopIteration
        # BEGIN SOLUTION: raise NotImplementedError("TODO 3: ValueError, next name, OSError, StopIteration")
        if self._folder is None:
            raise ValueError(f"the folder {self.path!r} is closed")
        name = lib.directory_next(self._folder)
        if name != ffi.NULL:
            return os.fsdecode(ffi.string(name))
        error = self._error() if ffi.errno else None  # before directory_close() can change errno
        self.close()
        if error:
            raise error
        self._at_end = True
        raise StopIteration
        # END SOLUTION

    def close(self) -> None:
        """Close the folder; closing it again does nothing."""
        # BEGIN SOLUTION: raise NotImplementedError("TODO 4: close once, and remember that it is closed")
        folder, self._folder = self._folder, None
        if folder is not None:
            ffi.release(folder)  # directory_close() now, and not once more later
        # END SOLUTION

    def __enter__(self) -> "Directory":
        return self

    def __exit__(self, *exception) -> None:
        self.close()


if __name__ == "__main__":
    with Directory(".") as names:
        print(sorted(names))
