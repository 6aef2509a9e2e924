"""Python that is parsed, by one thread after the other.

CPython counts the depth of a tree for all threads together. Where two parse, it may raise
SystemError: "AST constructor recursion depth mismatch" (https://github.com/python/cpython/issues/106905).
"""

from __future__ import annotations

import ast
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

__all__ = ["parsed", "parsed_expression"]

Tree = TypeVar("Tree", bound=ast.AST)
TRIES = 4  # since others than these functions may parse meanwhile

_one_at_a_time = threading.Lock()


def parsed(text: str) -> ast.Module:
    """Return the tree of a module; raise what ast.parse() does."""
    return _in_turn(lambda: ast.parse(text))


def parsed_expression(text: str) -> ast.expr:
    """Return the tree of an expression; raise what ast.parse() does."""
    return _in_turn(lambda: ast.parse(text, mode="eval")).body


def _in_turn(parse: Callable[[], Tree]) -> Tree:
    with _one_at_a_time:
        for _ in range(TRIES):
            with suppress(SystemError):
                return parse()
        return parse()
