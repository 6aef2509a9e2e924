"""What is in a folder, by opendir(), readdir() and closedir(), behind a class that cannot be misused.

Run `python directory_build.py` first; it compiles _directory.
"""

import os

from _directory import ffi, lib


class Directory:
    """The names in a folder, one at a time, without "." and "..": an iterator and a context manager.

    Raises OSError with errno and file name when the folder cannot be opened or read, ValueError for a path
    with a NUL, and ValueError when it is read after close(). The folder is closed at the end of the names, by
    close(), at the end of a with block, and when the object is let go.
    """

    def __init__(self, path: str | os.PathLike) -> None:
        self.path = os.fspath(path)
        # BEGIN SOLUTION: raise NotImplementedError("TODO 1: refuse a NUL; open; OSError; have C close it")
        if "\0" in self.path:  # C would stop there, and open another folder
            raise ValueError(f"{self.path!r} has a NUL in it; no path has")
        stream = lib.opendir(os.fsencode(self.path))
        if stream == ffi.NULL:
            raise self._error()
        self._stream = ffi.gc(stream, lib.closedir)  # called once, whoever lets go last
        self._at_end = False
        # END SOLUTION

    def _error(self) -> OSError:
        """Return the exception for what C has just failed at; Python chooses the class by the errno."""
        return OSError(ffi.errno, os.strerror(ffi.errno), self.path)

    def __iter__(self) -> "Directory":
        return self

    def __next__(self) -> str:
        # BEGIN SOLUTION: raise NotImplementedError("TODO 2: next name, StopIteration, OSError, ValueError")
        if self._at_end:
            raise StopIteration
        if self._stream is None:
            raise ValueError(f"the folder {self.path!r} is closed")
        while True:
            ffi.errno = 0  # NULL is the end or a failure; only errno tells
            entry = lib.readdir(self._stream)
            if entry == ffi.NULL:
                break
            name = os.fsdecode(ffi.string(entry.d_name))
            if name not in (".", ".."):
                return name
        error = self._error() if ffi.errno else None  # before closedir() can change errno
        self.close()
        if error:
            raise error
        self._at_end = True
        raise StopIteration
        # END SOLUTION

    def close(self) -> None:
        """Close the folder; closing it again does nothing."""
        # BEGIN SOLUTION: raise NotImplementedError("TODO 3: close once, and remember that it is closed")
        stream, self._stream = self._stream, None
        if stream is not None:
            ffi.release(stream)  # closedir() now, and not once more later
        # END SOLUTION

    def __enter__(self) -> "Directory":
        return self

    def __exit__(self, *exception) -> None:
        self.close()


if __name__ == "__main__":
    with Directory(".") as names:
        print(sorted(names))
