"""What a call leaves out that the solution's call of the same function says by a keyword."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.functions import name_called

from ..text.own_words import KNOWN, in_own_names, substituted
from ..text.step import Step, with_lines, with_node

__all__ = ["with_keywords"]

# What makes an array of the right kind, whichever function the solution makes it with.
MAKES_ARRAYS = ("array", "asarray", "ascontiguousarray", "empty", "zeros", "frombuffer")
LIKE_AN_ARRAY = ("dtype=float", "dtype='int32'")
AS_SOLVED, LEFT_OUT = 0.4, 0.9
MEMBER = re.compile(r"(?<![\w.])([a-z_]\w{0,60})\.([a-z_]\w{0,60})")


def with_keywords(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with a keyword more in a call."""
    solved: set[tuple[str, str]] = set()
    known: dict[str, list[str]] = {name: [*LIKE_AN_ARRAY] for name in MAKES_ARRAYS}
    for call in calls_in(source.solved):
        said = [each for one in call.keywords if one.arg for each in said_by(source, one)]
        known.setdefault(name_called(call), []).extend(said)
        solved |= {(name_called(call), each) for each in said}
    for function in (each for each in source.written if isinstance(each, ast.FunctionDef)):
        known.setdefault(function.name, []).extend(turned_defaults(function))
    inside = {*lines}
    for call in calls_in(source.written):
        is_near = inside & {call.lineno, call.lineno + 1}  # a decorator stands ahead
        is_near |= inside & {each.value.lineno for each in call.keywords}
        end = end_of_arguments(call)
        if not is_near or end is None:
            continue
        last, column = end
        line = source.written_lines[last - 1].encode()
        given = {each.arg for each in call.keywords}
        yield from otherwise(source, call, known.get(name_called(call), []))
        for more in dict.fromkeys(known.get(name_called(call), ())):
            if more.partition("=")[0] not in given:
                comma = ", " if call.args or call.keywords else ""
                ahead, behind = line[:column], line[column:]
                new = ahead.decode() + comma + more + behind.decode()
                cost = AS_SOLVED if (name_called(call), more) in solved else LEFT_OUT
                yield Step(cost, last, with_lines(source, last, last + 1, new))


def end_of_arguments(call: ast.Call) -> tuple[int, int] | None:
    """Return the line and the column behind what a call is given last."""
    given = [*call.args, *(each.value for each in call.keywords)]
    ends = [(each.end_lineno or 0, each.end_col_offset or 0) for each in given]
    if not given and call.end_lineno == call.lineno and call.end_col_offset:
        return call.lineno, call.end_col_offset - 1
    return max(ends, default=None)


def said_by(source: Source, given: ast.keyword) -> Iterator[str]:
    """Yield a keyword of the solution's in a script's own names, and with what its variable holds.

    What a record of C is called in a script is seen by the members that are read of it.
    """
    values = [given.value]
    if isinstance(given.value, ast.Name):
        values += values_of(source, given.value.id)
    for value in values:
        text = in_own_names(source, ast.unparse(value))
        for name, member in dict.fromkeys(MEMBER.findall(text)):
            said = rf"(?<!\w)([a-z_]\w{{0,60}})\.{member}\b"
            if name not in KNOWN and (own := re.search(said, source.text)):
                text = substituted(text, {name: own[1]})
        yield f"{given.arg}={text}"


def values_of(source: Source, variable: str) -> Iterator[ast.expr]:
    """Yield what the solution puts into a variable."""
    for node in source.solved:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            pairs = zip(parts_of(node.targets[0]), parts_of(node.value), strict=False)
            yield from (value for to, value in pairs if getattr(to, "id", "") == variable)


def parts_of(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def otherwise(source: Source, call: ast.Call, known: list[str]) -> Iterator[Step]:
    """Yield the text with a keyword of a call as the solution's call has it."""
    for each in call.keywords:
        for name, _, value in (more.partition("=") for more in dict.fromkeys(known)):
            if name == each.arg and value != ast.unparse(each.value):
                yield Step(0.8, each.value.lineno, with_node(source.text, each.value, value))


def turned_defaults(function: ast.FunctionDef) -> Iterator[str]:
    """Yield the options of a helper, turned on that are off, and off that are on."""
    given = function.args
    named = zip(given.args[len(given.args) - len(given.defaults) :], given.defaults, strict=True)
    for parameter, default in (*named, *zip(given.kwonlyargs, given.kw_defaults, strict=True)):
        if isinstance(default, ast.Constant) and isinstance(default.value, bool):
            yield f"{parameter.arg}={not default.value}"


def calls_in(nodes: Iterable[ast.AST]) -> Iterator[ast.Call]:
    return (each for each in nodes if isinstance(each, ast.Call))
