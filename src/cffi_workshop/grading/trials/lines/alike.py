"""Two lines beside each other that are alike: a slip in both, or a word that is the other's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from cffi_workshop.grading.blame import Source

from ..text.step import Step, with_lines
from ..text.words import agrees
from .siblings import PAIRS

__all__ = ["alike_lines", "in_both", "of_two_lines"]

TOKEN = re.compile(r"\w+|\"[^\"\n]{0,80}\"|'[^'\n]{0,80}'|[^\w\s]")
MOST, SHORTEST, LONGEST = 4, 4, 200  # tokens that differ, tokens, and characters of a line
EXCHANGED, COUNTED = 0.9, 1.7  # the latter where the numbers go up, as they mostly do
IN_ORDER = 3.4  # where left comes before right; a comparison that is turned round mends as well
AS_BESIDE = 1.0  # one word as the other line has it
REACH = 2  # lines


def alike_lines(one: str, other: str) -> bool:
    """Say whether two lines are the same but for a few of their words."""
    if one == other or max(len(one), len(other)) > LONGEST:
        return False
    mine, theirs = TOKEN.findall(one), TOKEN.findall(other)
    differ = sum(a != b for a, b in zip(mine, theirs, strict=False))
    return len(mine) == len(theirs) >= SHORTEST and 0 < differ <= MOST


def in_both(before: str, after: str, other: str) -> str | None:
    """Return the other line with the change that one line had, where it has those words too."""
    old, new, said = (list(TOKEN.finditer(each)) for each in (before, after, other))
    first = in_common(old, new)
    behind = in_common(old[first:][::-1], new[first:][::-1])
    gone, last = len(old) - first - behind, len(new) - behind
    here = said[first : first + gone]
    if len(old) != len(said) or in_common(old[first:], here) != gone or not behind:
        return None
    begin, end = said[first].start(), here[-1].end() if gone else said[first].start()
    until = new[last - 1].end() if gone and last > first else new[last].start()
    come = after[new[first].start() : until] if last > first else ""
    return f"{other[:begin]}{come}{other[end:]}"


def in_common(one: list[re.Match[str]], other: list[re.Match[str]]) -> int:
    """Return how many tokens are the same at the begin."""
    pairs = zip(one, other, strict=False)
    return len([*takewhile(lambda pair: pair[0][0] == pair[1][0], pairs)])


def of_two_lines(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with a word of one line exchanged for the word of the other line there."""
    texts = source.written_lines
    for line in lines:
        for after in range(line + 1, min(line + REACH, len(texts)) + 1):
            one, other = texts[line - 1], texts[after - 1]
            if alike_lines(one, other):
                for cost, new, newer in exchanged(one, other):
                    changed = [new, *texts[line : after - 1], newer]
                    yield Step(cost, line, with_lines(source, line, after + 1, *changed))
                for at, text, beside in ((line, one, other), (after, other, one)):
                    for new in as_beside(text, beside):
                        yield Step(AS_BESIDE, at, with_lines(source, at, at + 1, new))


def differing(one: str, other: str) -> list[tuple[re.Match[str], re.Match[str]]]:
    """Return the words and signs of two lines that differ, if there are two such pairs or more."""
    pairs = zip(TOKEN.finditer(one), TOKEN.finditer(other), strict=True)
    differ = [(a, b) for a, b in pairs if a[0] != b[0]]
    return differ if len(differ) > 1 else []


def as_beside(text: str, other: str) -> Iterator[str]:
    """Yield a line with one of its words as the other line has it, where it has more of its own."""
    for a, b in differing(text, other):
        yield f"{text[: a.start()]}{b[0]}{text[a.end() :]}"


def exchanged(one: str, other: str) -> Iterator[tuple[float, str, str]]:
    for a, b in differing(one, other):
        is_counted = a[0].isdigit() and b[0].isdigit() and a[0] < b[0]
        agree = not is_counted and agrees(one, a[0]) and agrees(other, b[0])
        is_in_order = (a[0], b[0]) in PAIRS and not a[0].isdigit()
        yield (
            IN_ORDER if is_in_order else COUNTED if is_counted or agree else EXCHANGED,
            f"{one[: a.start()]}{b[0]}{one[a.end() :]}",
            f"{other[: b.start()]}{a[0]}{other[b.end() :]}",
        )
