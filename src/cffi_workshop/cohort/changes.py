"""Whose points a run of the checks changed."""

from __future__ import annotations

import click

from cffi_workshop.exercises.exercise import Exercise

from .book import Book
from .gradebook import figure
from .policy import Policy
from .standing import standings
from .write import course_of

__all__ = ["Points", "points_in", "report_changes"]

Points = dict[tuple[str, str], float]


def points_in(
    book: Book, known: list[Exercise], policy: Policy, round_: int | None = None
) -> Points:
    """Return everybody's points by person and exercise, where there are any."""
    return {
        (standing.person.label, cell.exercise.slug): cell.points
        for standing in standings(book, course_of(book, known, policy), policy, round_)
        for cell in standing.cells
        if cell.points is not None and cell.state == "graded"
    }


def report_changes(before: Points, after: Points, *, again: bool, accept: bool) -> None:
    """Say whose points differ; without `accept`, those of a round of `again` stay as they are."""
    changed = {
        who: points for who, points in after.items() if who in before and before[who] != points
    }
    for (person, exercise), points in changed.items():
        click.echo(
            f"{person}, {exercise}: {figure(before[person, exercise])} -> {figure(points)} points."
        )
    if again:
        what = f"{len(changed)} grades differ" if changed else "No grade differs"
        rest = (
            ""
            if accept or not changed
            else "; nothing is changed yet. Give --again --accept to change them"
        )
        click.echo(f"Graded again: {what}{rest}.")
