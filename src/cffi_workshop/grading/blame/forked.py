"""A child of fork() that goes on as its parent does, and so answers a second time."""

from __future__ import annotations

import re
from dataclasses import replace

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .case import Case, Source
from .differences import without_comments

__all__ = ["of_fork"]

FORKS = re.compile(r"\bv?fork[ \t]{0,9}\(")
TWICE = "interfered with the channel"


def of_fork(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding with the call of fork() by which it may have come, by accident too."""
    if finding.cause != "tampering" or TWICE not in finding.message:
        return finding
    for source in case.there:
        for line in _own_calls(source)[:1]:
            message = (
                f"{finding.message} {source.name} calls fork(): a child that returns answers a "
                "second time; expected it to end by _exit()."
            )
            return replace(finding, message=message, location=Location(source.name, line))
    return finding


def _own_calls(source: Source) -> list[int]:
    """Return the learner's own lines that call fork(), outside of a comment."""
    lines = without_comments(source.name, source.text).split("\n")
    return [line for line in source.own if FORKS.search(lines[line - 1])]
