"""How hand-ins lie in what a platform hands out, and whose each of them is.

What the platforms write: Moodle's mod/assign/classes/downloader.php, Canvas's
lib/content_zipper.rb, and `gh classroom clone student-repos`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise

from .contents import Contents, File, is_archive
from .roster import Claim, Roster
from .sources import CANVAS, MOODLE, ArchiveSource, Source

__all__ = ["LAYOUTS", "HandIn", "Layout", "hand_ins", "recognise"]

SEVERAL = 3  # folders side by side are people, rather than the folders of one

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

    `label` is what the layout calls the person, `ticket` what the platform wants to have back with
    the grade: moodle:4711, canvas:123.
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


def recognise(source: Source, exercises: list[Exercise], name: str | None = None) -> Layout:
    """Return the layout that most of what lies there fits, or the one that was named."""
    source = without_frame(source)
    return Layout(name or layout_of(source, exercises), source)


def without_frame(source: Source) -> Source:
    """Go into a folder around everything, unless it may be that of one person."""
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
    if any(name in own for name in names) or (
        isinstance(source, ArchiveSource) and names == [f"{source.name}.ipynb"]
    ):
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
    into.refused += more.refused
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
    """Put together what belongs to one person.

    A platform writes an entry for each file or plugin.
    """
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
    return Contents(files, contents.remarks, contents.other, contents.refused)


def clones(source: Source, roster: Roster, exercises: list[Exercise]) -> Iterator[HandIn]:
    """Yield a hand-in for each clone.

    Its folder is called ASSIGNMENT-LOGIN, and either may hold a `-`.
    """
    names = [name for name in source.names() if source.is_folder(name)]
    common = beginning(names) if len(names) > 1 else ""
    for name in names:
        slug = next((f"{one.slug}-" for one in exercises if name.startswith(f"{one.slug}-")), "")
        login = roster.login_that_ends(name) or name.removeprefix(common or slug) or name
        yield hand_in(source, name, login, Claim(login, login=login))


def beginning(names: list[str]) -> str:
    """Return what all names begin with, up to a `-`."""
    first, last = min(names), max(names)
    same = next(
        (n for n, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]),
        len(first),
    )
    return first[: first[:same].rfind("-") + 1]
