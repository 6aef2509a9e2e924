"""How hand-ins lie in what a platform hands out, and whose each of them is.

What the platforms write: Moodle's mod/assign/classes/downloader.php, Canvas's
lib/content_zipper.rb, and `gh classroom clone student-repos`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise

from .contents import Contents, is_packed, whose
from .hand_in import HandIn, hand_in, reader, without_suffix
from .roster import Claim, Roster
from .sources import CANVAS, MOODLE, ArchiveSource, Source

__all__ = ["LAYOUTS", "Layout", "hand_ins", "recognise"]

SEVERAL = 3  # folders side by side are people, rather than the folders of one

LAYOUTS = {
    "people": "a folder, an archive or a notebook for each person",
    "one": "the files of one person",
    "moodle": "Moodle's download of an assignment",
    "canvas": "Canvas's download of an assignment",
    "git": "a clone of a repository for each person",
    "exercises": "a folder for each exercise, with hand-ins in it",
}


@dataclass(frozen=True)
class Layout:
    """How hand-ins lie in `source`; `about` says it in words.

    `aside` fills with the names of what lies among them and is nobody's, as hand-ins are asked for.
    """

    name: str
    source: Source
    aside: list[str] = field(default_factory=list)

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
    if isinstance(source, ArchiveSource) and names == [f"{source.name}.ipynb"]:
        return "one"
    if own.intersection(names) and not is_crowd(source, set(folders) - slugs, own):
        return "one"
    for layout, pattern in (("moodle", MOODLE), ("canvas", CANVAS)):
        # A note that somebody laid there has no vote.
        loose = (name for name in names if name not in folders and not is_packed(name))
        silent = {name for name in loose if not pattern.match(name)}
        if most([name for name in names if name not in silent], pattern.match):
            return layout
    if most(folders, lambda name: source.has(f"{name}/.git")):
        return "git"
    if most(folders, lambda name: name in slugs):
        named = slugs.intersection(folders)
        inside = {name for folder in named for name in source.inner(folder).names()}
        return "one" if inside & own else "exercises"
    return "people"


def is_crowd(source: Source, folders: set[str], own: set[str]) -> bool:
    """Say whether folders are those of people, whatever file somebody laid beside them."""
    full = (one for one in folders if any(source.has(f"{one}/{file}") for file in own))
    return len(list(itertools.islice(full, SEVERAL))) == SEVERAL


def most(names: list[str], fits: Callable[[str], object]) -> bool:
    return bool(names) and 2 * len(list(filter(fits, names))) > len(names)


def hand_ins(layout: Layout, roster: Roster, exercises: list[Exercise]) -> Iterator[HandIn]:
    """Yield the hand-ins, in the order of their labels."""
    source = layout.source
    if layout.name == "one":
        yield HandIn(source.name, Claim(source.name), lambda: everything(source), [source.name])
    elif layout.name == "exercises":
        yield from by_exercise(layout, roster, exercises)
    elif layout.name in ("moodle", "canvas"):
        yield from by_platform(layout, MOODLE if layout.name == "moodle" else CANVAS)
    elif layout.name == "git":
        yield from clones(source, roster, exercises)
        yield from files_of_people(layout, roster, exercises)
    else:
        yield from folders_of_people(source)
        yield from files_of_people(layout, roster, exercises)


def everything(source: Source) -> Contents:
    together = Contents()
    for name in source.names():
        together.take(source.contents(name), f"{name}/" if source.is_folder(name) else "")
    return together


def folders_of_people(source: Source) -> Iterator[HandIn]:
    for name in filter(source.is_folder, source.names()):
        yield hand_in(source, name, name)


def files_of_people(layout: Layout, roster: Roster, exercises: list[Exercise]) -> Iterator[HandIn]:
    """Yield what lies there as a file: an archive, a notebook, files that say whose they are.

    Anything else is somebody's if it is called after somebody of the roster.
    """
    source = layout.source
    known = {Path(file).name for one in exercises for file in (*one.editable, *one.locked)}
    flat: dict[str, list[str]] = {}
    for name in source.names():
        stem = without_suffix(name)
        if source.is_folder(name):
            continue
        if owner := whose(name, known):
            flat.setdefault(owner, []).append(name)
        elif is_packed(name) or roster.find(Claim(stem)):
            yield hand_in(source, name, stem)
        else:
            layout.aside.append(name)
    for owner, names in flat.items():
        own = {name: name[len(owner) :].lstrip("-_. ") for name in names}
        yield HandIn(owner, Claim(owner), reader(source, own), names)


def by_exercise(layout: Layout, roster: Roster, exercises: list[Exercise]) -> Iterator[HandIn]:
    source, slugs = layout.source, {one.slug for one in exercises}
    for name in source.names():
        if name not in slugs or not source.is_folder(name):
            layout.aside.append(name)
            continue
        inner = recognise(source.inner(name), exercises)
        for one in hand_ins(inner, roster, exercises):
            one.exercise = name
            yield one
        layout.aside.extend(f"{name}/{more}" for more in inner.aside)


def by_platform(layout: Layout, pattern: re.Pattern[str]) -> Iterator[HandIn]:
    """Put together what belongs to one person.

    A platform writes an entry for each file or plugin.
    """
    source = layout.source
    found: dict[str, HandIn] = {}
    own: dict[str, dict[str, str]] = {}  # by ticket, the name of each entry before the platform's
    for name in source.names():
        match = pattern.match(name)
        if match is None:
            if source.is_folder(name):
                yield hand_in(source, name, name)
            elif is_packed(name):
                yield hand_in(source, name, without_suffix(name))
            else:
                layout.aside.append(name)
            continue
        parts = match.groupdict()
        ticket = parts.get("participant") or parts.get("user") or ""
        one = found.setdefault(ticket, platform_hand_in(parts, ticket))
        one.sources.append(name)
        one.late = one.late or bool(parts.get("late"))
        own.setdefault(ticket, {})[name] = parts["file"]
    for ticket, one in found.items():
        one.read = reader(source, own[ticket])
        yield one


def platform_hand_in(parts: dict[str, str], ticket: str) -> HandIn:
    if "participant" in parts:
        blind = parts["name"] == "Participant"
        label = f"{parts['name']} {ticket}" if blind else parts["name"]
        return HandIn(label, Claim(name=label), Contents, ticket=f"moodle:{ticket}")
    claim = Claim(id=ticket, squeezed=parts["name"])
    return HandIn(parts["name"] or ticket, claim, Contents, ticket=f"canvas:{ticket}")


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
