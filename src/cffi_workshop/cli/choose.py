"""Which exercise a command is about."""

from __future__ import annotations

from pathlib import Path

import click

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.metadata import load_exercise

__all__ = ["all_done", "chosen", "name_argument", "named"]

name_argument = click.argument("name", required=False)


def chosen(root: Path, name: str | None) -> Exercise | None:
    """Return the exercise of that name, or the next one; exercises/NAME/ is a name as well."""
    if name is None:
        from cffi_workshop.learner import progress

        return progress.next_exercise(root)
    return named(root, name)


def named(root: Path, name: str) -> Exercise:
    """Return the exercise that a person names, by its folder too: exercises/NAME/."""
    return load_exercise(root, name.rstrip("/").removeprefix("./").removeprefix("exercises/"))


def all_done(exercises: list[Exercise]) -> str:
    if not exercises:
        return "There are no exercises yet."
    return "All exercises are done. `workshop solution NAME` shows how we did them."
