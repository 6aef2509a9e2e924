"""What the error catalogue says of a message: the words that a finding ends with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cffi_workshop.explain import Entry

__all__ = ["cause_and_cure_of", "cure_of", "slug_of"]


def cure_of(text: str) -> str:
    """Return the cure as a sentence to add; nothing if the catalogue does not know the message."""
    entry = _entry(text)
    return f" {entry.cure}" if entry else ""


def cause_and_cure_of(text: str) -> str:
    """Return both as sentences to add, or nothing where the catalogue does not know the message."""
    entry = _entry(text)
    return f" {entry.cause} {entry.cure}" if entry else ""


def slug_of(text: str) -> str:
    """Return the name of the entry that knows the message, or nothing."""
    entry = _entry(text)
    return entry.slug if entry else ""


def _entry(text: str) -> Entry | None:
    # Read only when there is something to explain: a verdict that passes pays nothing for it.
    from cffi_workshop.explain import first_explaining

    return first_explaining(text)
