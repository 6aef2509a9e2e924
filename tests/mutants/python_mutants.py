"""Changes of Python by its syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .mutant import Mutant, replaced

__all__ = ["python_mutants"]

COMPARISONS = {
    ast.Lt: ("<=", ">"),
    ast.LtE: ("<", ">="),
    ast.Gt: (">=", "<"),
    ast.GtE: (">", "<="),
    ast.Eq: ("!=",),
    ast.NotEq: ("==",),
    ast.Is: ("is not",),
    ast.IsNot: ("is",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
}
OPERATORS = {
    ast.Add: ("-",),
    ast.Sub: ("+",),
    ast.Mult: ("+",),
    ast.Div: ("*",),
    ast.FloorDiv: ("*",),
    ast.Mod: ("*",),
}
DELETED = (ast.Expr, ast.Assign, ast.AugAssign, ast.Raise, ast.AnnAssign)


def python_mutants(file: str, text: str, own: set[int]) -> Iterator[Mutant]:
    """Yield each change that compiles to something else."""
    same = _compiled(text)
    for start, end, new in _changes(text, own):
        mutant = replaced(file, text, start, end, new)
        code = _compiled(mutant.text)
        if code is not None and code != same:
            yield mutant


def _compiled(text: str) -> str | None:
    try:
        return ast.dump(ast.parse(text))
    except SyntaxError:
        return None


def _changes(text: str, own: set[int]) -> Iterator[tuple[int, int, str]]:
    lines = text.encode().split(b"\n")
    begins = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    raw = text.encode()

    def offset(line: int, column: int) -> int:
        return len(raw[: begins[line - 1] + column].decode())

    def span(node: ast.expr | ast.stmt) -> tuple[int, int]:
        return offset(node.lineno, node.col_offset), offset(node.end_lineno, node.end_col_offset)

    tree = ast.parse(text)
    messages = _messages(tree)
    for node in ast.walk(tree):
        if getattr(node, "lineno", 0) in own and node not in messages:
            yield from _of_node(node, text, span)


def _messages(tree: ast.Module) -> set[ast.AST]:
    """Return what only words an exception, or a docstring: no sentence is promised.

    OSError has its errno and file name.
    """
    raised = (node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise))
    calls = [
        call
        for call in raised
        if isinstance(call, ast.Call) and ast.unparse(call.func) != "OSError"
    ]
    parts = {part for call in calls for argument in call.args for part in ast.walk(argument)}
    docstrings = {node.value for node in ast.walk(tree) if _is_docstring(node)}
    return parts | set(calls) | docstrings


def _of_node(node: ast.AST, text: str, span) -> Iterator[tuple[int, int, str]]:
    if isinstance(node, DELETED) and not _is_docstring(node):
        yield *span(node), "pass"
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = span(node.left)[1], span(node.comparators[0])[0]
        for other in COMPARISONS[type(node.ops[0])]:
            yield left, right, f" {other} "
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        left, right = span(node.left)[1], span(node.right)[0]
        for other in OPERATORS[type(node.op)]:
            yield left, right, f" {other} "
    if isinstance(node, ast.BoolOp):
        left, right = span(node.values[0])[1], span(node.values[1])[0]
        yield left, right, " or " if isinstance(node.op, ast.And) else " and "
        for value in node.values:
            yield *span(node), text[slice(*span(value))]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield *span(node), text[slice(*span(node.operand))]
    if isinstance(node, ast.Constant):
        yield from _of_constant(node, text, span)
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        yield *span(node.test), "False"
        yield *span(node.test), "True"
    if isinstance(node, ast.Return) and node.value is not None:
        yield *span(node.value), "None"
    if isinstance(node, ast.Call):
        yield from _of_call(node, text, span)


def _of_constant(node: ast.Constant, text: str, span) -> Iterator[tuple[int, int, str]]:
    value = node.value
    if isinstance(value, bool):
        yield *span(node), str(not value)
    elif isinstance(value, int | float):
        for other in (value + 1, value - 1):
            yield *span(node), repr(other)
    elif isinstance(value, str) and "\n" not in value and text[slice(*span(node))][:1] in "\"'":
        yield *span(node), '""'
        # A declarator may have a name, and the preprocessor only warns of more behind an #include.
        if not value.endswith("*") and not value.startswith("#include"):
            yield *span(node), repr(value + "x")


def _of_call(node: ast.Call, text: str, span) -> Iterator[tuple[int, int, str]]:
    """Leave out an argument, with the comma; put the first two in each other's place."""
    arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
    whole = [text[slice(*span(each))] for each in node.args]
    named = [f"{each.arg}={text[slice(*span(each.value))]}" for each in node.keywords if each.arg]
    if not arguments or len(whole) + len(named) != len(arguments):
        return
    begin = span(node.func)[1]
    end = span(node)[1]
    listed = whole + named
    for place in range(len(listed)):
        left = listed[:place] + listed[place + 1 :]
        yield begin, end, f"({', '.join(left)})"
    if len(whole) > 1:
        yield begin, end, f"({', '.join([whole[1], whole[0], *whole[2:], *named])})"


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
