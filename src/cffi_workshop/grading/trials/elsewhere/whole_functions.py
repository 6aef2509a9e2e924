"""The solution's function in the place of the one of that name: it tells which one is wrong."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from textwrap import dedent, indent

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.functions import Function, FunctionNode, calls_in
from cffi_workshop.grading.python_code import parsed
from cffi_workshop.grading.verdict import Location

from ..text.own_words import in_own_names
from ..text.step import Step, indent_of, with_lines

__all__ = ["NOWHERE", "likelier_inside", "somewhere_in", "whole_functions"]

NOWHERE = Location("", 0)  # no line has that number
COST = 2.4
MENDED = 1.0  # how much likelier a line is the mistake where its function as a whole mends
MOST = 8  # functions
CLASS = re.compile(r"[ \t]{0,80}(?:class|struct)\b")


def whole_functions(source: Source, likely: Mapping[int, float]) -> list[Step]:
    """Return the texts with a function as the solution has it, each told by its likeliest line.

    None of them does without a helper of the file that the function calls, which may be what is
    wrong. There is none where all likely lines are in one function, since that one is wrong.
    """
    found = []
    for function, new in solved_in(source):
        lines = [line for line in function.span if line in likely]
        if lines and len(lines) < len(likely):
            line = max(lines, key=lambda each: (likely[each], -each))
            text = with_lines(source, function.first, function.last + 1, *new.split("\n"))
            found.append(Step(COST - likely[line], line, text))
    return sorted(found)[:MOST]


def solved_in(source: Source) -> Iterator[tuple[Function, str]]:
    """Yield the functions and methods of a file, each with the solution's of the same name."""
    functions = source.solved_functions
    lines, own = source.solution.split("\n"), {each.name for each in source.functions}
    solved = {
        path_of(functions, each): source.solved_text_of(each)
        for each in functions
        if not CLASS.match(lines[each.first - 1])
    }
    for function in source.functions:
        new = solved.get(path_of(source.functions, function), "")
        inside = {each.name for each in source.functions if each.first in function.span}
        helpers = (own - inside) & calls_in(source.body_of(function))
        if new and helpers <= calls_in(new):
            if source.name.endswith(".py"):
                margin = indent_of(source.written_lines[function.first - 1])
                new = indent(in_own_names(source, plain(dedent(new))), margin)
            yield function, new


def path_of(functions: list[Function], inner: Function) -> tuple[str, ...]:
    """Return the names of a function and of those around it, the outermost first."""
    around = (each for each in functions if each.first <= inner.first and inner.last <= each.last)
    return tuple(each.name for each in sorted(around, key=lambda each: (each.first, -each.last)))


def likelier_inside(
    source: Source, likely: Mapping[int, float], mended: list[Step]
) -> Mapping[int, float]:
    """Return how likely each line is, where functions as a whole have mended the check."""
    found = (source.function_at(step.line) for step in mended)
    lines = {line for function in found if function for line in function.span}
    return {line: each + (MENDED if line in lines else 0.0) for line, each in likely.items()}


def somewhere_in(source: Source, mended: list[Step]) -> Location:
    """Return the function that mends as a whole, by its likeliest line; or NOWHERE."""
    for step in mended:
        if function := source.function_at(step.line):
            return Location(source.name, step.line, function.name)
    return NOWHERE


def plain(text: str) -> str:
    """Return a function of a script without its docstring, types and comments."""
    tree = parsed(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, FunctionNode):
            node.returns = None
            if ast.get_docstring(node) is not None and len(node.body) > 1:
                del node.body[0]
    return ast.unparse(tree)
