"""What an expression of a script is without one of its parts, or with another function in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cffi_workshop.grading.blame import Source

from ..line.other_names import may_end
from ..text.step import Step, with_node

__all__ = ["never_read", "with_less"]

LESS, LESS_OF_CONDITION, OTHER_FUNCTION, ANY_OR_ALL = 1.7, 1.2, 1.9, 0.6
OTHERS = {"any": "all", "all": "any"}


def with_less(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with a part of an expression left out, or another function called."""
    inside, of_c = {*lines}, functions_of_c(source)
    for node in source.written:
        if getattr(node, "lineno", 0) in inside:
            for cost, old, new in shorter(node, of_c):
                yield Step(cost, old.lineno, with_node(source.text, old, new))


def shorter(node: ast.AST, of_c: list[str]) -> Iterator[tuple[float, ast.expr, str]]:
    if isinstance(node, ast.BinOp):
        for part in (node.left, node.right):
            yield LESS, node, parenthesized(part)
        if isinstance(inner := node.left, ast.BinOp):  # a / b * c, and a * c / b
            first = ast.BinOp(inner.left, node.op, node.right)
            yield LESS, node, ast.unparse(ast.BinOp(first, inner.op, inner.right))
    elif isinstance(node, ast.BoolOp):
        for part in node.values:
            kept = [each for each in node.values if each is not part]
            new = ast.unparse(ast.BoolOp(node.op, kept) if len(kept) > 1 else kept[0])
            yield LESS_OF_CONDITION, node, f"({new})"
    elif isinstance(node, ast.UnaryOp) and not isinstance(node.operand, ast.Constant):
        yield LESS, node, parenthesized(node.operand)
    elif isinstance(node, ast.IfExp):
        for part in (node.body, node.orelse):
            yield LESS, node, parenthesized(part)
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        for name in ("lower", "upper", "step"):
            if getattr(node.slice, name):
                fields = dict(ast.iter_fields(node.slice)) | {name: None}
                new = ast.unparse(ast.Subscript(node.value, ast.Slice(**fields)))
                yield LESS, node, new
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield LESS, node, ast.unparse(node.value)
    elif isinstance(node, ast.Name) and node.id in OTHERS:
        yield ANY_OR_ALL, node, OTHERS[node.id]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        function = node.func
        for name in of_c if function.attr in of_c else ():
            if name != function.attr and may_end(function.attr, name):
                yield OTHER_FUNCTION, function, f"{ast.unparse(function.value)}.{name}"


def parenthesized(node: ast.expr) -> str:
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Call) else f"({ast.unparse(node)})"


def functions_of_c(source: Source) -> list[str]:
    """Return the functions of C that the solution calls, or hands on."""
    found = (each for each in source.solved if isinstance(each, ast.Attribute))
    of_c = (each.attr for each in found if ast.unparse(each.value).startswith("lib"))
    return list(dict.fromkeys(name for name in of_c if not name.isupper()))


def never_read(tree: list[ast.AST], first: int, last: int) -> set[str]:
    """Return the names that get a value within these lines, and are read nowhere there."""
    names = [each for each in tree if isinstance(each, ast.Name) and first <= each.lineno <= last]
    stored = {each.id for each in names if isinstance(each.ctx, ast.Store)}
    return {
        name
        for name in stored - {each.id for each in names if isinstance(each.ctx, ast.Load)}
        if not name.startswith("_")
    }
