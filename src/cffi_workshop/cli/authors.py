"""What authors of exercises ask for: a new one, and which rule one of theirs does not keep."""

from __future__ import annotations

import sys

import click

from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.metadata import all_exercises, load_exercise
from cffi_workshop.files import shown_path

__all__ = ["new", "rules"]

NEXT = """
It works as it is. Make it your own, a file at a time:
  workshop check {name} --path solutions/{name}    the solution scores full
  workshop answers check {name}                    each collected answer gets its verdict
  workshop stubs {name}                            exercises/{name} from solutions/{name}
  workshop notebooks {name}                        both notebooks
  workshop rules {name}                            what still has to be done"""


@click.command()
@click.argument("name")
@click.option(
    "--episode", help="The episode that teaches it, by its slug; the last one if not given."
)
def new(name: str, episode: str | None) -> None:
    """Authors: a new exercise that works, with every file it needs, to be made your own."""
    from cffi_workshop.authoring.new_exercise import new_exercise

    root = find_root()
    for path in new_exercise(root, name, episode):
        click.echo(f"wrote {shown_path(path, root)}")
    click.echo(NEXT.format(name=name))


@click.command()
@click.argument("names", nargs=-1)
def rules(names: tuple[str, ...]) -> None:
    """Authors: which rules the exercises do not keep, a sentence each.

    Exit status: 0 all are kept, 1 some are not.
    """
    from cffi_workshop.authoring.rules import broken_rules

    root = find_root()
    exercises = [load_exercise(root, name) for name in names] or all_exercises(root)
    broken = [sentence for exercise in exercises for sentence in broken_rules(exercise)]
    for sentence in broken:
        click.echo(sentence)
    if not broken:
        click.echo(f"{', '.join(exercise.slug for exercise in exercises)}: every rule is kept.")
    sys.exit(1 if broken else 0)
