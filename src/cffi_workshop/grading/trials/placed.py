"""The place of a finding, in code of the learner's own, by what would mend it."""

from __future__ import annotations

from dataclasses import replace

from cffi_workshop.grading.blame import Case
from cffi_workshop.grading.blame.place import places_to_try
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.parts.part import Part
from cffi_workshop.grading.verdict import Location

from .search import Again, line_that_mends

__all__ = ["placed"]


def placed(
    finding: Diagnosis,
    part: Part,
    stage: str,
    case: Case,
    again: Again,
    shown: Location | None = None,
) -> Diagnosis:
    """Return the finding with the line that mends its check when it is changed, if one does.

    An exception was raised where it was `shown`; its place in the finding is a guess by now.
    It is asked only of a file that has hardly a line of the solution: elsewhere what differs tells.
    """
    is_shown = finding.cause == "exception" and shown is not None
    guess = replace(finding, location=shown) if is_shown else finding
    for source, likely in places_to_try(guess, case):
        if line := line_that_mends(finding, part, stage, source, likely, again, case.check):
            return replace(finding, location=Location(source.name, line))
    return finding
