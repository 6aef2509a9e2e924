"""What an instructor asks of a book, and says over it: `grade show` and `grade adjust`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from cffi_workshop import report
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise

from .book.book import BOOK, Book, PersonRow, texts_of
from .changes import tell_by_hand
from .hand_ins.hand_in import listing
from .platforms.sheets import worksheets_of
from .points.gradebook import figure
from .points.policy import Policy, policy_of
from .points.standing import STATES, Cell, standing_of
from .write import course_of, write_all

__all__ = ["adjust", "show"]


def opened(into: Path, *, only_read: bool = False) -> Book:
    """Return the book of a folder, which has to be there."""
    if not (into / BOOK).is_file():
        raise WorkshopError(
            f"There is no book in {into}; `workshop grade HAND-INS --into {into}` makes one."
        )
    return Book(into, only_read=only_read)


def adjust(
    into: Path,
    known: list[Exercise],
    who: str,
    exercise: Exercise,
    points: float | None,
    note: str | None,
    undo: bool,
) -> None:
    """Write an adjustment down, and all that comes out of the book anew."""
    note = " ".join((note or "").split())
    if undo == (points is not None) or (points is not None and not note):
        raise WorkshopError("An adjustment takes --points and --note, which says why; or --undo.")
    if points is not None and not math.isfinite(points):
        raise WorkshopError(f"--points: found {points}, expected a number such as 7.5.")
    with opened(into) as book:
        person, policy = book.find_person(who), policy_of(book, known)
        if undo and exercise.slug not in book.adjustments(person.id):
            raise WorkshopError(f"{person.who} has no points by hand for {exercise.slug}.")
        is_new = exercise not in course_of(book, known, policy)
        book.adjust(person.id, exercise.slug, points, note)
        write_all(book, known, policy, into, worksheets_of(book))
        cell = standing_of(book, person, [exercise], policy).cells[0]
        tell_by_hand(book, person.label, cell)
        by = "by the checks" if undo else "by hand"
        says = f"{figure(cell.points) or '-'} of {figure(cell.max_points)} points"
        click.echo(f"{person.who}, {exercise.slug}: {says}, {by}.")
        for doubt in doubts(exercise, points, cell.max_points, is_new):
            click.echo(
                f"workshop: {doubt}; if it was not meant, give the command again with --undo.",
                err=True,
            )


def doubts(exercise: Exercise, points: float | None, most: float, is_new: bool) -> Iterator[str]:
    """Yield what points by hand do that may be a slip."""
    if points is not None and is_new:
        yield (
            f"Nobody handed {exercise.slug} in, so it was no part of the course, and counts for "
            "everybody from now on"
        )
    if points is not None and points > most:
        yield f"{figure(points)} is more than there is to have"


def show(into: Path, known: list[Exercise], who: str, exercise: Exercise | None) -> None:
    """Print where somebody stands; with an exercise, the whole report on it."""
    with opened(into, only_read=True) as book:
        policy = policy_of(book, known)
        person = book.find_person(who)
        course = [exercise] if exercise else course_of(book, known, policy)
        standing = standing_of(book, person, course, policy)
        click.echo(about(person))
        for cell in standing.cells:
            report.print_sentence(one_line(cell), other="  ")
            for note in cell.notes:
                report.print_sentence(f"    {note}")
            if left := left_out(cell, policy):
                report.print_sentence(f"    Checks that do not count: {listing(left)}.")
            for older in cell.others:
                click.echo(
                    f"    Handed in before: {older.source}, "
                    f"{older.received[:16].replace('T', ' ')}."
                )
        if exercise and (verdict := standing.cells[0].verdict):
            cell, style = standing.cells[0], report.output_style()
            source = cell.hand_in.source if cell.hand_in else ""
            sources = texts_of(book, cell.hand_in)
            context = report.context_of(cell.exercise, cell.first_failure, sources)
            context = replace(context, other_path=source)  # not the reader's own exercise
            click.echo("\n" + report.render(verdict, context, style, verbose=True), nl=False)


def about(person: PersonRow) -> str:
    known = [person.name, person.email, person.login]
    others = [word for word in dict.fromkeys(known) if word and word != person.label]
    roster = "" if person.on_roster else "; not on the roster"
    return f"{' / '.join([person.label, *others])}{roster}"


def left_out(cell: Cell, policy: Policy) -> list[str]:
    """Return the checks whose points grading.toml leaves out."""
    checks = cell.verdict.checks if cell.verdict else ()
    rule = policy.of(cell.exercise.slug)
    return [check.id for check in checks if not rule.counts(check.id)]


def one_line(cell: Cell) -> str:
    failure = cell.first_failure
    says = f": {failure.cause}: {' '.join(failure.message.split())}" if failure else ""
    points = f"{figure(cell.points) or '-'}/{figure(cell.max_points)}"
    return f"  {cell.exercise.slug} {points}, {STATES[cell.state]}{says}"
