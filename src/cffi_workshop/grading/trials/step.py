"""One change of a file that is tried."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from cffi_workshop.grading.blame import Source

__all__ = ["Step", "behind_guard", "indent_of", "with_lines", "with_node"]


@dataclass(frozen=True, order=True)
class Step:
    """How unlikely a change is, the line that it is told by, and the whole text with it."""

    cost: float
    line: int
    text: str


def with_lines(source: Source, first: int, after: int, *new: str) -> str:
    """Return the text with other lines in the place of those from `first` up to `after`."""
    lines = source.written_lines
    return "\n".join([*lines[: first - 1], *new, *lines[after - 1 :]])


def behind_guard(lines: list[str], line: int, asks: str, leaves: str) -> int:
    """Return the last line of the guard that stands right below a line, or else that line.

    A guard has two lines: an `if` that `asks`, and one that `leaves`; both are regular expressions.
    """
    below = zip((asks, leaves), lines[line : line + 2], strict=False)
    is_guarded = len(lines) >= line + 2 and all(re.match(*each) for each in below)
    return line + 2 if is_guarded else line


def indent_of(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def with_node(text: str, node: ast.expr, new: str) -> str:
    """Return the text of a script with other code in the place of a node of its tree."""
    lines = [line.encode() for line in text.split("\n")]
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    ahead, behind = lines[first][: node.col_offset], lines[last][node.end_col_offset :]
    lines[first : last + 1] = [ahead + new.encode() + behind]
    return b"\n".join(lines).decode(errors="replace")
