"""The files of one hand-in, read into memory: nothing of it is ever written by its own name.

Only files that an exercise may want are read, and no more of each than an exercise takes. What else
a hand-in holds is told in remarks.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.grading.notebook_submission import LARGEST as LARGEST_NOTEBOOK
from cffi_workshop.grading.submission import LARGEST as LARGEST_FILE

from .file_names import (
    TIMESTAMP,
    is_archive,
    is_notebook,
    is_theirs,
    original_name,
    same_name,
    whose,
)
from .gradescope import METADATA

__all__ = [
    "MOST_FILES",
    "Contents",
    "File",
    "Refused",
    "Wanted",
    "read_folder",
    "wanted_of",
]

MOST_FILES = 10_000  # of one hand-in
MOST_DEEP = 50  # folders in folders
MOST_REMARKS = 20
LAST_MOMENT = 253_402_214_400.0  # the end of the year 9999, in seconds since 1970
LARGEST_ARCHIVE = 32 << 20  # bytes, as it lies there


class Refused(Exception):
    """A hand-in that is not looked into; the text is a sentence that says why."""


@dataclass(frozen=True)
class File:
    """A file as it was handed in; `changed` is when, in seconds since 1970, where that is known.

    `is_sent` says that it is when somebody sent it, which is so for all that is packed in it.
    """

    content: bytes
    changed: float | None = None
    is_sent: bool = False


@dataclass
class Contents:
    """Files by path, parts separated by `/`, and what there is to say about the rest.

    `refused` says why something could not be read that may have held what is missed.
    """

    files: dict[str, File] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)  # paths of what nobody wants
    refused: list[str] = field(default_factory=list)

    def add(self, path: str, file: File) -> None:
        if path in self.files:
            self.remarks.append(f"{path} is there twice; the last one was taken.")
        self.files[path] = file

    def add_all(self, more: Contents, above: str = "") -> None:
        """Add all of others, below a folder if one is named."""
        for path, file in more.files.items():
            self.add(f"{above}{path}", file)
        self.remarks += more.remarks
        self.refused += more.refused
        self.other += [f"{above}{path}" for path in more.other]

    @property
    def paths(self) -> list[str]:
        """All that lies there, wanted or not."""
        return [*self.files, *self.other]

    @property
    def told(self) -> tuple[str, ...]:
        """The remarks, as many as somebody reads: a cell of a spreadsheet has an end."""
        more = len(self.remarks) - MOST_REMARKS
        return (*self.remarks[:MOST_REMARKS], *[f"There are {more:,} more remarks."] * (more > 0))

    def refuse(self, reason: str) -> None:
        self.remarks.append(reason)
        self.refused.append(reason)


def moment(seconds: float) -> float | None:
    """Return when a file was changed; None for what no calendar has, which an archive may say."""
    return seconds if 0 <= seconds < LAST_MOMENT else None


def too_deep(path: str) -> str:
    return f"{path[:60]}... lies more than {MOST_DEEP} folders deep; it was not looked at."


# How many bytes of a path are wanted; 0 for what is not.
Wanted = Callable[[str], int]


def wanted_of(exercises: Iterable[Exercise]) -> Wanted:
    """Return what tells how much of a file to read: one that exercises name, or that is packed."""
    names = {Path(name).name for one in exercises for name in (*one.editable, *one.locked)}

    def wanted(path: str) -> int:
        name = path.rpartition("/")[2]
        if original_name(name) in names or whose(name, names):
            return LARGEST_FILE
        if name == TIMESTAMP:
            return len("2026-05-01T10:11:12.123456789Z")
        if is_notebook(name) or name == METADATA:
            return LARGEST_NOTEBOOK
        return LARGEST_ARCHIVE if is_archive(name) else 0

    return wanted


def read_folder(folder: Path, wanted: Wanted) -> Contents:
    """Read the regular files below a folder; links are not followed."""
    contents = Contents()
    for number, (path, entry) in enumerate(walk(folder, "")):
        if number >= MOST_FILES:
            raise Refused(
                f"More than {MOST_FILES:,} files; a hand-in has a dozen. Ask for the files alone."
            )
        read_entry(contents, path, entry, wanted(path))
    note_case(contents)
    return contents


def walk(folder: Path, above: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield each path below `folder` and what is there, folders apart, in the order of names."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise Refused(f"{folder.name} cannot be read ({error.strerror}).") from None
    for entry in filter(lambda entry: is_theirs(entry.name), entries):
        path = f"{above}{shown(entry.name)}"
        if entry.is_dir(follow_symlinks=False) and path.count("/") < MOST_DEEP:
            yield from walk(Path(entry.path), f"{path}/")
        else:
            yield path, entry


def shown(name: str) -> str:
    """Return a name that can be printed and stored, whatever its bytes are."""
    return os.fsencode(name).decode(errors="replace")


def read_entry(contents: Contents, path: str, entry: os.DirEntry[str], limit: int) -> None:
    if path.count("/") >= MOST_DEEP:
        contents.remarks.append(too_deep(path))
    elif entry.is_symlink():
        contents.remarks.append(f"{path} is a link; links are not followed.")
    elif not entry.is_file(follow_symlinks=False):
        contents.remarks.append(f"{path} is no regular file, so it was not looked at.")
    elif not limit:
        contents.other.append(path)
    else:
        read_file(contents, path, Path(entry.path), limit)


def read_file(contents: Contents, path: str, file: Path, limit: int) -> None:
    """Read a file up to one byte above the limit: so it shows that it is too large."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as stream:
            known = os.fstat(descriptor)
            if stat.S_ISREG(known.st_mode):
                contents.add(path, File(stream.read(limit + 1), moment(known.st_mtime)))
            else:
                contents.refuse(f"{path} is no regular file, so it was not looked at.")
    except OSError as error:
        contents.refuse(f"{path} cannot be read ({error.strerror}).")


def note_case(contents: Contents) -> None:
    """Remark on names that are one name where case does not count, as on most laptops."""
    spelt: dict[str, list[str]] = {}
    for path in contents.paths:
        spelt.setdefault(same_name(path), []).append(path)
    for paths in spelt.values():
        if len(paths) > 1:
            contents.remarks.append(
                f"{' and '.join(sorted(paths))} differ in case alone; each was taken for what it "
                "is called."
            )
