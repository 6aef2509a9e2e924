"""What a trial keeps alive: memory that was gone too early in the hand-in."""

from __future__ import annotations

import re

from cffi_workshop.grading.blame import Source

from .quoted import balanced, listed_code

__all__ = ["kept_alive"]

# How lifetimes.py keeps something: as nobody would write it.
FOR_EVER, IN_OBJECT = re.compile(r"\b_keep\("), re.compile(r"__dict__\.setdefault\('_own', ")
IN_CALL = re.compile(r"^[ \t]{0,80}_owner = (.{1,200})$", re.MULTILINE)


def kept_alive(source: Source, text: str) -> str:
    """Say for what the check passes once something keeps it; "" where the change keeps nothing."""
    if "_keep(" in source.text or "_owner = " in source.text:
        return ""
    for pattern in (FOR_EVER, IN_OBJECT):
        calls = [balanced(text, found.end()) for found in pattern.finditer(text)]
        if calls := [*dict.fromkeys(filter(None, calls))]:
            what = listed_code(calls)
            lives = "lives" if len(calls) == 1 else "live"
            return f"when what {what} makes {lives} on. Here nothing keeps it long enough"
    if found := IN_CALL.search(text):
        what = listed_code([found[1]])
        return f"when what {what} makes has a name while C is at work. Here nothing keeps it"
    return ""
