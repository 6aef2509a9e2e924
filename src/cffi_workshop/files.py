"""Files and folders: others' read with bounds, named and removed; ours written as a whole."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import itertools
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from cffi_workshop.errors import WorkshopError

__all__ = [
    "BUILD_FOLDERS",
    "BUILD_PRODUCTS",
    "NotReadable",
    "bounded",
    "locked",
    "read_regular_file",
    "readable",
    "remove_tree",
    "shown_path",
    "shown_text",
    "written_whole",
]

# What building, running and editing leaves behind: no part of what anybody wrote.
BUILD_PRODUCTS = (".o", ".so", ".dylib", ".pyd", ".pyc", ".png", ".html", "~", ".swp")
BUILD_FOLDERS = ("__pycache__", "build", "dist", "Release", ".ipynb_checkpoints", ".pytest_cache")


NO_REGULAR_FILE = ("is no regular file", "Put a text file there.")
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


class NotReadable(OSError):
    """A file that is not taken: `found` follows its name in a sentence, `mend` is one itself."""

    def __init__(self, found: str, mend: str) -> None:
        super().__init__(found)
        self.found, self.mend = found, mend


def read_regular_file(folder: Path, name: str, most: int) -> bytes:
    """Return the content of a regular file of at most so many bytes, `name` below `folder`.

    A link may lead to what is not theirs, a FIFO waits for ever, a device never ends: raise
    NotReadable for these, FileNotFoundError for what is not there.
    """
    try:
        descriptor = _open_below(folder, name)
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            found = "is a link" if (folder / name).is_symlink() else "lies behind a link"
            raise NotReadable(found, "Put the file itself there.") from None
        if error.errno == errno.ENXIO:  # a socket
            raise NotReadable(*NO_REGULAR_FILE) from None
        lacks_rights = error.errno in (errno.EACCES, errno.EPERM)
        mend = "`chmod u+r` lets you read it." if lacks_rights else "`ls -l` says more of it."
        raise NotReadable(f"cannot be read ({error.strerror})", mend) from None
    with contextlib.ExitStack() as stack:
        stack.callback(os.close, descriptor)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NotReadable(*NO_REGULAR_FILE)
        with open(descriptor, "rb", closefd=False) as file:
            content = file.read(most + 1)
    if len(content) > most:
        size = f"{most >> 20} MB" if most >> 20 else f"{most >> 10} kB"
        raise NotReadable(f"is larger than {size}", "Take out what does not belong there.")
    return content


def _open_below(folder: Path, name: str) -> int:
    """Open a file; no part of its name is a link that is followed."""
    *parents, last = name.split("/")
    with contextlib.ExitStack() as stack:
        inner: int | None = None
        for part in (os.fspath(folder), *parents):
            follow = FOLDER if inner is not None else FOLDER & ~os.O_NOFOLLOW
            inner = os.open(part, follow, dir_fd=inner)
            stack.callback(os.close, inner)
        return os.open(last, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=inner)


def locked(path: Path) -> IO[str] | None:
    """Return a lock file, which is held until it is closed; None while another process holds it."""
    lock = path.open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock


@contextlib.contextmanager
def readable(path: Path, mend: str) -> Iterator[None]:
    """Say it in a sentence, with what to do, where a file that a person named cannot be read."""
    try:
        yield
    except OSError as error:
        raise WorkshopError(f"{path} cannot be read ({error.strerror}); {mend}.") from None


@contextlib.contextmanager
def written_whole(path: Path, mode: str = "w", newline: str | None = None) -> Iterator[IO[Any]]:
    """Open a file that takes the place of `path` when all of it is written.

    Whatever ends that, as a full disk does, leaves what was there.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        encoding = None if "b" in mode else "utf-8"
        with part.open(mode, encoding=encoding, newline=newline) as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def shown_path(folder: Path, root: Path) -> str:
    """Return the path from the root where it is inside, and as it was given elsewhere."""
    resolved = folder.resolve()
    inside = resolved.is_relative_to(root.resolve())
    return resolved.relative_to(root.resolve()).as_posix() if inside else str(folder)


# What turns the reading direction, ends a line, hides itself, or stands for a byte that is no
# UTF-8.
HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
NOT_PLAIN = re.compile(r"[^ -~]")  # most of a text is none of these


def shown_text(text: str, keep: str = "") -> str:
    r"""Return text with what steers a terminal or misleads a reader as escapes: \n, \u202e, \udcff.

    The characters of `keep` stay as they are.
    """

    def shown(found: re.Match) -> str:
        char = found[0]
        return char if char in keep or not _is_hidden(char) else _escape(char)

    return NOT_PLAIN.sub(shown, text)


def bounded(text: str, most: int) -> str:
    """Return a text without its middle where it has more characters than anybody reads."""
    return text if len(text) <= most else f"{text[: most // 2]} [...] {text[-most // 2 :]}"


def _is_hidden(char: str) -> bool:
    return not char.isprintable() and unicodedata.category(char) in HIDDEN


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def remove_tree(folder: Path) -> None:
    """Remove a folder and all in it: folders without rights, names that are no UTF-8, any depth.

    Folders inside are moved up into `folder` before they are emptied, so that no path grows long.
    Links are removed, not followed; what another user owns may stay.
    """
    with contextlib.suppress(OSError):
        folder.chmod(0o700)
        top = os.open(folder, FOLDER)
        try:
            _empty_all(top)
        finally:
            os.close(top)
        folder.rmdir()


def _empty_all(top: int) -> None:
    numbers = itertools.count()
    todo = _empty(top, top, numbers)
    while todo:
        name = todo.pop()
        with contextlib.suppress(OSError):
            inner = os.open(name, FOLDER, dir_fd=top)
            try:
                todo += _empty(inner, top, numbers)
            finally:
                os.close(inner)
            os.rmdir(name, dir_fd=top)


def _empty(folder: int, top: int, numbers: Iterator[int]) -> list[str]:
    """Remove an open folder's files, and move its folders to `top`; return their names there."""
    moved = []
    for name in os.listdir(folder):
        with contextlib.suppress(OSError):
            if not stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
                os.unlink(name, dir_fd=folder)
                continue
            os.chmod(name, 0o700, dir_fd=folder)
            new = f".removed-{next(numbers)}"
            os.rename(name, new, src_dir_fd=folder, dst_dir_fd=top)
            moved.append(new)
    return moved
