"""The lines of a pasted text by which an entry was found: what the person's own message says."""

from __future__ import annotations

import re

from cffi_workshop.explain.entry import Entry
from cffi_workshop.explain.reading import MARKS, messages
from cffi_workshop.explain.restored import restored

__all__ = ["own_words"]

MOST_LINES = 4
WIDEST = 300  # characters of a line
IS_MARKED = re.compile(MARKS)


def own_words(text: str, entry: Entry) -> str:
    """Return the lines in which the message of an entry stands; nothing where there are none.

    They are few and short, and without what moves a terminal's cursor.
    """
    for reading in restored(text):
        for message in messages(reading):
            if entry.weight_in(message):
                return safe(lines_of(message, entry))
    return ""


def lines_of(message: str, entry: Entry) -> list[str]:
    found = {one: place for one in entry.says if (place := one.found_in(message))}
    place = found[max(found, key=lambda one: one.weight)]
    first = message.rfind("\n", 0, place.start()) + 1
    last = message.find("\n", place.end())
    lines = message[first : last if last >= 0 else None].split("\n")
    return [IS_MARKED.sub("", line) for line in lines]


def safe(lines: list[str]) -> str:
    """Return the first lines, cut, without any character that is not to be seen."""
    seen = ["".join(filter(str.isprintable, line.expandtabs(4))) for line in lines[:MOST_LINES]]
    return "\n".join(line if len(line) <= WIDEST else f"{line[:WIDEST]}…" for line in seen)
