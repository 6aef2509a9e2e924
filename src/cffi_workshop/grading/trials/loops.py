"""A loop that does two things: all of the first, and then all of the second."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cffi_workshop.grading.blame import Source

from .step import Step, with_lines

__all__ = ["with_loops_parted"]


def with_loops_parted(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with two loops in the place of one that has two statements."""
    for loop in source.written:
        if not isinstance(loop, ast.For) or len(loop.body) != 2 or loop.lineno not in lines:
            continue
        first, second = loop.body
        if first.end_lineno is None or second.end_lineno is None or loop.lineno == first.lineno:
            continue
        head = source.written_lines[loop.lineno - 1]
        text = with_lines(source, second.lineno, second.lineno, head)
        yield Step(1.0, second.lineno, text)
