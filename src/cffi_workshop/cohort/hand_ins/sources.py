"""Where hand-ins lie: in a folder, or in an archive of one, which is read in memory."""

from __future__ import annotations

import itertools
import os
from collections.abc import Container
from pathlib import Path
from typing import Protocol

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.files import readable

from .archives import LARGEST_COURSE, read_archive
from .contents import Contents, Refused, Wanted, read_file, read_folder, shown, wanted_of
from .expand import expand
from .file_names import is_archive, is_theirs, original_name
from .platform_names import of_platform

__all__ = ["BOOK", "ArchiveSource", "Source", "open_source"]

BOOK = "book.sqlite"  # what lies beside it, a run of ours has written
MAKE_READABLE = "make it readable, and give the command again"
MOST_IN_A_COURSE = 2_000_000  # files of an archive that holds a whole course


class Source(Protocol):
    """A folder, or an archive of one."""

    name: str

    def names(self) -> list[str]:
        """Return what lies in it."""

    def is_folder(self, name: str) -> bool: ...

    def is_link(self, name: str) -> bool: ...

    def has(self, path: str) -> bool: ...

    def contents(self, name: str) -> Contents:
        """Return the files of one of the names, archives expanded."""

    def inner(self, name: str) -> Source:
        """Return what lies in a folder or an archive."""


class FolderSource:
    """Hand-ins in a folder: read when they are asked for."""

    def __init__(self, folder: Path, wanted: Wanted) -> None:
        self.folder, self.wanted, self.name = folder, wanted, folder.resolve().name
        self._paths: dict[str, str] = {}
        # The layout is recognised by a look into some, whose hand-ins are then read out of them.
        self._opened: dict[str, ArchiveSource] = {}
        with readable(folder, MAKE_READABLE):
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        for entry in entries:
            # What was graded before may lie there, too.
            if is_theirs(entry.name) and not is_there(Path(entry.path) / BOOK):
                self._paths[free(shown(entry.name), self._paths)] = entry.name

    def names(self) -> list[str]:
        return list(self._paths)

    def is_folder(self, name: str) -> bool:
        path = self.folder / self._paths[name]
        return path.is_dir() and not path.is_symlink()

    def is_link(self, name: str) -> bool:
        return (self.folder / self._paths[name]).is_symlink()

    def has(self, path: str) -> bool:
        return is_there(self.folder / path)

    def contents(self, name: str) -> Contents:
        path = self.folder / self._paths[name]
        if path.is_symlink():
            raise Refused(f"{name} is a link; links are not followed.")
        if path.is_dir():
            return expand(read_folder(path, self.wanted), self.wanted)
        contents = Contents()
        if limit := self.wanted(original_of(name)):
            read_file(contents, name, path, limit)
        else:
            contents.other.append(name)
        return expand(contents, self.wanted)

    def inner(self, name: str) -> Source:
        path = self.folder / self._paths[name]
        if self.is_folder(name):
            return FolderSource(path, self.wanted)
        if path.is_symlink():
            raise Refused(f"{name} is a link; links are not followed.")
        if name not in self._opened:
            self._opened[name] = open_archive(path, self.wanted)
        return self._opened[name]


class ArchiveSource:
    """Hand-ins in an archive: all of them are in memory."""

    def __init__(self, name: str, contents: Contents, wanted: Wanted) -> None:
        self.name, self._all, self.wanted = name, contents, wanted
        self._top = {path for path in contents.paths if "/" not in path}
        self._folders = by_folder(contents)

    def names(self) -> list[str]:
        return sorted({*self._top, *self._folders})

    def is_folder(self, name: str) -> bool:
        return name in self._folders

    def is_link(self, name: str) -> bool:
        return False  # archives.py has left them out, and told

    def has(self, path: str) -> bool:
        return path in self._all.files

    def contents(self, name: str) -> Contents:
        if name in self._all.files and name not in self._folders:
            return expand(Contents({name: self._all.files[name]}), self.wanted)
        remarks = [remark for remark in self._all.remarks if f"{name}/" in remark]
        inside = self._folders.get(name, Contents())
        return expand(Contents(dict(inside.files), remarks, list(inside.other)), self.wanted)

    def inner(self, name: str) -> Source:
        if name not in self._folders:  # an archive, which expand() makes a folder of
            unpacked = ArchiveSource(name, self.contents(name), self.wanted)
            folders = filter(unpacked.is_folder, unpacked.names())
            return next(map(unpacked.inner, folders), unpacked)
        inside = self._folders[name]
        return ArchiveSource(
            name, Contents(inside.files, list(self._all.remarks), inside.other), self.wanted
        )


def is_there(path: Path) -> bool:
    """Say whether a file is there; not, where nobody may look."""
    try:
        return path.exists()
    except OSError:
        return False


def free(name: str, taken: Container[str]) -> str:
    """Return a name that nothing else has: bytes that are no text may be shown alike."""
    numbered = (f"{name} ({number})" for number in itertools.count(2))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def by_folder(contents: Contents) -> dict[str, Contents]:
    """Return what lies in each folder of the top, by paths from there."""
    found: dict[str, Contents] = {}
    for path, file in contents.files.items():
        folder, slash, inner = path.partition("/")
        if slash:
            found.setdefault(folder, Contents()).files[inner] = file
    for path in contents.other:
        folder, slash, inner = path.partition("/")
        if slash:
            found.setdefault(folder, Contents()).other.append(inner)
    return found


def original_of(name: str) -> str:
    """Return a file's own name, from the one that a platform gave it."""
    found = of_platform(name)
    return original_name(found["file"] or name) if found else name


def open_source(path: Path, exercises: list[Exercise]) -> Source:
    """Return what hand-ins are read from; raise WorkshopError when there is nothing to read."""
    inner = wanted_of(exercises)
    wanted: Wanted = lambda path: inner(original_of(path.rpartition("/")[2]))  # noqa: E731
    if path.is_dir():
        return FolderSource(path, wanted)
    if not path.is_file():
        raise WorkshopError(
            f"{path} does not exist; expected the folder or archive with the hand-ins."
        )
    if path.suffix == ".ipynb":
        contents = Contents()
        read_file(contents, path.name, path, wanted(path.name))
        return ArchiveSource(path.stem, contents, wanted)
    if not is_archive(path.name):
        raise WorkshopError(
            f"{path} is neither a folder nor an archive nor a notebook; expected one of them."
        )
    try:
        return open_archive(path, wanted)
    except Refused as reason:
        raise WorkshopError(str(reason)) from None


def open_archive(path: Path, wanted: Wanted) -> ArchiveSource:
    """Read an archive of a whole course; raise Refused for what cannot be read."""
    with readable(path, MAKE_READABLE), path.open("rb") as stream:
        contents = read_archive(
            path.name, stream, wanted, most_files=MOST_IN_A_COURSE, largest=LARGEST_COURSE
        )
    return ArchiveSource(path.name.partition(".")[0], contents, wanted)
