"""Names of a learner's own files beside a hand-in, for where the files themselves never arrive."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from cffi_workshop.exercises.exercise import KEPT_BACK, Exercise
from cffi_workshop.files import BUILD_PRODUCTS

__all__ = ["beside"]

PLAIN = re.compile(r"\w[\w.+-]{0,80}")
MOST = 8  # of them are told


def beside(
    exercise: Exercise, files: Mapping[str, bytes], names: Iterable[str]
) -> dict[str, bytes]:
    """Return an empty file for each name of which the files of a hand-in speak.

    So it can be said that pair.h lies there and is no file of the exercise. A name that nobody
    speaks of is left out: two hand-ins that differ in it are the same.
    """
    known = {name.split("/")[0] for name in (*exercise.handed_out, *KEPT_BACK)}
    words = {word for content in files.values() for word in re.split(rb"[^\w.+-]+", content)}
    own = {word.strip(b".").decode(errors="replace") for word in words}
    own |= {part for word in own for part in word.split(".")}  # helper of helper.area
    told = sorted(
        name
        for name in {*names} - known
        if PLAIN.fullmatch(name)
        and not name.endswith(BUILD_PRODUCTS)
        and {name, module_of(name)} & own
    )
    return dict.fromkeys(told[:MOST], b"")


def module_of(name: str) -> str:
    """Return what `import` says of a file: helper of helper.py; the name itself of any other."""
    path = PurePosixPath(name)
    return path.stem if path.suffix == ".py" else name
