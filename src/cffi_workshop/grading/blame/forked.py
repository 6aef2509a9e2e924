"""A child of fork() that goes on as its parent does, and so answers a second time."""

from __future__ import annotations

import re
from dataclasses import replace

from cffi_workshop.exercises.languages import LANGUAGES, language_of
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .case import Case, Source

__all__ = ["of_fork"]

FORKS = re.compile(r"\bv?fork[ \t]{0,9}\(")
TWICE = "interfered with the channel"


def of_fork(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding with the call of fork() by which it may have come, by accident too."""
    if finding.cause != "tampering" or TWICE not in finding.message:
        return finding
    for source in case.there:
        if line := _line(source):
            message = (
                f"{finding.message} {source.name} calls fork(): a child that returns answers a "
                "second time; expected it to end by _exit()."
            )
            return replace(finding, message=message, location=Location(source.name, line))
    return finding


def _line(source: Source) -> int | None:
    """Return the learner's own line that calls fork(), outside of a comment."""
    language = language_of(source.name)
    text = LANGUAGES[language].without_comments(source.text) if language else source.text
    lines = text.split("\n")
    return next((line for line in source.own if FORKS.search(lines[line - 1])), None)
