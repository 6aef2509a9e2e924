"""The folder of a run: laid out before it, kept small, and looked through for what it left."""

from __future__ import annotations

import base64
import contextlib
import errno
import os
import stat
from pathlib import Path

__all__ = ["collect", "is_full", "lay_down"]

LARGEST_FILE = 16 << 20  # bytes
TOO_MUCH = 1 << 62
MOST_ENTRIES = 20_000  # files and folders that a run may make


def lay_down(folder: str, files: dict[str, str]) -> None:
    """Write the files that were given, by their paths below the folder of the run."""
    os.umask(0o022)
    os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - Path() is slower, and this is done for each run
    for name, content in files.items():
        path = f"{folder}/{name}"
        os.makedirs(path.rpartition("/")[0], exist_ok=True)  # noqa: PTH103 - as above
        with open(path, "wb") as file:  # noqa: PTH123 - as above
            file.write(base64.b64decode(content))


def is_full(job: dict) -> bool:
    if job["isolated"]:  # the folder is a file system of its own, which the kernel keeps small
        system = os.statvfs(job["scratch"])
        return system.f_bavail * 50 < system.f_blocks or system.f_ffree < 10
    return _disk_bytes(str(Path(job["folder"]).parent)) > job["limits"]["disk_bytes"]


def _disk_bytes(folder: str) -> int:
    """Return the size of all files; what takes too long, as a folder too deep, is too much."""
    total, entries, folders = 0, 0, [folder]
    while folders:
        try:
            with os.scandir(folders.pop()) as listing:
                for entry in listing:
                    entries += 1
                    if entries > MOST_ENTRIES:
                        return TOO_MUCH
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    else:
                        total += entry.stat(follow_symlinks=False).st_size
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                return TOO_MUCH
    return total


def collect(folder: str, patterns: list[str]) -> dict[str, str]:
    """Return regular files of bounded size, as base64; a link is one where it stays in the folder.

    So a library may have its version in its name, and a link to it. Each has the name of its path
    with a colon for each slash: who reads the names wants no path. The folder, whose path had no
    link in it, may be one to elsewhere by now, or in a circle.
    """
    files = {}
    for pattern in patterns:
        for path in sorted(Path(folder).glob(pattern)):
            # ValueError: it leads elsewhere, or its name is no text; RuntimeError: in a circle.
            with contextlib.suppress(OSError, ValueError, RuntimeError):
                name = ":".join(path.relative_to(folder).parts)
                name.encode()
                real = path.resolve(strict=True)
                real.relative_to(folder)
                descriptor = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
                with os.fdopen(descriptor, "rb") as file:
                    if stat.S_ISREG(os.fstat(descriptor).st_mode):
                        content = file.read(LARGEST_FILE + 1)
                        if len(content) <= LARGEST_FILE:
                            files[name] = base64.b64encode(content).decode()
    return files
