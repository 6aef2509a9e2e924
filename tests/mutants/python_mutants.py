"""Changes of Python by its syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .mutant import Change, Mutant, begins_of, of_other_meaning, replaced
from .python_slips import slips

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


def python_mutants(
    file: str, text: str, own: set[int], *, with_slips: bool = True
) -> Iterator[Mutant]:
    """Yield each change that compiles to something else."""
    changes = (
        replaced(file, text, start, end, new, operator)
        for operator, start, end, new in _changes(text, own, with_slips=with_slips)
    )
    yield from of_other_meaning(changes, text, _compiled)


def _compiled(text: str) -> str | None:
    try:
        return ast.dump(ast.parse(text))
    except SyntaxError:
        return None


def _changes(text: str, own: set[int], *, with_slips: bool) -> Iterator[Change]:
    begins, lines = begins_of(text), text.split("\n")

    def offset(line: int, column: int) -> int:
        return begins[line - 1] + len(lines[line - 1].encode()[:column].decode())

    def span(node: ast.expr | ast.stmt) -> tuple[int, int]:
        return offset(node.lineno, node.col_offset), offset(node.end_lineno, node.end_col_offset)

    tree = ast.parse(text)
    messages = _messages(tree)
    for node in ast.walk(tree):
        if getattr(node, "lineno", 0) in own and node not in messages:
            yield from _of_node(node, text, span)
    for operator, start, end, new in slips(tree, text, span, messages) if with_slips else ():
        if text.count("\n", 0, start) + 1 in own:
            yield operator, start, end, new


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


def _of_node(node: ast.AST, text: str, span) -> Iterator[Change]:
    if isinstance(node, DELETED) and not _is_docstring(node):
        yield "statement left out", *span(node), "pass"
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = span(node.left)[1], span(node.comparators[0])[0]
        for other in COMPARISONS[type(node.ops[0])]:
            yield "comparison", left, right, f" {other} "
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        left, right = span(node.left)[1], span(node.right)[0]
        for other in OPERATORS[type(node.op)]:
            yield "arithmetic", left, right, f" {other} "
    if isinstance(node, ast.BoolOp):
        left, right = span(node.values[0])[1], span(node.values[1])[0]
        yield "condition", left, right, " or " if isinstance(node.op, ast.And) else " and "
        for value in node.values:
            yield "condition", *span(node), text[slice(*span(value))]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield "condition", *span(node), text[slice(*span(node.operand))]
    if isinstance(node, ast.Constant):
        yield from _of_constant(node, text, span)
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        yield "condition", *span(node.test), "False"
        yield "condition", *span(node.test), "True"
    if isinstance(node, ast.Return) and node.value is not None:
        yield "result", *span(node.value), "None"
    if isinstance(node, ast.Call):
        yield from _of_call(node, text, span)


def _of_constant(node: ast.Constant, text: str, span) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield "constant", *span(node), str(not value)
    elif isinstance(value, int | float):
        for other in (value + 1, value - 1):
            yield "off by one", *span(node), repr(other)
    elif isinstance(value, str) and "\n" not in value and text[slice(*span(node))][:1] in "\"'":
        yield "constant", *span(node), '""'
        # A declarator may have a name, and the preprocessor only warns of more behind an #include.
        if not value.endswith("*") and not value.startswith("#include"):
            yield "constant", *span(node), repr(value + "x")


def _of_call(node: ast.Call, text: str, span) -> Iterator[Change]:
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
        yield "argument left out", begin, end, f"({', '.join(left)})"
    if len(whole) > 1:
        yield (
            "arguments exchanged",
            begin,
            end,
            f"({', '.join([whole[1], whole[0], *whole[2:], *named])})",
        )


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
