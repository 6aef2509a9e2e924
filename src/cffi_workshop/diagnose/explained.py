"""What the error catalogue says of a message: the words that a finding ends with."""

from __future__ import annotations

__all__ = ["cause_of", "cure_of"]


def cause_of(text: str) -> str:
    """Return the cause as a sentence to add, or nothing where the catalogue does not know the message."""
    entry = _entry(text)
    return f" {entry.cause}" if entry else ""


def cure_of(text: str) -> str:
    """Return the cure as a sentence to add, or nothing where the catalogue does not know the message."""
    entry = _entry(text)
    return f" {entry.cure}" if entry else ""


def _entry(text: str):
    # Read only when there is something to explain: a verdict that passes pays nothing for it.
    from ..catalogue import explaining

    return next(iter(explaining(text)), None)
