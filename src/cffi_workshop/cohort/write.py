"""Everything that comes out of a book, written into its folder."""

from __future__ import annotations

from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise

from .book import Book
from .gradebook import write_tables
from .policy import Policy
from .standing import standings

__all__ = ["course_of", "write_all"]


def course_of(book: Book, known: list[Exercise], policy: Policy) -> list[Exercise]:
    """Return the exercises of the course: what was handed in, and what grading.toml speaks of."""
    slugs = {*book.exercises(), *policy.exercises}
    return [one for one in known if one.slug in slugs]


def write_all(book: Book, known: list[Exercise], policy: Policy, into: Path) -> list[str]:
    """Write tables and pages; return a sentence for each verdict that the checker owes."""
    exercises = course_of(book, known, policy)
    write_tables(into, standings(book, exercises, policy), policy, "bubblewrap")
    return [
        f"{standing.person.label}, {cell.exercise.slug}: the checker failed, which is nobody's fault but ours "
        f"({cell.hand_in.ours if cell.hand_in else ''})."
        for standing in standings(book, exercises, policy)
        for cell in standing.cells
        if cell.state == "ours"
    ]
