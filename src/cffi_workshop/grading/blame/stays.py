"""Where that was started, or registered, which a program waits for at its end."""

from __future__ import annotations

import re

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .case import Case

__all__ = ["stays_at"]

# By what is said: what starts such a thing.
STARTS = {
    "left a thread that goes on": re.compile(
        r"\b(?:Timer|Thread|\w{0,40}Executor|start_new_thread)\b ?\("
    ),
    "registered a function by atexit": re.compile(r"\batexit\b|\bregister\b"),
    "still there that the C has started": re.compile(
        r"\b(?:pthread_create|thrd_create|j?thread|async)\b ?[\w ]{0,60}[({]"
    ),
}


def stays_at(finding: Diagnosis, case: Case) -> Location | None:
    """Return where it is, which Python has told, or else the learner's own line that starts it."""
    starts = next((how for said, how in STARTS.items() if said in finding.message), None)
    if starts is None or finding.location:
        return finding.location if starts else None
    for source in sorted(case.there, key=lambda source: source.name not in finding.message):
        for line in source.own:
            if starts.search(source.line(line)):
                return Location(source.name, line)
    return None
