"""What is told to a person whose request cannot be met."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["WorkshopError", "listed"]


class WorkshopError(Exception):
    """A request that cannot be met, in one sentence: what was found, expected, and what to do."""


def listed(words: Sequence[str]) -> str:
    """Return "ids, names and logins", as a sentence names several; there is at least one."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
