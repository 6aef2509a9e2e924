"""`workshop watch`: a check at each save."""

from __future__ import annotations

import sys

import click

from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.metadata import all_exercises

from .choose import all_done, chosen, name_argument

__all__ = ["watch"]


@click.command()
@name_argument
@click.option("--poll", is_flag=True, help="Look at the files, rather than wait to be told.")
def watch(name: str | None, poll: bool) -> None:
    """Check at each save, and move on when done.

    Keys: h the next hint, l the list, r reset, Enter check again, q quit. Exit status: 0 after q or
    when all exercises are done, 130 after Ctrl-C.
    """
    from cffi_workshop.learner import progress
    from cffi_workshop.watch import watch as watch_exercises

    root = find_root()
    exercise = chosen(root, name)
    if exercise is None:
        click.echo(all_done(all_exercises(root)))
        return
    status = watch_exercises(
        all_exercises(root),
        exercise,
        lambda: progress.next_exercise(root),
        stay=name is not None,
        poll=poll,
    )
    sys.exit(status)
