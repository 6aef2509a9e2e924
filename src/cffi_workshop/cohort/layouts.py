"""How hand-ins lie in what a platform hands out, and whose each of them is.

What the platforms write: Moodle's mod/assign/classes/downloader.php, Canvas's lib/content_zipper.rb, and
`gh classroom clone student-repos`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from .archives import LARGEST_COURSE, expand, read_archive
from .contents import (
    Contents,
    File,
    Refused,
    Wanted,
    is_archive,
    is_theirs,
    original_name,
    read_file,
    read_folder,
    shown,
    wanted_of,
)
from .roster import Claim, Roster

__all__ = ["LAYOUTS", "HandIn", "Layout", "hand_ins", "open_source", "recognise"]

SEVERAL = 3  # folders side by side are people, rather than the folders of one
MOST_IN_A_COURSE = 2_000_000  # files of an archive that holds a whole course

MOODLE = re.compile(
    r"^(?P<name>.+)_(?P<participant>\d+)_assignsubmission_(?P<plugin>file|onlinetext)(?:_(?P<file>.*))?$", re.DOTALL
)
CANVAS = re.compile(
    r"^(?P<name>\w*?)_?(?:(?P<late>LATE)_)?(?P<user>\d+|anon_\w+?)_(?P<attachment>\d+)_(?P<file>.+)$", re.DOTALL
)

LAYOUTS = {
    "people": "a folder, an archive or a notebook for each person",
    "one": "the files of one person",
    "moodle": "Moodle's download of an assignment",
    "canvas": "Canvas's download of an assignment",
    "git": "a clone of a repository for each person",
    "exercises": "a folder for each exercise, with hand-ins in it",
}


@dataclass
class HandIn:
    """What one person handed in; `read` gives the files, and may raise Refused.

    `label` is what the layout calls the person, `ticket` what the platform wants to have back with the grade:
    moodle:4711, canvas:123.
    """

    label: str
    claim: Claim
    read: Callable[[], Contents]
    sources: list[str] = field(default_factory=list)
    late: bool = False
    ticket: str = ""
    exercise: str | None = None  # where the layout says it


@dataclass(frozen=True)
class Layout:
    """How hand-ins lie in `source`; `about` says it in words."""

    name: str
    source: Source

    @property
    def about(self) -> str:
        return LAYOUTS[self.name]


class Source(Protocol):
    """A folder, or an archive of one."""

    name: str

    def names(self) -> list[str]:
        """Return what lies in it."""

    def is_folder(self, name: str) -> bool: ...

    def has(self, path: str) -> bool: ...

    def contents(self, name: str) -> Contents:
        """Return the files of one of the names, archives expanded."""

    def inner(self, name: str) -> Source: ...


class FolderSource:
    """Hand-ins in a folder: read when they are asked for."""

    def __init__(self, folder: Path, wanted: Wanted) -> None:
        self.folder, self.wanted, self.name = folder, wanted, folder.resolve().name
        self._paths = {shown(name): name for name in sorted(os.listdir(folder)) if is_theirs(name)}

    def names(self) -> list[str]:
        return list(self._paths)

    def is_folder(self, name: str) -> bool:
        path = self.folder / self._paths[name]
        return path.is_dir() and not path.is_symlink()

    def has(self, path: str) -> bool:
        return (self.folder / path).exists()

    def contents(self, name: str) -> Contents:
        path = self.folder / self._paths[name]
        if path.is_symlink():
            raise Refused(f"{name} is a link; links are not followed.")
        if path.is_dir():
            return expand(read_folder(path, self.wanted), self.wanted)
        contents = Contents()
        if limit := self.wanted(original_of(name)):
            read_file(contents, name, path, limit)
        return expand(contents, self.wanted)

    def inner(self, name: str) -> FolderSource:
        return FolderSource(self.folder / self._paths[name], self.wanted)


class ArchiveSource:
    """Hand-ins in an archive: all of them are in memory."""

    def __init__(self, name: str, contents: Contents, wanted: Wanted) -> None:
        self.name, self._all, self.wanted = name, contents, wanted

    def names(self) -> list[str]:
        return sorted({path.split("/")[0] for path in [*self._all.files, *self._all.other]})

    def is_folder(self, name: str) -> bool:
        return name not in self._all.files and name not in self._all.other

    def has(self, path: str) -> bool:
        return path in self._all.files

    def contents(self, name: str) -> Contents:
        if name in self._all.files:
            return expand(Contents({name: self._all.files[name]}), self.wanted)
        contents = self._all.below(name)
        contents.remarks = [remark for remark in contents.remarks if f"{name}/" in remark]
        return expand(contents, self.wanted)

    def inner(self, name: str) -> ArchiveSource:
        return ArchiveSource(name, self._all.below(name), self.wanted)


def original_of(name: str) -> str:
    """Return a file's own name, from the one that a platform gave it."""
    found = MOODLE.match(name) or CANVAS.match(name)
    return original_name(found["file"] or name) if found else name


def open_source(path: Path, exercises: list[Exercise]) -> Source:
    """Return what hand-ins are read from; raise WorkshopError when there is nothing to read."""
    inner = wanted_of(exercises)
    wanted: Wanted = lambda path: inner(original_of(path.rpartition("/")[2]))  # noqa: E731
    if path.is_dir():
        return FolderSource(path, wanted)
    if not path.is_file():
        raise WorkshopError(f"{path} does not exist; expected the folder or archive with the hand-ins.")
    if path.suffix == ".ipynb":
        contents = Contents()
        read_file(contents, path.name, path, wanted(path.name))
        return ArchiveSource(path.stem, contents, wanted)
    if not is_archive(path.name):
        raise WorkshopError(f"{path} is neither a folder nor an archive nor a notebook; expected one of them.")
    try:
        with path.open("rb") as stream:
            contents = read_archive(
                path.name, stream, wanted, most_files=MOST_IN_A_COURSE, largest=LARGEST_COURSE
            )
    except Refused as reason:
        raise WorkshopError(str(reason)) from None
    return ArchiveSource(path.name.partition(".")[0], contents, wanted)


def recognise(source: Source, exercises: list[Exercise], name: str | None = None) -> Layout:
    """Return the layout that most of what lies there fits, or the one that was named."""
    source = without_frame(source)
    return Layout(name or layout_of(source, exercises), source)


def without_frame(source: Source) -> Source:
    """Go into the one folder that is around everything, unless it may be the folder of one person."""
    names = source.names()
    if len(names) != 1 or not source.is_folder(names[0]) or MOODLE.match(names[0]):
        return source
    inner = source.inner(names[0])
    inside = inner.names()
    platform = most(inside, lambda name: bool(MOODLE.match(name) or CANVAS.match(name)))
    several = sum(map(inner.is_folder, inside)) >= SEVERAL
    return inner if names[0] == source.name or platform or several else source


def layout_of(source: Source, exercises: list[Exercise]) -> str:
    names = source.names()
    own = {Path(file).name for one in exercises for file in one.editable}
    slugs = {one.slug for one in exercises}
    folders = [name for name in names if source.is_folder(name)]
    if any(name in own for name in names) or isinstance(source, ArchiveSource) and names == [f"{source.name}.ipynb"]:
        return "one"
    if most(names, lambda name: bool(MOODLE.match(name))):
        return "moodle"
    if most(names, lambda name: bool(CANVAS.match(name))):
        return "canvas"
    if most(folders, lambda name: source.has(f"{name}/.git")):
        return "git"
    if folders and set(folders) <= slugs:
        inside = {name for folder in folders for name in source.inner(folder).names()}
        return "one" if inside & own else "exercises"
    return "people"


def most(names: list[str], fits: Callable[[str], bool]) -> bool:
    return bool(names) and 2 * sum(map(fits, names)) > len(names)


def hand_ins(layout: Layout, roster: Roster, exercises: list[Exercise]) -> Iterator[HandIn]:
    """Yield the hand-ins, in the order of their labels."""
    source = layout.source
    if layout.name == "one":
        yield HandIn(source.name, Claim(source.name), lambda: everything(source), [source.name])
    elif layout.name == "exercises":
        yield from by_exercise(source, roster, exercises)
    elif layout.name in ("moodle", "canvas"):
        yield from by_platform(source, MOODLE if layout.name == "moodle" else CANVAS)
    elif layout.name == "git":
        yield from clones(source, roster, exercises)
    else:
        yield from people(source)


def everything(source: Source) -> Contents:
    together = Contents()
    for name in source.names():
        merge(together, source.contents(name), f"{name}/" if source.is_folder(name) else "")
    return together


def merge(into: Contents, more: Contents, above: str = "") -> None:
    for path, file in more.files.items():
        into.add(f"{above}{path}", file)
    into.remarks += more.remarks
    into.other += [f"{above}{path}" for path in more.other]


def people(source: Source) -> Iterator[HandIn]:
    for name in source.names():
        if source.is_folder(name):
            yield hand_in(source, name, name)
        elif is_archive(name) or name.endswith(".ipynb"):
            yield hand_in(source, name, re.sub(r"(\.tar)?\.\w+$", "", name))


def hand_in(source: Source, name: str, label: str, claim: Claim | None = None) -> HandIn:
    return HandIn(label, claim or Claim(label), lambda: source.contents(name), [name])


def by_exercise(source: Source, roster: Roster, exercises: list[Exercise]) -> Iterator[HandIn]:
    for name in filter(source.is_folder, source.names()):
        layout = recognise(source.inner(name), exercises)
        for one in hand_ins(layout, roster, exercises):
            one.exercise = name
            yield one


def by_platform(source: Source, pattern: re.Pattern[str]) -> Iterator[HandIn]:
    """Put together what belongs to one person: a platform writes an entry for each file or plugin."""
    found: dict[str, HandIn] = {}
    for name in source.names():
        match = pattern.match(name)
        if match is None:
            yield hand_in(source, name, name)
            continue
        parts = match.groupdict()
        ticket = parts.get("participant") or parts.get("user") or ""
        one = found.setdefault(ticket, platform_hand_in(parts, ticket))
        one.sources.append(name)
        one.late = one.late or bool(parts.get("late"))
        one.read = reader(source, list(one.sources), pattern)
    yield from found.values()


def platform_hand_in(parts: dict[str, str], ticket: str) -> HandIn:
    if "participant" in parts:
        blind = parts["name"] == "Participant"
        label = f"{parts['name']} {ticket}" if blind else parts["name"]
        return HandIn(label, Claim(name=label), Contents, ticket=f"moodle:{ticket}")
    claim = Claim(id=ticket, squeezed=parts["name"])
    return HandIn(parts["name"] or ticket, claim, Contents, ticket=f"canvas:{ticket}")


def reader(source: Source, names: list[str], pattern: re.Pattern[str]) -> Callable[[], Contents]:
    def read() -> Contents:
        together = Contents()
        for name in names:
            contents = source.contents(name)
            if not source.is_folder(name):
                match = pattern.match(name)
                contents = renamed(contents, name, match["file"] if match else name)
            merge(together, contents)
        return together

    return read


def renamed(contents: Contents, name: str, own: str) -> Contents:
    """Give a file, or the folder that an archive became, the name that it was handed in by."""
    files: dict[str, File] = {}
    for path, file in contents.files.items():
        files[own if path == name else path] = file
    return Contents(files, contents.remarks, contents.other)


def clones(source: Source, roster: Roster, exercises: list[Exercise]) -> Iterator[HandIn]:
    """Yield a hand-in for each clone; its folder is called ASSIGNMENT-LOGIN, and either may hold a `-`."""
    names = [name for name in source.names() if source.is_folder(name)]
    common = os.path.commonprefix(names) if len(names) > 1 else ""
    common = common[: common.rfind("-") + 1]
    for name in names:
        slug = next((f"{one.slug}-" for one in exercises if name.startswith(f"{one.slug}-")), "")
        login = roster.login_that_ends(name) or name.removeprefix(common or slug) or name
        yield hand_in(source, name, login, Claim(login, login=login))
