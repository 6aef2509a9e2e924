"""What a report on a hand-in points to beside the verdict.

The same as for a learner, but for the learner's own.
"""

from __future__ import annotations

from cffi_workshop import report
from cffi_workshop.exercises.hints import likely_cause
from cffi_workshop.report.context import about

from .standing import Cell

__all__ = ["context_of"]


def context_of(cell: Cell) -> report.ReportContext:
    """Return the context of the report on a cell that has a verdict."""
    failure = cell.first_failure
    explained = failure.explained if failure else None
    return report.ReportContext(
        title=cell.exercise.title,
        root=cell.exercise.root,
        likely_cause=likely_cause(cell.exercise, failure) if failure else None,
        about_message=about(explained, failure) if failure else None,
        explained=explained,
    )
