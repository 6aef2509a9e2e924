"""`workshop answers`: what authors do with the collected answers of an exercise."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from cffi_workshop import report
from cffi_workshop.authoring.answers import KINDS, Answer, all_answers, find_answer, read_answers
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.files import shown_path

from .add_answer import add
from .process import Group

__all__ = ["answers"]


@click.group(cls=Group)
def answers() -> None:
    """Authors: the collected answers of an exercise, kept as edits of its solution."""


answers.add_command(add)


@answers.command("open")
@click.argument("name")
@click.argument("answer")
@click.option(
    "--into", help="A new or empty folder; one in the system's scratch space if not given."
)
def open_command(name: str, answer: str, into: str | None) -> None:
    """Lay an answer out to look at, and say where: KIND/ANSWER, such as wrong/c-next-first."""
    from cffi_workshop.authoring.answer_files import lay_out

    root = find_root()
    found = find_answer(load_exercise(root, name), answer)
    folder = Path(into) if into else Path(tempfile.mkdtemp(prefix=f"{name}-{found.name}-"))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkshopError(f"{into} is not empty; name a new folder with --into.")
    folder.mkdir(parents=True, exist_ok=True)
    lay_out(found, folder)
    where = shown_path(folder, root)
    click.echo(f"{found.id}: {found.about}\nIt lies in {where}.")
    click.echo(
        f"To keep what you change: "
        f"`workshop answers add {name} {found.kind} {where} --as {found.name} --replace`"
    )


@answers.command("check")
@click.argument("name")
@click.argument("answer", required=False)
@click.option("--sandbox", type=click.Choice(["auto", "limits", "bubblewrap"]), default="auto")
def check_command(name: str, answer: str | None, sandbox: str) -> None:
    """Say whether each answer gets the verdict that its author named.

    ANSWER is KIND/ANSWER, or a kind; all if not given. Exit status: 0 each did, 1 some did not.
    """
    exercise = load_exercise(find_root(), name)
    chosen = chosen_answers(exercise, answer)
    wrong = sum(not is_as_expected(one, sandbox) for one in chosen)
    click.echo(f"{len(chosen) - wrong} of {len(chosen)} answers got the verdict that is expected.")
    sys.exit(1 if wrong else 0)


def chosen_answers(exercise: Exercise, name: str | None) -> list[Answer]:
    if name is None:
        return all_answers(exercise)
    return read_answers(exercise, name) if name in KINDS else [find_answer(exercise, name)]


def is_as_expected(answer: Answer, sandbox: str) -> bool:
    """Judge an answer, and tell the outcome in a line."""
    from cffi_workshop.authoring.answer_verdict import complaint, judge

    look = report.output_style()
    try:
        problem = complaint(answer, judge(answer, sandbox))
    except WorkshopError as error:
        problem = str(error)
    if problem is None:
        as_told = " or ".join(answer.causes) or "passes"
        click.echo(f"{look.mark('passed')} {answer.id}: {as_told}")
    else:
        click.echo(f"{look.mark('failed')} {answer.id}: {report.plain(problem)}")
    return problem is None


@answers.command("rebase")
@click.argument("name")
@click.option("--since", metavar="COMMIT", help="The commit that the edits were made for.")
def rebase_command(name: str, since: str | None) -> None:
    """Carry the answers over to a solution that has changed.

    What was there before is looked up in git. Exit status: 0 all fit now, 1 some are to be read or
    to be mended by hand, which are named.
    """
    from cffi_workshop.authoring.answer_rebase import rebase

    exercise = load_exercise(find_root(), name)
    counts = dict.fromkeys(("fits", "carried over", "to read", "by hand"), 0)
    for outcome in rebase(exercise, since):
        counts[outcome.state] += 1
        if outcome.why:
            click.echo(f"{outcome.state}: {outcome.answer.id}: {outcome.why}")
    click.echo(
        "Of {} answers, {} fit as they are, {} were carried over, {} are to be read, and {} are to "
        "be mended by hand.".format(sum(counts.values()), *counts.values())
    )
    if counts["carried over"] or counts["to read"]:
        click.echo(f"`workshop answers check {name}` says whether each still gets its verdict.")
    sys.exit(1 if counts["to read"] or counts["by hand"] else 0)
