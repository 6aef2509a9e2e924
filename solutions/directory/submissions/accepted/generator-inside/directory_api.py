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

    _stream = None

    def __init__(self, path: str | os.PathLike) -> None:
        self.path = os.fspath(path)
        encoded = os.fsencode(self.path)
        if b"\0" in encoded:
            raise ValueError("NUL in path")
        stream = lib.opendir(encoded)
        if not stream:
            self._fail()
        self._stream = stream

    def _fail(self):
        raise OSError(ffi.errno, os.strerror(ffi.errno), self.path)

    def __iter__(self):
        try:
            while True:
                if self._stream is None:
                    raise ValueError("closed")
                ffi.errno = 0
                entry = lib.readdir(self._stream)
                if not entry:
                    if ffi.errno:
                        self._fail()
                    return
                name = ffi.string(entry.d_name)
                if name not in (b".", b".."):
                    yield os.fsdecode(name)
        finally:
            self.close()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close()

    def close(self) -> None:
        if self._stream is not None:
            lib.closedir(self._stream)
            self._stream = None

    def __del__(self):
        self.close()


if __name__ == "__main__":
    with Directory(".") as names:
        print(sorted(names))
