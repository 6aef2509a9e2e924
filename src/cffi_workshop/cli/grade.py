"""`workshop grade`: from a folder of hand-ins to a gradebook."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.metadata import all_exercises, load_exercise

from .process import Group

__all__ = ["grade"]


# As cohort/intake/layouts.py has them, which takes long to import.
LAYOUTS = (
    "people", "one", "moodle", "canvas", "blackboard", "brightspace", "gradescope", "git",
    "exercises",
)  # fmt: skip


class WithoutCommand(Group):
    """A group whose first argument may be a folder: then it is `run` that is meant."""

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        if arguments[:1] not in ([name] for name in (*self.commands, "-h", "--help")):
            arguments = ["run", *arguments]
        return super().parse_args(context, arguments)


into_option = click.option(
    "--into",
    type=click.Path(path_type=Path),
    default=Path("grades"),
    show_default=True,
    help="The folder of the book, and of all that comes out.",
)


@click.group(cls=WithoutCommand)
def grade() -> None:
    """Grade a course: `workshop grade HAND-INS --roster roster.csv`.

    HAND-INS is a folder or an archive, as your platform hands it out. See `workshop grade run
    --help`.
    """


@grade.command()
@click.argument("hand_ins", metavar="HAND-INS", type=click.Path(path_type=Path))
@click.option(
    "--exercise",
    "names",
    multiple=True,
    metavar="NAME",
    help="What was handed in; all that is found.",
)
@click.option(
    "--roster", type=click.Path(path_type=Path), help="Who is in the course: a table in CSV."
)
@into_option
@click.option(
    "--jobs",
    type=click.IntRange(1),
    help="How many at a time; as many as there are cores, and 2 in each task of Slurm.",
)
@click.option(
    "--layout",
    type=click.Choice(LAYOUTS),
    help="How hand-ins lie in HAND-INS; it is recognised.",
)
@click.option(
    "--sandbox",
    type=click.Choice(["bubblewrap", "limits"]),
    default="bubblewrap",
    show_default=True,
    help="How hand-ins are shut in; `limits` keeps them from nothing that you can read.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "slurm"]),
    default="local",
    show_default=True,
    help="Where: on this machine, or as an array job of Slurm.",
)
@click.option(
    "--exchange",
    type=click.Path(path_type=Path),
    help="The folder in which this command and the nodes of Slurm meet, in its `slurm`; --into.",
)
@click.option(
    "--policy", type=click.Path(path_type=Path), help="grading.toml; that of --into if it is there."
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    help="What is drawn follows from it; drawn once for a new book.",
)
@click.option(
    "--worksheet",
    "worksheets",
    multiple=True,
    metavar="[NAME=]FILE",
    help="What Moodle, Canvas, Brightspace or Blackboard exported, to be filled in.",
)
@click.option("--again", is_flag=True, help="Grade all again, and say whose grade would change.")
@click.option("--accept", is_flag=True, help="With --again: change the grades that would change.")
def run(**options) -> None:
    """Grade what HAND-INS holds, and what the book of --into lacks.

    The same command goes on where it was ended. Exit status: 0 all is graded, 2 something could not
    be.
    """
    from cffi_workshop.cohort.command import Request, grade_course

    root = find_root()
    slugs = tuple(load_exercise(root, name.rstrip("/")).slug for name in options.pop("names"))
    sys.exit(grade_course(root, all_exercises(root), slugs, Request(**options)))


@grade.command()
@click.argument("person")
@click.argument("exercise")
@click.option("--points", type=click.FloatRange(0), help="What PERSON gets, over every regrade.")
@click.option("--note", help="Why: it stands on the page of PERSON.")
@click.option("--undo", is_flag=True, help="Let the points of the checks count again.")
@into_option
def adjust(
    person: str, exercise: str, points: float | None, note: str | None, undo: bool, into: Path
) -> None:
    """Give PERSON points for EXERCISE by hand, with a reason. Who did it, and when, is kept."""
    from cffi_workshop.cohort.by_hand import adjust as adjust_points

    root = find_root()
    adjust_points(
        into, all_exercises(root), person, load_exercise(root, exercise), points, note, undo
    )


@grade.command()
@click.argument("person")
@click.option("--exercise", metavar="NAME", help="Show the whole report on this exercise.")
@into_option
def show(person: str, exercise: str | None, into: Path) -> None:
    """Show where PERSON (an id, login, e-mail or name) stands, and what was handed in."""
    from cffi_workshop.cohort.by_hand import show as show_person

    root = find_root()
    show_person(
        into, all_exercises(root), person, load_exercise(root, exercise) if exercise else None
    )
