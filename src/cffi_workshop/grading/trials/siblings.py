"""A line that is like another one, but for one of two: x and y, left and right."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cffi_workshop.grading.blame import Source

from .statement import STATEMENT
from .step import Step, with_lines

__all__ = ["PAIRS", "like_siblings", "other_cases"]

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
OTHER_CASE = 0.8
ASKS = re.compile(r"^([ \t]{0,80}if \()([^&|]{1,80})(\).{0,4})$")


def turned(text: str) -> str:
    """Return a line with each of two words in the place of the other."""
    return WORD.sub(lambda found: OTHER.get(found[0], found[0]), text)


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


def like_siblings(source: Source, line: int) -> Iterator[Step]:
    """Yield the text with a statement turned to the other of two, such as x and y.

    It stands below the statement, or in the place of the next one. A condition asks for both.
    """
    texts = source.written_lines
    text, after = (*texts[line - 1 : line + 1], "")[:2]
    new = turned(text)
    if asked := ASKS.match(text):
        both = f"{asked[1]}{asked[2]} || {turned(asked[2])}{asked[3]}"
        if turned(asked[2]) != asked[2]:
            yield Step(1.8, line, with_lines(source, line, line + 1, both))
    if new == text or new in texts or not STATEMENT.match(text):
        return
    yield Step(1.5, line, with_lines(source, line + 1, line + 1, new))
    if STATEMENT.match(after):
        yield Step(1.3, line + 1, with_lines(source, line + 1, line + 2, new))
