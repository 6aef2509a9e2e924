"""Whose points differ from those of the last run: by hand-ins, checks, rules or teams."""

from __future__ import annotations

import json
from collections.abc import Mapping

import click

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.sentences import counted

from .book.book import Book
from .hand_ins.hand_in import listing
from .intake.report import MOST_TOLD, print_some
from .points.gradebook import figure
from .points.policy import Policy
from .points.standing import Cell, standings
from .write import course_of

__all__ = ["Points", "keep_told", "points_in", "report_changes", "tell_by_hand", "told_last"]

# By person and exercise, the points, none for who is excused, of how many, and where they were
# given by hand, what checks give. Below TOTAL the percentage, and of how many exercises: another
# one in the course changes it for everybody, which is no news.
Points = dict[str, dict[str, list[float | None]]]
TOTAL = ""
ALL_TOLD = "; gradebook.csv has the points of all"
NOT_YET = "; nothing is changed yet. Give --again --accept to change them"


def points_in(
    book: Book, known: list[Exercise], policy: Policy, round_: int | None = None
) -> Points:
    """Return everybody's points, where there are any."""
    course = course_of(book, known, policy)
    found: Points = {}
    for standing in standings(book, course, policy, round_):
        theirs = {slug: one for cell in standing.cells for slug, one in shown(cell).items()}
        if (percent := standing.percent(policy)) is not None:
            theirs[TOTAL] = [percent, len(course)]
        found[standing.person.label] = theirs
    return found


def shown(cell: Cell) -> dict[str, list[float | None]]:
    if cell.state == "excused":
        return {cell.exercise.slug: [None]}
    if cell.points is None or not cell.has_grade:
        return {}
    by_hand = [cell.earned] * bool(cell.adjustment)
    return {cell.exercise.slug: [cell.points, cell.max_points, *by_hand]}


def told_last(book: Book, known: list[Exercise], policy: Policy) -> Points:
    """Return the points that the last run told, whatever ended it; else those of now."""
    told = book.setting("told")
    return json.loads(told) if told else points_in(book, known, policy)


def keep_told(book: Book, before: Points, after: Points) -> None:
    """Keep what was told; what has no verdict just now keeps what it had."""
    book.set("told", json.dumps({who: before.get(who, {}) | after[who] for who in after}))


def tell_by_hand(book: Book, person: str, cell: Cell) -> None:
    """Keep that points by hand were told: the next run has nothing to say of them."""
    if told := book.setting("told"):
        points = json.loads(told)
        theirs = points.setdefault(person, {})
        theirs.pop(TOTAL, None)
        theirs.pop(cell.exercise.slug, None)
        theirs |= shown(cell)
        book.set("told", json.dumps(points))


def report_changes(
    people: Mapping[str, str], before: Points, after: Points, *, again: bool, accept: bool
) -> None:
    """Say whose points differ; without `accept`, those of a round of `again` stay as they are.

    `people` says who has which label.
    """
    changed, totals = [], []
    for label, theirs in after.items():
        person, had = people[label], before.get(label, {})
        differ = [one for one in theirs if one in had and had[one] != theirs[one]]
        changed += [f"{person}, {one}: {told(had[one], theirs[one])}" for one in differ if one]
        if label in before:  # who handed in nothing had no points to differ
            excused = [one for one in theirs if one not in had and theirs[one][0] is None]
            changed += [f"{person}, {one}: not handed in -> excused." for one in excused]
        if differ == [TOTAL] and had.keys() == theirs.keys():
            (old, course), (new, of_now) = had[TOTAL], theirs[TOTAL]
            totals += [f"{person} {figure(old)} -> {figure(new)}"] * (course == of_now)
    # What is only proposed stands nowhere else, so that it is told whole.
    print_some(changed, ALL_TOLD, most=len(changed) if again and not accept else MOST_TOLD)
    if totals:
        click.echo(
            f"The percentage of {counted(len(totals), 'person differs', 'people differs')}, whose "
            f"points are as before: {listing(totals)}."
        )
    if again:
        what = f"{len(changed)} grades differ" if changed else "No grade differs"
        rest = "" if accept or not changed else NOT_YET
        click.echo(f"Graded again: {what}{rest}.")


def told(old: list[float | None], new: list[float | None]) -> str:
    """Say how points differ, and where that differs, too, of how many they are."""
    if old[:2] == new[:2]:
        given, most, earned = (*new, None)[:3]
        checks = f"the checks give {figure(earned)} of {figure(most)}"
        return f"{figure(given)} points stay, which were given by hand; {checks} now."
    if new[0] is None:
        return f"{figure(old[0])} points -> excused."
    if old[0] is None:
        return f"excused -> {figure(new[0])} of {figure(new[1])} points."
    said = [
        figure(points) if old[1] == new[1] else f"{figure(points)} of {figure(most)}"
        for points, most, *_ in (old, new)
    ]
    return f"{' -> '.join(said)} points."
