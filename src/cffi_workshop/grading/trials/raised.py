"""What is to be raised, in the place of what a script raises or returns; and what it catches."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cffi_workshop.grading.blame import Source

from .step import Step, indent_of, with_lines, with_node

__all__ = ["caught", "raised"]

# What is raised may be right, and the condition for it is wrong.
COST = 1.2
CAUGHT = {"BaseException": 0.5, "Exception": 1.0}
ERRNO = {"OSError": "OSError(0, '')"}


def raised(source: Source, lines: list[int], expected: str) -> Iterator[Step]:
    """Yield the text that raises `expected` where something else is raised, returned or passed."""
    inside, texts = {*lines}, source.written_lines
    for node in source.written:
        if not isinstance(node, ast.Raise | ast.Return | ast.Pass) or node.lineno not in inside:
            continue
        made = getattr(node, "exc", None) or getattr(node, "value", None)
        if expected in ast.unparse(node) or isinstance(made, ast.Name):
            continue
        new = f"{indent_of(texts[node.lineno - 1])}raise {ERRNO.get(expected, expected)}"
        if texts[node.lineno - 1].lstrip().startswith(("raise", "return", "pass")):
            after = (node.end_lineno or node.lineno) + 1
            yield Step(COST, node.lineno, with_lines(source, node.lineno, after, new))


def caught(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text of a script that catches more than it does."""
    inside = {*lines}
    for node in source.written:
        if isinstance(node, ast.ExceptHandler) and node.type and node.lineno in inside:
            for name, cost in CAUGHT.items():
                if name != ast.unparse(node.type):
                    yield Step(cost, node.lineno, with_node(source.text, node.type, name))
