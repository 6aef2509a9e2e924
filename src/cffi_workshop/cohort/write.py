"""Everything that comes out of a book, written into its folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise

from .book.book import Book
from .book.book_rows import remedy
from .hand_ins.hand_in import listing
from .pages.anonymity import Anonymity
from .pages.class_page import ClassExercise, class_page
from .pages.page import LAYERS, write_page
from .pages.person_page import write_person
from .pages.similar import Alike
from .platforms.sheets import Asked, write_sheets
from .points.gradebook import write_tables
from .points.policy import Policy
from .points.standing import Standing, standings

__all__ = ["Written", "course_of", "write_all"]


def course_of(book: Book, known: list[Exercise], policy: Policy) -> list[Exercise]:
    """Return the exercises of the course: what was handed in, and what grading.toml speaks of."""
    slugs = {*book.exercises(), *policy.exercises}
    return [one for one in known if one.slug in slugs]


def write_all(
    book: Book, known: list[Exercise], policy: Policy, into: Path, asked: Sequence[Asked] = ()
) -> Written:
    """Write tables and pages, and fill in the worksheets that were asked for."""
    exercises = course_of(book, known, policy)
    try:
        write_tables(
            into, standings(book, exercises, policy), policy, book.sandboxes(), book.columns()
        )
        debts, parts = write_pages(book, exercises, policy, into)
        # A course may have very many people, and most have no platform that wants them at once.
        wanted = asked or book.has_tickets()
        everybody = list(standings(book, exercises, policy)) if wanted else []
        sheets = write_sheets(into, everybody, list(asked), policy)
    except OSError as error:
        raise WorkshopError(
            f"{error.filename or into} cannot be written ({error.strerror}); the book has all "
            f"grades. {remedy(error).capitalize()}, and give the same command again."
        ) from None
    return Written(sheets, debts, parts)


@dataclass(frozen=True)
class Written:
    """Sentences about what else was written, about verdicts that the checker owes, and about parts.

    Somebody has handed in a part of it anew: the files that lack then were there before.
    """

    sheets: list[str]
    owed: list[str]
    parts: list[str]


def owed(standing: Standing) -> list[str]:
    return [
        f"{standing.person.who}, {cell.exercise.slug}: the checker failed, which is nobody's "
        f"fault but ours ({cell.hand_in.ours if cell.hand_in else ''})."
        for cell in standing.cells
        if cell.state == "ours"
    ]


def parts_anew(standing: Standing) -> list[str]:
    """Return what lacks in a hand-in that was there before, unless points by hand settle it."""
    return [
        f"{standing.person.who}, {cell.exercise.slug}: lacks {listing(cell.lacks)}"
        for cell in standing.cells
        if cell.lacks and cell.state == "graded" and not cell.adjustment
    ]


def is_page(path: Path) -> bool:
    return re.search(r"-\d+\.(html|md)$", path.name) is not None


def write_pages(
    book: Book, exercises: list[Exercise], policy: Policy, into: Path
) -> tuple[list[str], list[str]]:
    """Write a page for each person, for the class, and of what is alike.

    Return what is owed, and of what a part came anew.
    """
    debts, anew = [], []
    people = into / "people"
    people.mkdir(exist_ok=True)
    for old in filter(is_page, people.iterdir()):  # of somebody who is called otherwise by now
        old.unlink()
    anonymity = Anonymity(book.people())
    parts = [ClassExercise(exercise, anonymity) for exercise in exercises]
    alike = [Alike(exercise) for exercise in exercises]
    for standing in standings(book, exercises, policy):
        write_person(people, standing, book, policy)
        debts += owed(standing)
        anew += parts_anew(standing)
        for cell, part, same in zip(standing.cells, parts, alike, strict=True):
            part.add(standing, cell, book)
            if cell.hand_in and cell.hand_in.content:
                same.add(
                    standing.person.name or standing.person.label,
                    book.files(cell.hand_in.content),
                    cell.hand_in.source,
                )
    page = class_page(parts, policy, [LAYERS[layer] for layer in book.sandboxes()])
    write_page(into / "class.html", page=page)
    write_page(into / "similar.html", parts=[(one.exercise, one.groups()) for one in alike])
    return debts, anew
