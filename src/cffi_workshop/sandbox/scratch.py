"""The folder of one check: made, held by a lock, and cleared up, by the next check if need be."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.files import remove_tree

__all__ = ["PREFIX", "scratch_folder", "sweep"]

PREFIX = "workshop-check-"
LOCK = "owner.lock"
# A folder without a lock is one that is being made, or one of an older version.
ABANDONED_SECONDS = 3600


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a folder with an empty `work`, and remove it with all that it holds then.

    The lock in it is held for as long as this process lives: what nobody holds is swept up by a
    later check.
    """
    parent = Path(tempfile.gettempdir()).resolve()
    sweep(parent)
    # Its name is known before it is there: a signal may come between.
    folder = parent / f"{PREFIX}{secrets.token_hex(6)}"
    try:
        with contextlib.ExitStack() as stack:
            stack.callback(remove_tree, folder)
            stack.callback(os.close, _made(folder))
            yield folder
    except NoRoom as error:
        raise WorkshopError(
            f"No scratch folder can be made in {parent} ({error}); set TMPDIR to a folder with "
            "some room."
        ) from None


class NoRoom(Exception):
    """Why a scratch folder cannot be made."""


def _made(folder: Path) -> int:
    """Make the folder with an empty `work` in it, and return a descriptor that holds its lock."""
    try:
        folder.mkdir(mode=0o700)
        (folder / "work").mkdir(mode=0o700)
        new = folder / f"{LOCK}.new"
        lock = _held(new)
        new.rename(folder / LOCK)  # nobody finds it while it is not held
        return lock
    except OSError as error:
        raise NoRoom(error.strerror) from None


def sweep(parent: Path) -> None:
    """Remove what checks of the same user left that were killed."""
    for folder in parent.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            about = folder.lstat()
            if stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid():
                _remove_if_abandoned(folder, time.time() - about.st_mtime)


def _remove_if_abandoned(folder: Path, age: float) -> None:
    try:
        lock = _held(folder / LOCK, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        if age > ABANDONED_SECONDS:
            remove_tree(folder)
        return
    remove_tree(folder)
    os.close(lock)


def _held(path: Path, flags: int = os.O_RDWR | os.O_CREAT | os.O_EXCL) -> int:
    """Return a descriptor that holds the lock; raise BlockingIOError where another process does."""
    descriptor = os.open(path, flags, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
