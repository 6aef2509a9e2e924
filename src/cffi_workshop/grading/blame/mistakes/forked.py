"""A child of fork() that answers a second time, and another program in the place of this one."""

from __future__ import annotations

import re
from dataclasses import replace

from cffi_workshop.exercises.languages import LANGUAGES, language_of
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case, Source

__all__ = ["of_fork"]

FORKS = re.compile(r"\bv?fork[ \t]{0,9}\(")
EXECS = re.compile(r"\bexec(?:l|le|lp|lpe|v|ve|vp|vpe)[ \t]{0,9}\(")
ENDS = re.compile(r"\b_?_?_?[Ee]xit[ \t]{0,9}\(|\bSystemExit\b")
# By what is said of a run: the calls by which that may come, those by which it may have come as
# well, and what becomes of a call.
CALLS: dict[tuple[str, str], tuple[re.Pattern, re.Pattern | None, str]] = {
    ("tampering", "interfered with the channel"): (
        FORKS,
        None,
        "calls fork(): a child that returns answers a second time; expected it to end by _exit().",
    ),
    ("early-exit", "ended the process (exit status"): (
        EXECS,
        ENDS,
        "puts another program in the place of this one, which answers nothing.",
    ),
}


def of_fork(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding with the call by which it may have come, by accident too."""
    for (cause, said), (calls, others, becomes) in CALLS.items():
        if finding.cause != cause or said not in finding.message:
            continue
        if others and any(_line(source, others) for source in case.there):
            return finding
        for source in case.there:
            if line := _line(source, calls):
                message = f"{finding.message} {source.name} {becomes}"
                return replace(finding, message=message, location=Location(source.name, line))
    return finding


def _line(source: Source, calls: re.Pattern) -> int | None:
    """Return the learner's own line that makes such a call, outside of a comment."""
    language = language_of(source.name)
    text = LANGUAGES[language].without_comments(source.text) if language else source.text
    lines = text.split("\n")
    return next((line for line in source.own if calls.search(lines[line - 1])), None)
