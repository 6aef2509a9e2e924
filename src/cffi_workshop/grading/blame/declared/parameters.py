"""Where in a declaration of several lines a parameter stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["parameter_at"]

PARAMETER = re.compile(r"\bParameter (\d{1,2}) of (\w{1,80})\(\) is ")
LONGEST = 12  # lines


def parameter_at(lines: Sequence[str], first: int, message: str) -> int:
    """Return the index of the line with the parameter that a message counts.

    The declaration begins in the line at `first`; return that where no other line is meant.
    """
    said = PARAMETER.search(message)
    begin = re.search(rf"\b{said[2]}\s*\(", lines[first]) if said else None
    if said is None or begin is None:
        return first
    depth, number = 1, 1
    for place, line in enumerate(lines[first : first + LONGEST], start=first):
        for letter in line[begin.end() if place == first else 0 :]:
            if depth == 1 and number == int(said[1]) and not letter.isspace():
                return place
            depth += (letter == "(") - (letter == ")")
            number += letter == "," and depth == 1
            if not depth:
                return first
    return first
