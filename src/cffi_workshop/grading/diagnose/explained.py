"""What the error catalogue says of a message: the words that a finding ends with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cffi_workshop.catalogue import Entry

__all__ = ["cause_and_cure_of", "cure_of"]


def cure_of(text: str) -> str:
    """Return the cure as a sentence to add, or nothing where the catalogue does not know the message."""
    entry = _entry(text)
    return f" {entry.cure}" if entry else ""


def cause_and_cure_of(text: str) -> str:
    """Return both as sentences to add, or nothing where the catalogue does not know the message."""
    entry = _entry(text)
    return f" {entry.cause} {entry.cure}" if entry else ""


def _entry(text: str) -> Entry | None:
    # Read only when there is something to explain: a verdict that passes pays nothing for it.
    from cffi_workshop.catalogue import first_explaining

    return first_explaining(text)
