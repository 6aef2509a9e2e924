"""Files that are nearly called as an exercise has it: Fibonacci.c, libm abi.py, pi_final.c."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.grading.submission import is_nearly, letters

from ..hand_ins.contents import Contents
from ..hand_ins.file_names import same_name
from .folders import COMMON, join

__all__ = ["misnamed", "misnamed_anywhere"]

COMMON_NAMES = {*map(same_name, COMMON)}
MOST = 6  # of them are told where nothing else is there


def misnamed(exercise: Exercise, contents: Contents, folder: str) -> Iterator[str]:
    """Yield a sentence for each file that lacks in a folder and is there by nearly its name.

    It may lie further down: people unpack twice, or lay what they hand in into one more folder.
    """
    ours = {Path(name).name for name in (*exercise.editable, *exercise.locked)}
    others = [(path, *split(path)) for path in contents.paths if Path(path).name not in ours]
    for wanted in exercise.editable:
        whole, (inside, name) = join(folder, wanted), split(wanted)
        if whole in contents.files:
            continue
        above, top = split(whole)[0], same_name(folder)
        near = [
            (there != above, letters(called) != letters(name), path)
            for path, there, called in others
            if is_nearly(called, name)
            and (there == above or (name not in COMMON_NAMES and is_below(there, top, inside)))
        ]
        if near:
            path = min(near)[-1]
            yield f"{path} was not taken for {wanted}: {reason(path, whole)}"


def is_below(there: str, top: str, inside: str) -> bool:
    is_under = not top or f"{there}/".startswith(f"{top}/")
    return is_under and (not inside or f"/{there}".endswith(f"/{inside}"))


def misnamed_anywhere(exercises: list[Exercise], contents: Contents) -> list[str]:
    """Return the same of a hand-in that holds no file of any exercise."""
    told = (one for exercise in exercises for one in misnamed(exercise, contents, ""))
    return list(dict.fromkeys(told))[:MOST]


def reason(path: str, whole: str) -> str:
    if same_name(split(path)[1]) == same_name(split(whole)[1]):
        return "letters are large there that should be small, or the other way."
    return "it has to be called so, letter by letter."


def split(path: str) -> tuple[str, str]:
    above, _, name = path.rpartition("/")
    return same_name(above), name
