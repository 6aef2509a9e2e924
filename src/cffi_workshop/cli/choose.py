"""Which exercise a command is about."""

from __future__ import annotations

import os
from pathlib import Path

import click

from cffi_workshop.exercises.checkout import working_directory
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.metadata import load_exercise, slugs_in

__all__ = ["all_done", "chosen", "name_argument", "named"]

name_argument = click.argument("name", required=False)


def chosen(root: Path, name: str | None, path: str | None = None) -> Exercise | None:
    """Return the exercise of that name, or of the folder `path`, or the next one.

    exercises/NAME/ is a name as well. Without either, the folder that a person stands in says it.
    """
    if name is None:
        name = slug_of(root, Path(path)) if path is not None else stood_in(root)
    if name is None:
        from cffi_workshop.learner import progress

        return progress.next_exercise(root)
    return named(root, name)


def slug_of(root: Path, path: Path) -> str | None:
    """Return the exercise that a folder is named after, or that it lies in, if there is one.

    What the workshop lies in says nothing: on many a small computer that is /home/pi.
    """
    known = slugs_in(root)
    home = Path(os.path.expanduser("~")).resolve()  # noqa: PTH111  there may be none
    around = {root.resolve(), *root.resolve().parents, home, *home.parents}
    folders = [path.resolve(), *path.resolve().parents]
    return next((one.name for one in folders if one.name in known and one not in around), None)


def stood_in(root: Path, path: str = "") -> str | None:
    """Return the exercise in whose folder, of those below exercises/, somebody gives a command.

    Or, of a path from there, in whose folder it lies.
    """
    here = Path(os.path.normpath(working_directory() / path))
    exercises = (root / "exercises").resolve()
    below = here.relative_to(exercises).parts if here.is_relative_to(exercises) else ()
    return below[0] if below and below[0] in slugs_in(root) else None


def named(root: Path, name: str) -> Exercise:
    """Return the exercise that a person names, or a folder or file of it: exercises/NAME/."""
    said = name.strip().rstrip("/").removeprefix("./").removeprefix("exercises/")
    if said not in slugs_in(root):
        said = stood_in(root, name) or stood_in(root, str(root / "exercises" / said)) or said
    return load_exercise(root, said)


def all_done(exercises: list[Exercise]) -> str:
    if not exercises:
        return "There are no exercises yet."
    return "All exercises are done. `workshop solution NAME` shows how we did them."
