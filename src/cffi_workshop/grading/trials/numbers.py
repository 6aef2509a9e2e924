"""A line of code with a number less in it, or one more: a multiple, an inverse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .words import Words

__all__ = ["with_numbers"]

MULTIPLE = re.compile(r"(?:\.|->)(?P<name>\w{1,60}) \* \d{1,3}\b")
GIVEN = re.compile(r"^([ \t]{1,80}(?:double )?[\w.>-]{1,60} = )([a-z]\w{0,40})(;)$")
INSTEAD, INVERSE = 1.3, 1.8


def with_numbers(line: str, words: Words) -> Iterator[tuple[float, str]]:
    """Yield the line with a member in the place of another times a number, and with an inverse."""
    for found in MULTIPLE.finditer(line):
        for other in sorted(words.of_c - {found["name"]}) if found["name"] in words.of_c else ():
            yield INSTEAD, f"{line[: found.start('name')]}{other}{line[found.end() :]}"
    if given := GIVEN.match(line):
        yield INVERSE, f"{given[1]}1.0 / {given[2]}{given[3]}"
