"""The solution's function in the place of the one of that name: it tells which one is wrong."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.functions import Function, calls_in, functions_of

from .guards import in_own_names
from .step import Step, with_lines

__all__ = ["whole_functions"]

COST = 2.4
LONGEST = 12  # lines of a function: of a longer one it tells too little


def whole_functions(source: Source, likely: Mapping[int, float]) -> Iterator[Step]:
    """Yield the text with a short function as the solution has it, which calls none of the file's.

    It is told by its likeliest line.
    """
    lines_solved = source.solution.split("\n")
    found = functions_of(source.name, source.solution)
    solved = {
        each.name: "\n".join(lines_solved[each.first - 1 : each.last])
        for each in found
        if is_outermost(lines_solved, each)
    }
    own = {each.name for each in source.functions}
    for function in source.functions:
        body = source.body_of(function)
        is_alone = not calls_in(body) & (own - {function.name}) and is_outermost(
            source.lines, function
        )
        lines = [line for line in function.span if line in likely and line >= function.body]
        is_short = function.last - function.body < LONGEST
        if function.name in solved and is_alone and is_short and lines:
            new = solved[function.name]
            new = in_own_names(source, plain(new)) if source.name.endswith(".py") else new
            line = max(lines, key=lambda each: (likely[each], -each))
            text = with_lines(source, function.first, function.last + 1, *new.split("\n"))
            yield Step(COST, line, text)


def is_outermost(lines: list[str], function: Function) -> bool:
    return not lines[function.first - 1].startswith((" ", "\t"))


def plain(text: str) -> str:
    """Return a function of a script without its docstring, types and comments."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
            if ast.get_docstring(node) is not None and len(node.body) > 1:
                del node.body[0]
    return ast.unparse(tree)
