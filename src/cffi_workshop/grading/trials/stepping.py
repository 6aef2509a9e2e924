"""A line of C with a variable that is changed after it is read, and not before; or before."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["stepping"]

# Changed before it is read, or after.
STEPS = (
    re.compile(r"(?P<op>\+\+|--)(?P<name>\w{1,60})"),
    re.compile(r"\b(?P<name>\w{1,60})(?P<op>\+\+|--)"),
)
FILLS = re.compile(r"^[ \t]{1,80}\*[\w.>-]{1,60}(?= = )")  # what goes through memory goes on


def stepping(line: str) -> Iterator[tuple[float, str]]:
    """Yield the line with a variable that is changed after it is read, not before; or before."""
    if at := FILLS.match(line):
        yield 1.3, f"{line[: at.end()]}++{line[at.end() :]}"
    for pattern, form in zip(STEPS, ("{name}{op}", "{op}{name}"), strict=True):
        for found in pattern.finditer(line):
            yield (
                1.4,
                line[: found.start()] + form.format(**found.groupdict()) + line[found.end() :],
            )
