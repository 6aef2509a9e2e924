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

__all__ = ["NOT_PYTHON", "line_of_error", "names_in", "nodes_of", "parsed", "parsed_expression"]

Tree = TypeVar("Tree", bound=ast.AST)
NOT_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)  # raised for what is none
TRIES = 4  # since others than these functions may parse meanwhile

_one_at_a_time = threading.Lock()


def parsed(text: str) -> ast.Module:
    """Return the tree of a module; raise what ast.parse() does."""
    return _in_turn(lambda: ast.parse(text))


def parsed_expression(text: str) -> ast.expr:
    """Return the tree of an expression; raise what ast.parse() does."""
    return _in_turn(lambda: ast.parse(text, mode="eval")).body


def line_of_error(text: str) -> int:
    """Return the line at which Python stops reading a module; 0 where it names none."""
    try:
        parsed(text)
    except SyntaxError as error:
        return error.lineno or 0
    except NOT_PYTHON:
        return 0
    return 0


def nodes_of(text: str) -> list[ast.AST]:
    """Return the nodes of a module, itself first; none, where Python cannot read it."""
    try:
        return list(ast.walk(parsed(text)))
    except NOT_PYTHON:
        return []


def names_in(node: ast.AST, context: type[ast.expr_context] = ast.expr_context) -> set[str]:
    """Return the variables that a node reads (ast.Load), gives a value (ast.Store), or names."""
    found = (each for each in ast.walk(node) if isinstance(each, ast.Name))
    return {each.id for each in found if isinstance(each.ctx, context)}


def _in_turn(parse: Callable[[], Tree]) -> Tree:
    with _one_at_a_time:
        for _ in range(TRIES):
            with suppress(SystemError):
                return parse()
        return parse()
