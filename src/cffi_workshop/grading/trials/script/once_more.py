"""A call that is made for one of two, and forgotten for the other."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from itertools import permutations

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.functions import FunctionNode, name_called

from ..text.own_words import substituted
from ..text.step import Step, indent_of, with_lines

__all__ = ["once_more"]

TOGETHER, APART = -0.6, 1.2  # as two of one type, or that a function is given, or not
TURNED = {"True": "False", "False": "True"}


def once_more(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text of a script with a call of a helper again, over another parameter."""
    inside, own = {*lines}, {each.name for each in source.functions}
    for function in source.written:
        if not isinstance(function, FunctionNode):
            continue
        names = [each.arg for each in function.args.args if each.arg not in ("self", "cls")]
        done = [each for each in function.body if isinstance(each, ast.Expr)]
        calls = [each.value for each in done if isinstance(each.value, ast.Call)]
        given = [(name_called(each), {*map(ast.unparse, each.args)}) for each in calls]
        given += [("", each) for each in of_one_type(source, function)]
        known = {(called, each) for called, said in given for each in said}
        for call in (each for each in calls if each.lineno in inside and name_called(each) in own):
            said = {*map(ast.unparse, call.args)}
            for name, other in permutations(names, 2):
                if name in said and (name_called(call), other) not in known:
                    is_pair = any({name, other} <= both for _, both in given)
                    new = substituted(ast.unparse(call), {name: other})
                    yield from behind(source, call, new, TOGETHER if is_pair else APART)


def of_one_type(source: Source, function: FunctionNode) -> Iterator[set[str]]:
    """Yield the two parameters, of the solution's function as well, that no other is of a type."""
    solved = (each for each in source.solved if isinstance(each, FunctionNode))
    for one in (function, *(each for each in solved if each.name == function.name)):
        types: dict[str, set[str]] = {}
        for each in one.args.args:
            if each.annotation:
                types.setdefault(ast.unparse(each.annotation), set()).add(each.arg)
        yield from (names for names in types.values() if len(names) == 2)


def behind(source: Source, call: ast.Call, new: str, cost: float) -> Iterator[Step]:
    after = (call.end_lineno or call.lineno) + 1
    indent = indent_of(source.written_lines[call.lineno - 1])
    for said in dict.fromkeys((new, *(substituted(new, {a: b}) for a, b in TURNED.items()))):
        yield Step(cost, call.lineno, with_lines(source, after, after, indent + said))
