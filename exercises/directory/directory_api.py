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
        raise NotImplementedError("TODO 1: the body you wrote in directory_abi.py")

    def _error(self) -> OSError:
        """Return the exception for what C has just failed at; Python chooses the class by the errno."""
        return OSError(ffi.errno, os.strerror(ffi.errno), self.path)

    def __iter__(self) -> "Directory":
        return self

    def __next__(self) -> str:
        if self._at_end:
            raise StopIteration
        raise NotImplementedError("TODO 2: the body you wrote in directory_abi.py")

    def close(self) -> None:
        """Close the folder; closing it again does nothing."""
        raise NotImplementedError("TODO 3: the body you wrote in directory_abi.py")

    def __enter__(self) -> "Directory":
        return self

    def __exit__(self, *exception) -> None:
        self.close()


if __name__ == "__main__":
    with Directory(".") as names:
        print(sorted(names))
