"""What helps a learner who is stuck: hint, solution and reset."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cffi_workshop import report
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.readme import README, discussion_of
from cffi_workshop.files import shown_path

from .choose import chosen, name_argument, named

if TYPE_CHECKING:
    from cffi_workshop.exercises.hints import HintText
    from cffi_workshop.learner.progress import Failure

__all__ = ["hint", "reset", "solution"]


@click.command()
@name_argument
def hint(name: str | None) -> None:
    """The next hint, chosen by the last failure.

    Each time it says a little more, up to the lines that do it.
    """
    from cffi_workshop.exercises import hints
    from cffi_workshop.learner import progress

    root = find_root()
    exercise = chosen(root, name)
    if exercise is None or progress.state(exercise) == "done":
        name = exercise.slug if exercise else "NAME"
        report.print_sentence(f"It is done: `workshop solution {name}` shows how we did it.")
        return
    failure = progress.last_failure(exercise)
    seen = progress.hint_level(exercise, failure) if failure else 0
    found = hints.next_hint(exercise, failure, seen)
    if found is None:
        report.print_sentence(no_hint(exercise, failure))
        return
    if failure:
        progress.remember_hint(exercise, failure, found.number)
    print_hint(exercise, found, failure is not None)


def no_hint(exercise: Exercise, failure: Failure | None) -> str:
    which = f"for {failure.cause} in {failure.id}" if failure else "yet"
    return (
        f"There is no hint {which}; read exercises/{exercise.slug}/README.md and "
        f"{report.episode_line(exercise.episode, exercise.root)}."
    )


def print_hint(exercise: Exercise, found: HintText, checked: bool) -> None:
    look = report.output_style()
    click.echo(look.paint(f"{exercise.slug}, hint {found.number} of {found.of}", bold=True))
    click.echo(report.fold(found.text, look.width, "  "))
    if not checked:
        after = f"Hints go by what fails: `workshop check {exercise.slug}`, then ask again."
    elif found.number < found.of:
        after = f"Not enough? `workshop hint {exercise.slug}` says more."
    else:
        after = f"That was the last hint. `workshop solution {exercise.slug}` shows all of it."
    click.echo()
    report.print_sentence(after)


@click.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Show it although the exercise is not done.")
def solution(name: str, yes: bool) -> None:
    """The solution with its why, once you are done (or with --yes)."""
    from cffi_workshop.exercises.markers import solution_text
    from cffi_workshop.learner import progress

    exercise = named(find_root(), name)
    solved = progress.state(exercise) in ("done", "stale")
    if not (solved or yes or confirmed(exercise)):
        return
    look = report.output_style()
    for filename in exercise.editable:
        click.echo(look.paint(f"--- {filename}", fg="cyan", bold=True))
        print_code(solution_text(exercise, filename), filename, look)
    print_discussion(exercise, look)


def confirmed(exercise: Exercise) -> bool:
    if not sys.stdin.isatty():
        raise WorkshopError(
            f"{exercise.slug} is not done yet; "
            f"`workshop solution {exercise.slug} --yes` shows the solution all the same."
        )
    return click.confirm(f"{exercise.slug} is not done yet. Show the solution all the same?")


def print_code(text: str, filename: str, look: report.TerminalStyle) -> None:
    if not look.colour:
        click.echo(text)
        return
    from rich.syntax import Syntax

    language = Syntax.guess_lexer(filename, text)
    code = Syntax(text, language, theme="ansi_dark", background_color="default", word_wrap=True)
    report.rich_console(look).print(code)


def print_discussion(exercise: Exercise, look: report.TerminalStyle) -> None:
    """Print the section of the README that says why the solution is as it is."""
    section = discussion_of((exercise.solution / README).read_text(encoding="utf-8"))
    if not section:
        return
    if not look.colour:
        click.echo(section)
        return
    from rich.markdown import Markdown

    report.rich_console(look).print(Markdown(section))


@click.command()
@click.argument("name")
def reset(name: str) -> None:
    """Put an exercise back as it was handed out.

    What you had written is kept in a dated backup, which the message names.
    """
    from cffi_workshop.learner.reset import reset as put_back

    exercise = named(find_root(), name)
    backup = put_back(exercise)
    if backup is None:
        report.print_sentence(
            f"exercises/{exercise.slug} is as it was handed out; nothing had to be kept."
        )
        return
    where = shown_path(backup, exercise.root)
    click.echo(f"exercises/{exercise.slug} is as it was handed out.\nYour files are in {where}/.")
