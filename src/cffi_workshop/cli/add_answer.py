"""`workshop answers add`: a hand-in becomes a collected answer."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cffi_workshop.authoring.answers import KINDS, Answer, read_answers
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.causes import ALL_CAUSES
from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.toml_schema import nearest

from .check import files_to_check

if TYPE_CHECKING:
    from cffi_workshop.authoring.answer_intake import HandIn

__all__ = ["add"]

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@click.command()
@click.argument("name")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("folder")
@click.option("--as", "called", help="What the answer is called; as the folder if not given.")
@click.option("--about", help="One sentence: what is special about it.")
@click.option("--cause", multiple=True, type=click.Choice(ALL_CAUSES), help="What the check names.")
@click.option("--check", "failing", help="The check that fails first.")
@click.option("--remark", help="What a remark of the verdict contains.")
@click.option("--on", help="An accepted answer that it edits, in place of the solution.")
@click.option("--without", multiple=True, metavar="FILE", help="A file that is not handed in.")
@click.option("--replace", "replaces", is_flag=True, help="Write it over the answer of that name.")
def add(name: str, kind: str, folder: str, called: str | None, replaces: bool, **given) -> None:
    """Turn a hand-in into a collected answer.

    FOLDER is a folder or a notebook, as --path of `workshop check`. What differs in it from the
    solution becomes edits. Where --cause or --check is not given, the check is run, and what fails
    first is filled in. With --replace, what is not given stays as it was.
    """
    from cffi_workshop.authoring.answer_intake import keep_answer, look_at, with_files

    exercise = load_exercise(find_root(), name)
    require_fitting(exercise, kind, given)
    called = called or Path(folder).resolve().stem
    answer = described(exercise, kind, called, replaces, given)
    with handed_in_files(exercise, folder) as (place, _):
        hand_in = look_at(exercise, place)
        answer = with_files(answer, hand_in)
        require_difference(answer, hand_in, folder)
        answer = with_verdict(answer, hand_in, bool(given["cause"] and given["failing"]))
        keep_answer(answer, hand_in.raw)
    print_added(answer, hand_in)


def handed_in_files(
    exercise: Exercise, folder: str
) -> AbstractContextManager[tuple[Path, tuple[str, ...]]]:
    """Give the folder that holds the files, and remarks: of a notebook, a scratch folder."""
    from cffi_workshop.grading.notebook_submission import is_notebook

    if not (Path(folder).is_dir() or is_notebook(Path(folder))):
        raise WorkshopError(
            f"{folder!r} is neither a folder nor a notebook; name one with the files of "
            f"{exercise.slug}."
        )
    return files_to_check(exercise, folder)


def require_fitting(exercise: Exercise, kind: str, given: dict) -> None:
    for file in given["without"]:
        if file not in exercise.editable:
            raise WorkshopError(
                f"{file!r} is not handed in for {exercise.slug}{nearest(file, exercise.editable)}; "
                "--without takes a file that is edited."
            )
    if kind == "accepted" and (given["cause"] or given["failing"]):
        raise WorkshopError(
            "An accepted answer passes every check; leave --cause and --check out, or collect it "
            "as wrong."
        )


def described(exercise: Exercise, kind: str, called: str, replaces: bool, given: dict) -> Answer:
    """Return an answer without files: its old self where it is replaced, and what was given."""
    old = {one.name: one for one in read_answers(exercise, kind)}.get(called)
    if old and not replaces:
        raise WorkshopError(
            f"{exercise.slug} has an answer {kind}/{called} already; "
            "give another name with --as, or --replace it."
        )
    if not NAME.fullmatch(called):
        raise WorkshopError(
            f"{called!r} cannot be the name of an answer; "
            "give one of small letters, digits and hyphens with --as."
        )
    if not (given["about"] or old):
        raise WorkshopError("What is special about this answer? Say it in a sentence with --about.")
    told = {"about": given["about"], "causes": given["cause"], "check": given["failing"]}
    told |= {key: given[key] for key in ("remark", "on", "without")}
    start = old or Answer(exercise, kind, called, about="")
    return replace(start, **{key: value for key, value in told.items() if value})


def require_difference(answer: Answer, hand_in: HandIn, folder: str) -> None:
    """An answer with nothing of its own is the solution, or the wrong folder."""
    if answer.edits or answer.wholes or answer.stubs or answer.without or hand_in.raw:
        return
    what = f"accepted/{answer.on}" if answer.on else "the solution"
    raise WorkshopError(f"Nothing in {folder} differs from {what} of {answer.exercise.slug}.")


def with_verdict(answer: Answer, hand_in: HandIn, all_given: bool) -> Answer:
    """Return the answer with what the check says if the author did not; refuse what cannot be."""
    from cffi_workshop.authoring.answer_verdict import complaint, judge

    if all_given and answer.kind != "accepted":
        return answer
    verdict = judge(answer, raw=hand_in.raw)
    failure = verdict.first_failure
    if failure and answer.kind != "accepted":
        answer = replace(
            answer, causes=answer.causes or (failure.cause or "",), check=answer.check or failure.id
        )
    if problem := complaint(answer, verdict):
        raise WorkshopError(f"{answer.id} was not added: {problem.rstrip('.')}.")
    return answer


def print_added(answer: Answer, hand_in: HandIn) -> None:
    from cffi_workshop.authoring.answer_tables import table_text

    click.echo(table_text(answer))
    click.echo(f"This is in {answer.shown.partition(': ')[0]} now.")
    stand_in = [file for file in hand_in.absent if file not in answer.without]
    if stand_in:
        click.echo(
            f"Not in the folder, so the solution's are used: {', '.join(stand_in)}; "
            "--without says that a file is not handed in."
        )
    if hand_in.left_out:
        click.echo(
            f"Left out, since they are hidden, large or no files: {', '.join(hand_in.left_out)}."
        )
