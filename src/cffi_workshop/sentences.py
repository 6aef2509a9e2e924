"""How sentences name a number of things, several things, and what to do about a refusal."""

from __future__ import annotations

import errno
from collections.abc import Sequence

__all__ = ["REMEDIES", "counted", "listed"]

REMEDIES = {
    errno.ENOSPC: "make room on that disk",
    errno.EDQUOT: "delete files of yours that you do not need",
    errno.EACCES: "`ls -ld` says whose it is",
    errno.EROFS: "copy what is there to a folder of yours, and work there",
    errno.EMFILE: "raise the limit (ulimit -n), or open another shell",
    errno.ENOMEM: "close what you do not need",
}
"""What to do where the machine refuses, whatever the program."""


def counted(number: int, noun: str, nouns: str = "") -> str:
    """Return "1 entry", "no entries" or "3 entries", as a sentence has it."""
    said = noun if number == 1 else nouns or f"{noun}s"
    return f"{number or 'no'} {said}"


def listed(words: Sequence[str]) -> str:
    """Return "ids, names and logins", as a sentence names several; there is at least one."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
