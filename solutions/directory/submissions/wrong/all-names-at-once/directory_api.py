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

    def __init__(self, path):
        if "\0" in os.fspath(path):
            raise ValueError("NUL")
        stream = lib.opendir(os.fsencode(path))
        if not stream:
            raise OSError(ffi.errno, os.strerror(ffi.errno), path)
        names = []
        while True:
            ffi.errno = 0
            entry = lib.readdir(stream)
            if not entry:
                break
            names.append(os.fsdecode(ffi.string(entry.d_name)))
        number = ffi.errno
        lib.closedir(stream)
        if number:
            raise OSError(number, os.strerror(number), path)
        self._names = iter([name for name in names if name not in (".", "..")])

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._names)

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        pass


if __name__ == "__main__":
    with Directory(".") as names:
        print(sorted(names))
