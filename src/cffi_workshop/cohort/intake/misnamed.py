"""Files that are nearly called as an exercise has it: Fibonacci.c, libm abi.py, libm_abi.py.txt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cffi_workshop.exercises.exercise import Exercise

from ..hand_ins.contents import Contents
from ..hand_ins.file_names import same_name
from .folders import join

__all__ = ["misnamed", "misnamed_anywhere"]

MOST = 6  # of them are told where nothing else is there


def misnamed(exercise: Exercise, contents: Contents, folder: str) -> Iterator[str]:
    """Yield a sentence for each file that lacks in a folder and is there by nearly its name."""
    there = {
        (above, letters(name)): path for path in contents.paths for above, name in [split(path)]
    }
    for wanted in exercise.editable:
        whole = join(folder, wanted)
        above, name = split(whole)
        if whole not in contents.files and (path := there.get((above, letters(name)))):
            yield f"{path} was not taken for {wanted}: {reason(path, whole)}"


def misnamed_anywhere(exercises: list[Exercise], contents: Contents) -> list[str]:
    """Return the same of a hand-in that holds no file of any exercise."""
    folders = sorted({split(path)[0] for path in contents.paths})
    told = (one for exercise in exercises for one in all_of(exercise, contents, folders))
    return list(dict.fromkeys(told))[:MOST]


def all_of(exercise: Exercise, contents: Contents, folders: list[str]) -> Iterator[str]:
    for folder in folders:
        yield from misnamed(exercise, contents, folder)


def reason(path: str, whole: str) -> str:
    if same_name(path) == same_name(whole):
        return "letters are large there that should be small, or the other way."
    return "it has to be called so, letter by letter."


def split(path: str) -> tuple[str, str]:
    above, _, name = path.rpartition("/")
    return same_name(above), name


def letters(name: str) -> str:
    """Return the letters and digits of a name; an editor may have put `.txt` behind it."""
    return re.sub(r"[\W_]", "", same_name(name).removesuffix(".txt"))
