"""What a report on a hand-in points to beside the verdict.

The same as for a learner, but for the learner's own.
"""

from __future__ import annotations

from collections.abc import Mapping

from cffi_workshop import report
from cffi_workshop.exercises.hints import likely_cause
from cffi_workshop.report.context import about

from .book import Book
from .standing import Cell

__all__ = ["context_of", "sources_in"]


def sources_in(book: Book | None, cell: Cell) -> dict[str, str]:
    """Return the files of a cell as text, by name: a likely cause asks what is written there."""
    content = cell.hand_in.content if cell.hand_in else None
    files = book.files(content) if book and content else {}
    return {name: text.decode("utf-8-sig", errors="replace") for name, text in files.items()}


def context_of(cell: Cell, sources: Mapping[str, str]) -> report.ReportContext:
    """Return the context of the report on a cell that has a verdict."""
    failure = cell.first_failure
    explained = failure.explained if failure else None
    return report.ReportContext(
        title=cell.exercise.title,
        sources=sources,
        root=cell.exercise.root,
        likely_cause=likely_cause(cell.exercise, failure, sources) if failure else None,
        about_message=about(explained, failure) if failure else None,
        explained=explained,
    )
