"""A line that is like another one, but for one of two: x and y, left and right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import combinations

from cffi_workshop.grading.blame import Source

from ..text.statement import STATEMENT
from ..text.step import Step, with_lines

__all__ = ["PAIRS", "from_siblings"]

PAIRS = (
    *(("x", "y"), ("0", "1"), ("first", "second"), ("left", "right"), ("current", "next")),
    *(("rows", "columns"), ("row", "column"), ("before", "after"), ("i", "j"), ("used", "limit")),
    *(("height", "width"), ("north", "south"), ("above", "below"), ("a", "b"), ("title", "metres")),
)
OTHER = {one: other for pair in PAIRS for one, other in (pair, pair[::-1])}
WORD = re.compile(
    r"(?<![A-Za-z0-9])(?P<alone>[A-Za-z]{1,8}|[01])(?![A-Za-z0-9])|(?<=[a-z_])(?P<end>[xy])(?=\b|2\b)"
)
# One of two cases of a comparison, which has its answer in this line or in the next one.
VALUE = r"[\w.\[\]*]{1,60}"
CASE = re.compile(
    rf"^([ \t]{{1,80}})(?:el|else )?if (\(?)({VALUE}) ([<>]) ({VALUE})\)?:?"
    r"(?: \{)?(?:\s{1,80}return (-?1)(?:[;\n]|$))"
)
OTHER_CASE, EXCHANGED = 0.8, 1.1
NAME, LONGEST, MOST_NAMES = re.compile(r"(?<![\w.\"'])[a-z_]\w{1,40}\b(?!\()"), 400, 12
ANY_NAME = re.compile(r"(?<![\w.\"'])[A-Za-z_]\w{0,40}\b(?!\()")  # also of one letter
# What is asked of two values, or of one; and between what stands beside each other there.
PART = r"[\w.\[\]>*-]{1,60}(?:\([^()]{0,40}\))?"
OPERAND = rf"{PART}(?: [-+*/%] {PART})?"
CLAUSE = re.compile(rf"(?<![\w.]){OPERAND} (?:[<>]=?|[!=]=|is not|is) {OPERAND}")
JOINS = re.compile(r" (\|\||&&|or|and) ")
ASKS, MORE = re.compile(r"^[ \t]{0,80}(?:\} else |el)?if (\(?)"), 1.6


def turned(text: str) -> str:
    """Return a line with each of two words in the place of the other."""
    return WORD.sub(lambda found: OTHER.get(found[0], found[0]), text)


def of_the_other(text: str, pairs: dict[str, str]) -> list[str]:
    """Return a text as it is for the other of two: of two words, and of two names."""
    new = (turned(text), ANY_NAME.sub(lambda found: pairs.get(found[0], found[0]), text))
    return [each for each in dict.fromkeys(new) if each != text]


def pairs_in(text: str, clauses: list[str]) -> dict[str, str]:
    """Return what stands beside what: names that are alike, and those that are asked the same."""
    names = sorted({*NAME.findall(text)})
    found = [each for each in combinations(names, 2) if are_alike(*each)][:MOST_NAMES]
    for one, other in combinations(clauses, 2):
        if ANY_NAME.sub("", one) == ANY_NAME.sub("", other):
            found += zip(ANY_NAME.findall(one), ANY_NAME.findall(other), strict=True)
    return {one: other for pair in found for one, other in (pair, pair[::-1])}


def are_alike(one: str, other: str) -> bool:
    """Say whether two names differ by one character, such as nx and ny."""
    same = len(one) == len(other)
    return same and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def from_siblings(source: Source, line: int) -> Iterator[Step]:
    """Yield the text with what a line has of one of two, as the other of the two has it."""
    yield from like_siblings(source, line)
    yield from with_clause_more(source, line)
    yield from other_cases(source, line)
    yield from with_two_exchanged(source, line)


def other_cases(source: Source, line: int) -> Iterator[Step]:
    """Yield the text with the other case of a comparison, and the other sign, below the one."""
    texts = source.written_lines
    found = CASE.match("\n".join(texts[line - 1 : line + 1]))
    if found is None:
        return
    indent, bracket, one, sign, other, answer = found.groups()
    asks = f"{other} {sign} {one}"
    value = "1" if answer == "-1" else "-1"
    at = line + 1 + ("return" not in texts[line - 1])
    function = source.function_at(line)
    if function is None or asks in source.text_of(function):
        return
    new = f"if ({asks}) return {value};" if bracket else f"if {asks}: return {value}"
    yield Step(OTHER_CASE, at - 1, with_lines(source, at, at, indent + new))


def with_two_exchanged(source: Source, line: int) -> Iterator[Step]:
    """Yield the text with two names of a line that are alike, such as nx and ny, exchanged."""
    text = source.written_lines[line - 1][:LONGEST]
    names = sorted({*NAME.findall(text)})[:MOST_NAMES]
    for one, other in combinations(names, 2):
        if are_alike(one, other):
            new = NAME.sub(partial(exchanged, one, other), text)
            yield Step(EXCHANGED, line, with_lines(source, line, line + 1, new))


def exchanged(one: str, other: str, found: re.Match[str]) -> str:
    return {one: other, other: one}.get(found[0], found[0])


def with_clause_more(source: Source, line: int) -> Iterator[Step]:
    """Yield the text with what a condition asks of one of two asked of the other as well."""
    text = source.written_lines[line - 1][:LONGEST]
    joined, asks = JOINS.search(text), ASKS.match(text)
    clauses = [*CLAUSE.finditer(text)] if joined or asks else []
    if not clauses:
        return
    join = joined[1] if joined else "||" if asks and asks[1] else "or"
    function = source.function_at(line)
    around = source.text_of(function) if function else text
    pairs = pairs_in(around, [each[0] for each in clauses])
    for clause in clauses:
        for more in of_the_other(clause[0], pairs):
            if more not in text:
                at = clauses[-1].end()
                new = f"{text[:at]} {join} {more}{text[at:]}"
                yield Step(MORE, line, with_lines(source, line, line + 1, new))


def like_siblings(source: Source, line: int) -> Iterator[Step]:
    """Yield the text with a statement turned to the other of two, such as x and y.

    It stands below the statement, or in the place of the next one.
    """
    texts = source.written_lines
    text, after = (*texts[line - 1 : line + 1], "")[:2]
    new = turned(text)
    if new == text or new in texts or not STATEMENT.match(text):
        return
    yield Step(1.5, line, with_lines(source, line + 1, line + 1, new))
    if STATEMENT.match(after):
        yield Step(1.3, line + 1, with_lines(source, line + 1, line + 2, new))
