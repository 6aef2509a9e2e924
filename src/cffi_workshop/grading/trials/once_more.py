"""A call that is made for one of two, and forgotten for the other."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.functions import name_called

from .guards import substituted
from .step import Step, indent_of, with_lines

__all__ = ["once_more"]

COST = 0.5
TURNED = {"True": "False", "False": "True"}


def once_more(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text of a script with a call of a helper again, over another parameter."""
    inside, own = {*lines}, {each.name for each in source.functions}
    for function in source.written:
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        names = [each.arg for each in function.args.args if each.arg not in ("self", "cls")]
        done = [each for each in function.body if isinstance(each, ast.Expr)]
        calls = [each.value for each in done if isinstance(each.value, ast.Call)]
        given = {(name_called(each), ast.unparse(arg)) for each in calls for arg in each.args}
        for call in (each for each in calls if each.lineno in inside and name_called(each) in own):
            for name in (ast.unparse(each) for each in call.args):
                for other in names if name in names else ():
                    if (name_called(call), other) not in given:
                        yield from behind(
                            source, call, substituted(ast.unparse(call), {name: other})
                        )


def behind(source: Source, call: ast.Call, new: str) -> Iterator[Step]:
    after = (call.end_lineno or call.lineno) + 1
    indent = indent_of(source.written_lines[call.lineno - 1])
    for said in dict.fromkeys((new, *(substituted(new, {a: b}) for a, b in TURNED.items()))):
        yield Step(COST, call.lineno, with_lines(source, after, after, indent + said))
