"""How hand-ins lie in what a platform hands out: by folders, archives, names of files."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise

from ..hand_ins.contents import Refused
from ..hand_ins.file_names import is_archive, is_packed, whose
from ..hand_ins.gradescope import METADATA
from ..hand_ins.hand_in import without_suffix
from ..hand_ins.mails import is_mail
from ..hand_ins.platform_names import PLATFORMS, is_of_one_person, of_platform
from ..hand_ins.sources import ArchiveSource, Source
from ..roster.roster import Claim, Roster

__all__ = ["LAYOUTS", "Layout", "course_of_exercise", "group_within", "recognise"]

HANDED_OUT = (*PLATFORMS, "gradescope")  # by a platform, for each person

SEVERAL = 3  # folders side by side are people, rather than the folders of one

# What people call parts of their own work, though somebody may have such an id or login.
PARTS = {
    *"123456789", "src", "lib", "code", "work", "final", "old", "new", "test", "tests", "doc",
    "docs", "c", "python", "py", "data", "build", "include", "bin",
}  # fmt: skip
GROUPS = 3  # folders around the hand-ins of groups, as of days, rooms and teams

LAYOUTS = {
    "people": "a folder, an archive or a notebook for each person",
    "one": "the files of one person",
    "moodle": "Moodle's download of an assignment",
    "canvas": "Canvas's download of an assignment",
    "blackboard": "Blackboard's download of an assignment",
    "brightspace": "Brightspace's download of an assignment",
    "gradescope": "Gradescope's export of submissions",
    "git": "a clone of a repository for each person",
    "exercises": "a folder or archive for each exercise, with hand-ins in it",
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


def recognise(
    source: Source,
    exercises: list[Exercise],
    name: str | None = None,
    roster: Roster | None = None,
) -> Layout:
    """Return the layout that most of what lies there fits, or the one that was named."""
    source, aside = without_frame(source, exercises, roster or Roster())
    return Layout(name or layout_of(source, exercises), source, aside)


def without_frame(
    source: Source, exercises: list[Exercise], roster: Roster
) -> tuple[Source, list[str]]:
    """Go into a folder around everything, unless it may be that of one person.

    Return what lies beside it, too.
    """
    names = source.names()
    folders = list(filter(source.is_folder, names))
    beside = [name for name in names if name not in folders]
    own = own_files(exercises)
    if len(folders) != 1 or any(is_somebodys(name, own, roster) for name in beside):
        return source, []
    frame = folders[0]
    if is_of_one_person(frame) or roster.find(Claim(frame)):
        return source, []
    inner = source.inner(frame)
    innermost, aside = without_frame(inner, exercises, roster)
    is_frame = innermost is not inner or frame == source.name
    if is_frame or holds_several(inner, exercises, roster):
        return innermost, [*beside, *(f"{frame}/{name}" for name in aside)]
    return source, []


def is_somebodys(name: str, own: set[str], roster: Roster) -> bool:
    """Say whether a file may be the hand-in of somebody, or a part of it."""
    named = is_packed(name) or name in own or whose(name, own) or of_platform(name)
    return bool(named or roster.find(Claim(without_suffix(name))))


def holds_several(source: Source, exercises: list[Exercise], roster: Roster) -> bool:
    """Say whether the hand-ins of several people lie in a folder, rather than one person's work."""
    inside = source.names()
    folders = list(filter(source.is_folder, inside))
    packed = [name for name in inside if is_packed(name) and name not in folders]
    own = own_files(exercises)
    people = {without_suffix(name) for name in packed if not exercise_named(name, exercises)}
    people |= {whose(name, own) for name in inside if name not in [*folders, *packed]}
    return (
        METADATA in inside
        or any(roster.find(Claim(name)) for name in (*folders, *people))
        or most(inside, of_platform)
        or (len(folders) > 1 and most(folders, lambda name: source.has(f"{name}/.git")))
        or len(folders) >= SEVERAL
        or (len(people - {""}) >= SEVERAL and not own.intersection(inside))
    )


def layout_of(source: Source, exercises: list[Exercise]) -> str:
    names = source.names()
    own = own_files(exercises)
    slugs = {one.slug for one in exercises}
    folders = [name for name in names if source.is_folder(name)]
    if METADATA in names:
        return "gradescope"
    if isinstance(source, ArchiveSource) and names == [f"{source.name}.ipynb"]:
        return "one"
    if own.intersection(names) and not is_crowd(source, set(folders) - slugs, own):
        return "one"
    for layout, pattern in PLATFORMS.items():
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
    packed = [name for name in names if is_archive(name) and exercise_named(name, exercises)]
    looked_into = packed[:SEVERAL] if most(names, packed.__contains__) else []
    if any(course_of_exercise(source, name, exercises) for name in looked_into):
        return "exercises"
    return "people"


def exercise_named(name: str, exercises: list[Exercise]) -> str:
    """Return the one exercise that something packed is called after, as C-fibonacci-17.zip."""
    if not is_packed(name):
        return ""
    words = re.split(r"[\W_]+", without_suffix(name).casefold())
    named = [one.slug for one in exercises if one.slug in words]
    return named[0] if len(named) == 1 else ""


def course_of_exercise(
    source: Source, name: str, exercises: list[Exercise]
) -> tuple[str, Layout] | None:
    """Return the exercise that a folder or archive is called after, and how hand-ins lie in it.

    Return None for any other name, for an archive without hand-ins of several people, and for one
    that cannot be read.
    """
    if source.is_folder(name):
        named = name in {one.slug for one in exercises}
        return (name, recognise(source.inner(name), exercises)) if named else None
    if is_archive(name) and (slug := exercise_named(name, exercises)):
        try:
            inside = recognise(source.inner(name), exercises)
        except (WorkshopError, Refused):  # whoever it belongs to, a row will say why
            return None
        if is_of_several(inside, exercises):
            return slug, inside
    return None


def is_of_several(layout: Layout, exercises: list[Exercise]) -> bool:
    """Say whether hand-ins are of two people at least, rather than one person's folders."""
    if layout.name != "people":
        return layout.name in (*HANDED_OUT, "git")
    source, own = layout.source, own_files(exercises)
    packed = [name for name in source.names() if is_packed(name)]
    folders = set(filter(source.is_folder, source.names()))
    return len(packed) >= 2 or is_crowd(source, folders, own, 2)


def group_within(
    source: Source, name: str, roster: Roster, exercises: list[Exercise], levels: int = GROUPS
) -> Layout | None:
    """Return how hand-ins lie in the folder or archive of a group, as in Group A/anna.zip.

    None where it may be one person's, who may call folders and archives anything: a platform, or
    the roster, has to know half of what lies in it at least, or of the groups that are in it.
    """
    is_folder = source.is_folder(name)
    if not (is_folder or is_mail(name) or (is_archive(name) and roster.people)):
        return None
    if of_platform(name) or roster.find(Claim(name if is_folder else without_suffix(name))):
        return None
    try:
        inside = recognise(source.inner(name), exercises, roster=roster)
    except (WorkshopError, Refused):  # a row will say why
        return None
    if inside.name in HANDED_OUT or is_mail(name):  # which say whose each is
        return inside

    def known(said: str) -> object:
        deeper = levels > 1 and roster.people and said in inside.source.names()
        return roster.knows(said) or (
            deeper and group_within(inside.source, said, roster, exercises, levels - 1)
        )

    said = {*said_in(inside.source, exercises)} - PARTS
    return inside if said and 2 * len([*filter(known, said)]) >= len(said) else None


def said_in(source: Source, exercises: list[Exercise]) -> Iterator[str]:
    """Yield whose each thing in a folder says that it is; nothing for a note, or an exercise."""
    own, slugs = own_files(exercises), {one.slug for one in exercises}
    for name in source.names():
        if source.is_folder(name):
            yield from {name} - slugs
        elif is_packed(name):
            yield without_suffix(name)
        elif owner := whose(name, own):
            yield owner


def own_files(exercises: list[Exercise]) -> set[str]:
    return {Path(file).name for one in exercises for file in one.editable}


def is_crowd(source: Source, folders: set[str], own: set[str], least: int = SEVERAL) -> bool:
    """Say whether folders are those of people, whatever file somebody laid beside them."""
    full = (one for one in folders if any(source.has(f"{one}/{file}") for file in own))
    return len(list(itertools.islice(full, least))) == least


def most(names: list[str], fits: Callable[[str], object]) -> bool:
    return bool(names) and 2 * len(list(filter(fits, names))) > len(names)
