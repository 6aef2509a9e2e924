"""A result that a script leaves out: a function comes to its end, or to that of a branch."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.functions import FunctionNode

from ..lines.moved import bodies_of
from ..text.step import Step, indent_of, with_lines
from .in_role import functions_in

__all__ = ["results_left_out"]

AT_END, IN_BRANCH = 0.8, 1.6  # of a function that gives nothing, and of a block in it
MOST = 4  # names, the latest first
LEAVES = ast.Return | ast.Raise | ast.Continue | ast.Break


def results_left_out(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with a result given at the end of a block, where a function has results."""
    inside = {*lines}
    giving = {each.name for each in functions_in(source.solved) if gives(each)}
    for function in functions_in(source.written):
        if gives(function) or function.name in giving:
            for block in (each for node in own_nodes(function) for each in bodies_of(node)):
                last = block[-1] if block else None
                if last and not isinstance(last, LEAVES) and touches(inside, last):
                    cost = AT_END if block is function.body else IN_BRANCH
                    yield from with_results(source, function, last, cost)


def with_results(
    source: Source, function: FunctionNode, last: ast.stmt, cost: float
) -> Iterator[Step]:
    indent, end = indent_of(source.written_lines[last.lineno - 1]), last.end_lineno or last.lineno
    for name in [*dict.fromkeys(names_made(function, end))][:MOST]:
        new = f"{indent}return {name}"
        yield Step(cost, end, with_lines(source, end + 1, end + 1, new))
    if isinstance(last, ast.Expr) and not isinstance(last.value, ast.Constant):
        new = f"{indent}return {ast.unparse(last.value)}"
        yield Step(cost, last.lineno, with_lines(source, last.lineno, end + 1, new))


def names_made(function: FunctionNode, before: int) -> Iterator[str]:
    """Yield what a function gives names to above a line, the latest first, and its parameters."""
    stored = [
        (node.lineno, node.id)
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    yield from (name for line, name in sorted(stored, reverse=True) if line <= before)
    yield from (each.arg for each in function.args.args if each.arg not in ("self", "cls"))


def gives(function: FunctionNode) -> bool:
    """Say whether a function returns a value anywhere."""
    returns = (each for each in own_nodes(function) if isinstance(each, ast.Return))
    return any(each.value is not None for each in returns)


def own_nodes(function: FunctionNode) -> Iterator[ast.AST]:
    """Yield a function and what is in it, but for the functions in it."""
    queue: list[ast.AST] = [function]
    for node in queue:
        yield node
        inner = ast.iter_child_nodes(node)
        queue += [each for each in inner if not isinstance(each, FunctionNode | ast.Lambda)]


def touches(inside: set[int], statement: ast.stmt) -> bool:
    return not inside.isdisjoint(range(statement.lineno, (statement.end_lineno or 0) + 1))
