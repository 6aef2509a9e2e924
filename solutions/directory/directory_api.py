"""What is in a folder, by _directory in API mode out-of-line, behind a class that cannot be misused.

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
        self._at_end = False
        # BEGIN SOLUTION: raise NotImplementedError("TODO 1: the body you wrote in directory_abi.py")
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
        # BEGIN SOLUTION: raise NotImplementedError("TODO 2: the body you wrote in directory_abi.py")
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
        # BEGIN SOLUTION: raise NotImplementedError("TODO 3: the body you wrote in directory_abi.py")
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
