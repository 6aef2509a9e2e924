"""What is added up in C: from nothing each time, to what was there, or where one is taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cffi_workshop.grading.blame import Source

from ..text.step import Step, indent_of, with_lines
from .below_zero import below_zero

__all__ = ["sums_of_c"]

AGAIN, TERM = 0.9, 1.6
BEGUN = re.compile(r"^[ \t]{1,80}(?:\w{1,20} ){1,3}(\w{1,60}) = (-?[\d.]{1,9}|\w{1,20});$")
LOOP = re.compile(r"^[ \t]{1,80}(?:for|while) \(.{1,160}\) \{$")
GIVES = re.compile(r"^([ \t]{1,80}([\w.>*-]{1,60}(?:\[[^\[\]]{1,60}\])?) = )([^=;].{0,160});$")
ELEMENT = re.compile(r"\b\w{1,60}\[[^\[\]]{1,60}\]")
MOST = 8  # terms


def sums_of_c(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with a variable that begins anew in each round, and with one term more.

    Yield it as well with a sum where something is taken from what has no sign.
    """
    texts, lines = source.written_lines, [*lines]
    yield from below_zero(source, lines)
    for line in lines:
        function = source.function_at(line)
        if function is None:
            continue
        if begun := BEGUN.match(texts[line - 1]):
            for at in range(line + 1, function.last):
                if LOOP.match(texts[at - 1]):
                    new = f"{indent_of(texts[at])}{begun[1]} = {begun[2]};"
                    yield Step(AGAIN, line, with_lines(source, at + 1, at + 1, new))
        if gives := GIVES.match(texts[line - 1]):
            terms = [each for each in ELEMENT.findall(source.body_of(function)) if each != gives[2]]
            for term in [*dict.fromkeys(terms)][:MOST]:
                new = f"{gives[1]}{term} + {gives[3]};"
                yield Step(TERM, line, with_lines(source, line, line + 1, new))
