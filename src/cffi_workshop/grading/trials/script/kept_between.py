"""What a script keeps from one call to the next, and should not: made once, and used by all calls.

That is a default that is changed, the answer that a decorator remembers, or a variable of the file
that the solution gives another value. Each is told where it is made, far from where it shows.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.functions import FunctionNode, first_line_of, name_called

from ..text.own_words import in_own_names
from ..text.step import Step, indent_of, with_lines, with_node

__all__ = ["kept_between"]

DEFAULT, REMEMBERED, OF_SOLUTION = 0.0, 0.0, 0.4
REMEMBERS = ("cache", "lru_cache", "cached_property")
MAKES = ("list", "dict", "set", "bytearray", "new", "zeros", "empty", "array")


def kept_between(source: Source) -> Iterator[Step]:
    """Yield the text with a thing that is made anew in each call, or as the solution makes it."""
    is_solved_so = any(map(remembering, source.solved))
    for node in source.written:
        if isinstance(node, FunctionNode):
            yield from made_anew(source, node)
            for first, last in remembering(node).items() if not is_solved_so else ():
                yield Step(REMEMBERED, first, with_lines(source, first, last + 1))
    yield from as_solution_has_it(source)


def made_anew(source: Source, function: FunctionNode) -> Iterator[Step]:
    """Yield the text in which a function makes what it has as a default, in each call."""
    given, first = function.args, first_line_of(function)
    named = zip(given.args[len(given.args) - len(given.defaults) :], given.defaults, strict=True)
    for parameter, default in (*named, *zip(given.kwonlyargs, given.kw_defaults, strict=True)):
        is_made = isinstance(default, ast.List | ast.Dict | ast.Set)
        if default and (is_made or name_called_in(default) in MAKES):
            indent = indent_of(source.written_lines[first - 1])
            new = f"{indent}{parameter.arg} = {ast.unparse(default)}"
            yield Step(DEFAULT, default.lineno, with_lines(source, first, first, new))


def remembering(node: ast.AST) -> dict[int, int]:
    """Return where each decorator begins and ends that remembers what a function returned."""
    found = getattr(node, "decorator_list", ())
    named = {each: ast.unparse(getattr(each, "func", each)).rpartition(".")[2] for each in found}
    ends = {each: each.end_lineno or each.lineno for each in found}
    return {each.lineno: ends[each] for each in found if named[each] in REMEMBERS}


def name_called_in(value: ast.expr) -> str:
    return name_called(value) if isinstance(value, ast.Call) else ""


def as_solution_has_it(source: Source) -> Iterator[Step]:
    """Yield the text with what the solution gives a variable of the file of the same name."""
    solved = dict(variables_of(source.solved))
    for name, value in variables_of(source.written):
        if name in solved:
            new = in_own_names(source, ast.unparse(solved[name]))
            if new != ast.unparse(value):
                yield Step(OF_SOLUTION, value.lineno, with_node(source.text, value, new))


def variables_of(nodes: list[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    """Yield the variables of a file that are given a value once for all, and it."""
    for each in getattr(nodes[0], "body", ()) if nodes else ():
        target = each.targets[0] if isinstance(each, ast.Assign) else getattr(each, "target", None)
        value = getattr(each, "value", None)
        if isinstance(target, ast.Name) and isinstance(value, ast.expr):
            yield target.id, value
