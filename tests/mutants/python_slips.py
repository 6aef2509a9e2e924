"""What a learner's hand slips to in Python: the wrong name, the wrong order, half of a thing."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from itertools import pairwise

from .cdef_slips import cdef_slips
from .mutant import Change

__all__ = ["slips"]

Span = Callable[[ast.AST], tuple[int, int]]
PLAIN = (ast.Expr, ast.Assign, ast.AugAssign)
# What is caught, or raised, in its place.
OTHER_EXCEPTIONS = {
    "ValueError": ("TypeError", "Exception"),
    "TypeError": ("ValueError",),
    "OSError": ("ValueError", "Exception"),
    "MemoryError": ("ValueError", "OSError"),
    "OverflowError": ("ValueError",),
    "KeyError": ("ValueError", "IndexError"),
    "IndexError": ("ValueError", "KeyError"),
    "RuntimeError": ("ValueError",),
    "UnicodeDecodeError": ("ValueError",),
}


def slips(tree: ast.Module, text: str, span: Span, messages: set[ast.AST]) -> Iterator[Change]:
    def said(node: ast.AST) -> str:
        return text[slice(*span(node))]

    for node in ast.walk(tree):
        if node in messages:
            continue
        if isinstance(node, ast.FunctionDef):
            yield from _other_names(node, span, messages)
        if isinstance(body := getattr(node, "body", None), list):
            yield from _turned_round(body, text, span)
        if isinstance(node, ast.Call):
            yield from _of_call(node, text, span, said)
        for part in _counted(node):
            yield "off by one", *span(part), f"{said(part)} + 1"
            yield "off by one", *span(part), f"{said(part)} - 1"
        if isinstance(node, ast.BinOp):
            yield "operand left out", *span(node), said(node.left)
            yield "operand left out", *span(node), said(node.right)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            yield "part left out", *span(node), said(node.value)
        if isinstance(node, ast.Return) and node.value:
            yield "return left out", *span(node), said(node.value)
        if isinstance(node, ast.Assign) and _is_of_self(node.targets[0]):
            yield "not kept", *span(node.targets[0]), node.targets[0].attr
        if isinstance(node, ast.Raise | ast.ExceptHandler):
            yield from _other_exceptions(node, span)
    yield from _other_attributes(tree, span)


def _other_names(node: ast.FunctionDef, span: Span, messages: set[ast.AST]) -> Iterator[Change]:
    """Yield each variable for each other one of the same function that has come before it."""
    given = [each.arg for each in node.args.args if each.arg not in ("self", "cls")]
    stored = dict.fromkeys(given, 0)
    names = [each for each in ast.walk(node) if isinstance(each, ast.Name) and each not in messages]
    for each in names:
        if isinstance(each.ctx, ast.Store):
            stored.setdefault(each.id, each.lineno)
    for each in names:
        if isinstance(each.ctx, ast.Load) and each.id in stored:
            for other, line in stored.items():
                if other != each.id and line < each.lineno:
                    yield "other name", *span(each), other


def _other_attributes(tree: ast.Module, span: Span) -> Iterator[Change]:
    """Yield each attribute for each other one that the file has of the same thing."""
    attributes = [
        (ast.unparse(each.value), each)
        for each in ast.walk(tree)
        if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Load)
    ]
    used: dict[str, set[str]] = {}
    for owner, each in attributes:
        used.setdefault(owner, set()).add(each.attr)
    for owner, each in attributes:
        end = span(each)[1]
        for other in sorted(used[owner] - {each.attr}):
            yield "other attribute", end - len(each.attr), end, other


def _turned_round(body: list[ast.stmt], text: str, span: Span) -> Iterator[Change]:
    """Yield two statements in each other's place, where one needs what the other does."""
    for one, other in pairwise(body):
        if isinstance(one, PLAIN) and isinstance(other, PLAIN) and _touch(one, other):
            start, end = span(one)[0], span(other)[1]
            between = text[span(one)[1] : span(other)[0]]
            turned = text[slice(*span(other))] + between + text[slice(*span(one))]
            yield "statements exchanged", start, end, turned


def _touch(one: ast.stmt, other: ast.stmt) -> bool:
    stored = {ast.unparse(each) for each in getattr(one, "targets", ())}
    loaded = {
        ast.unparse(each)
        for each in ast.walk(other)
        if isinstance(each, ast.Name | ast.Attribute | ast.Subscript)
    }
    return bool(stored & loaded) or isinstance(one, ast.Expr) or isinstance(other, ast.Expr)


def _of_call(node: ast.Call, text: str, span: Span, said) -> Iterator[Change]:
    """Yield what a call is made of, or with, in its place; and a cdef with slips of its own."""
    if isinstance(node.func, ast.Attribute) and not node.args and not node.keywords:
        yield "call left out", *span(node), said(node.func.value)
    if isinstance(node.func, ast.Attribute) and node.func.attr in ("encode", "decode", "astype"):
        yield "call left out", *span(node), said(node.func.value)
    if node.args and not isinstance(node.args[0], ast.Constant | ast.Starred):
        yield "call left out", *span(node), said(node.args[0])
    if isinstance(node.func, ast.Attribute) and node.func.attr == "cdef":
        for each in node.args:
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                yield from cdef_slips(text, *span(each))


def _counted(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what counts, or says a place: an index, an end, a size, a limit."""
    if isinstance(node, ast.Subscript):
        ends = [node.slice.lower, node.slice.upper] if isinstance(node.slice, ast.Slice) else []
        yield from (each for each in ends or [node.slice] if _is_variable(each))
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("range", "new", "buffer")):
        yield from (each for each in node.args if _is_variable(each))
    if isinstance(node, ast.Compare):
        yield from (each for each in node.comparators if _is_variable(each))


def _is_variable(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Name | ast.Attribute) and not ast.unparse(node).endswith("NULL")


def _is_of_self(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and ast.unparse(node.value) == "self"


def _other_exceptions(node: ast.Raise | ast.ExceptHandler, span: Span) -> Iterator[Change]:
    named = node.type if isinstance(node, ast.ExceptHandler) else node.exc
    named = named.func if isinstance(named, ast.Call) else named
    if isinstance(named, ast.Name):
        for other in OTHER_EXCEPTIONS.get(named.id, ()):
            yield "other exception", *span(named), other
