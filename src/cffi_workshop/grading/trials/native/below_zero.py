"""What C takes from a number without a sign, which is never less than 0: asked as a sum instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.ranking.endless import never_below_zero

from ..text.step import Step, with_lines

__all__ = ["below_zero"]

SUM, DOWN = 0.2, 0.3
# i < n - 1 is i + 1 < n; n - 1 > i is n > i + 1; i <= n - 1 is i < n.
BEHIND = re.compile(r"\b(\w{1,60}) (<=?) (\w{1,60}) - (\d{1,4})\b")
AHEAD = re.compile(r"\b(\w{1,60}) - (\d{1,4}) (>=?) (\w{1,60})\b")
# for (i = n - 1; i >= 0; i--) goes on for ever; for (i = n; i-- > 0;) does not.
DOWNWARDS = re.compile(
    r"(\bfor \(.{0,40}\b(\w{1,60}) = )([^;]{1,80}); \2 >= 0; (?:\2--|--\2|\2 -= 1)\)"
)
FROM = re.compile(r"(.{1,80}) - 1$")


def below_zero(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with such a comparison as a sum, or with a loop that counts down to 0."""
    for line in never_below_zero(source, lines):
        text = source.written_lines[line - 1]
        for new in (BEHIND.sub(r"\1 + \4 \2 \3", text), AHEAD.sub(r"\1 \3 \4 + \2", text)):
            if new != text:
                yield Step(SUM, line, with_lines(source, line, line + 1, new))
        if down := DOWNWARDS.search(text):
            last = FROM.match(down[3])
            first = last[1] if last else f"{down[3]} + 1"
            new = f"{text[: down.start()]}{down[1]}{first}; {down[2]}-- > 0;){text[down.end() :]}"
            yield Step(DOWN, line, with_lines(source, line, line + 1, new))
