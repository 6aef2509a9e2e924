"""Where that was started, registered, or made once, which stays when a call has returned."""

from __future__ import annotations

import re

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .case import Case

__all__ = ["stays_at"]

# By what is said: what starts or keeps such a thing.
STARTS = {
    "left a thread that goes on": re.compile(
        r"\b(?:Timer|Thread|\w{0,40}Executor|start_new_thread)\b ?\("
    ),
    "registered a function by atexit": re.compile(r"\batexit\b|\bregister\b"),
    "still there that the C has started": re.compile(
        r"\b(?:pthread_create|thrd_create|j?thread|async)\b ?[\w ]{0,60}[({]"
    ),
    "the same object as an earlier call": re.compile(
        r"^[ \t]{0,80}(?:@[\w.]{0,80}cache|global\b)"
        r"|(?:\bdef \w{1,80}\(.{0,200}|^\w{1,80}(?: ?:[^=]{1,80})?|^[ \t]{1,80}\w{1,80} ?:.{1,80})"
        r"= ?(?:\[|\{|(?:list|dict)\()"
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
