"""One change of a file that is tried."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.verdict import Location

from .statement import LEAVES

__all__ = [
    "Mend",
    "Step",
    "behind_guard",
    "ends_of_statements",
    "indent_of",
    "lines_of_docstrings",
    "with_lines",
    "with_node",
]


@dataclass(frozen=True, order=True)
class Step:
    """How unlikely a change is, the line that it is told by, and the whole text with it."""

    cost: float
    line: int
    text: str


@dataclass(frozen=True)
class Mend:
    """The line that mends a check when it is changed, and what the change says, in a sentence."""

    place: Location
    says: str = ""


def with_lines(source: Source, first: int, after: int, *new: str) -> str:
    """Return the text with other lines in the place of those from `first` up to `after`."""
    lines = source.written_lines
    return "\n".join([*lines[: first - 1], *new, *lines[after - 1 :]])


def behind_guard(lines: list[str], line: int, asks: str) -> int:
    """Return the last line of the guard that stands below a line, or else that line.

    A guard is an `if` that `asks`, which is a regular expression of all up to what it does, and
    ends by a statement that leaves, in the same line or in deeper ones; in C with its brace.
    """
    first = next((at for at in range(line, len(lines)) if lines[at].strip()), line - 1)
    if (asked := re.match(asks, lines[first])) is None:
        return line
    end, indent = first, indent_of(lines[first])
    opens = first + (lines[first + 1 : first + 2] == [f"{indent}{{"])
    for at in range(opens + 1, len(lines)):
        if len(indent_of(lines[at])) <= len(indent) and lines[at].strip():
            break
        end = at if lines[at].strip() else end
    last = lines[end] if end > first else lines[first][asked.end() :]
    if not LEAVES.match(last):
        return line
    return end + 1 + (lines[end + 1 : end + 2] == [f"{indent}}}"])


def ends_of_statements(source: Source) -> dict[int, int]:
    """Return where each statement of a script begins that takes several lines, and where it ends.

    One with other statements in it is none of these.
    """
    plain = (
        each
        for each in source.written
        if isinstance(each, ast.stmt) and not hasattr(each, "body") and not hasattr(each, "cases")
    )
    ends = {each.lineno: each.end_lineno or each.lineno for each in plain}
    return {first: last for first, last in ends.items() if last > first}


def indent_of(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def lines_of_docstrings(source: Source) -> set[int]:
    """Return the lines of a script that do nothing but say something."""
    texts = (
        each
        for each in source.written
        if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)
    )
    return {at for each in texts for at in range(each.lineno, (each.end_lineno or 0) + 1)}


def with_node(text: str, node: ast.expr, new: str) -> str:
    """Return the text of a script with other code in the place of a node of its tree."""
    lines = [line.encode() for line in text.split("\n")]
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    ahead, behind = lines[first][: node.col_offset], lines[last][node.end_col_offset :]
    lines[first : last + 1] = [ahead + new.encode() + behind]
    return b"\n".join(lines).decode(errors="replace")
