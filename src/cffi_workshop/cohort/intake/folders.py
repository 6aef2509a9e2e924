"""Which folder of a hand-in is meant for an exercise."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.metadata import all_exercises

from ..hand_ins.contents import Contents
from ..hand_ins.file_names import same_name

__all__ = ["COMMON", "folders_of", "is_meant", "join", "newest", "rank"]

# Files that any project may have: they do not say which exercise they belong to.
COMMON = ("Makefile", "setup.py", "pyproject.toml", "MANIFEST.in", "CMakeLists.txt", "meson.build")
OURS_BESIDE, OURS = "exercises", ("solutions", "demo", "tests")  # as they lie in a clone


def folders_of(contents: Contents) -> list[str]:
    """Return each folder that something lies in or below, the top as an empty name.

    What a clone of the workshop has beside its exercises is nobody's answer.
    """
    folders = {""}
    for path in contents.files:
        parts = path.split("/")[:-1]
        folders |= {"/".join(parts[: count + 1]) for count in range(len(parts))}
    clones = [above for above in folders if join(above, OURS_BESIDE) in folders]
    ours = [f"{join(above, name)}/" for above in clones for name in OURS]
    return sorted(one for one in folders if not f"{one}/".startswith(tuple(ours)))


def is_meant(exercise: Exercise, contents: Contents, folder: str, alone: bool) -> bool:
    """Say whether what lies in a folder can be meant for the exercise."""
    names = present(exercise, contents, folder)
    if not names:
        return False
    named = same_name(folder.rpartition("/")[2])
    if named == exercise.slug or alone:
        return True
    others = kin_of(exercise)
    if any(named == other.slug or is_of(other, exercise, contents, folder) for other in others):
        return False
    return any(Path(name).name not in COMMON for name in names)


@cache
def kin_of(exercise: Exercise) -> list[Exercise]:
    """Return the exercises that share files with this one, as one that goes on with another."""
    others = (other for other in all_exercises(exercise.root) if other.slug != exercise.slug)
    own = {name for name in exercise.editable if Path(name).name not in COMMON}
    return [other for other in others if own & set(other.editable)]


def is_of(other: Exercise, exercise: Exercise, contents: Contents, folder: str) -> bool:
    """Say whether a folder fits another exercise better, by the files that only one of them has."""
    ours = set(exercise.editable) - {*other.editable, *other.locked}
    theirs = set(other.editable) - {*exercise.editable, *exercise.locked}
    if ours:
        return not any(join(folder, name) in contents.files for name in ours)
    return any(join(folder, name) in contents.files for name in theirs)


def present(exercise: Exercise, contents: Contents, folder: str) -> list[str]:
    return [name for name in exercise.editable if join(folder, name) in contents.files]


def join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def rank(
    exercise: Exercise, contents: Contents, folder: str
) -> tuple[int, bool, float, int, list[int], int]:
    """Put the most files first, then the exercise's name, then the newest.

    Of those as old as each other, the top, then what has the larger number, as Version 2.
    """
    names = present(exercise, contents, folder)
    return (
        len(names),
        same_name(folder.rpartition("/")[2]) == exercise.slug,
        newest(exercise, contents, folder) or 0.0,
        -len(folder.split("/")) if folder else 0,
        [int(number) for number in re.findall(r"\d{1,9}", folder)],
        -len(folder),
    )


def newest(exercise: Exercise, contents: Contents, folder: str) -> float | None:
    times = [
        contents.files[join(folder, name)].changed for name in present(exercise, contents, folder)
    ]
    return max((time for time in times if time is not None), default=None)
