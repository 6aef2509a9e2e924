"""What a call leaves out that the solution's call of the same function says by a keyword."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.functions import name_called

from .own_words import in_own_names
from .step import Step, with_lines, with_node

__all__ = ["with_keywords"]

# What makes an array of the right kind, whichever function the solution makes it with.
MAKES_ARRAYS = ("array", "asarray", "ascontiguousarray", "empty", "zeros", "frombuffer")
LIKE_AN_ARRAY = ("dtype=float", "dtype='int32'")
AS_SOLVED, LEFT_OUT = 0.4, 0.9


def with_keywords(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with a keyword more in a call that stands in one line."""
    solved: set[tuple[str, str]] = set()
    known: dict[str, list[str]] = {name: [*LIKE_AN_ARRAY] for name in MAKES_ARRAYS}
    for call in calls_in(source.solved):
        said = [in_own_names(source, ast.unparse(each)) for each in call.keywords if each.arg]
        known.setdefault(name_called(call), []).extend(said)
        solved |= {(name_called(call), each) for each in said}
    for function in (each for each in source.written if isinstance(each, ast.FunctionDef)):
        known.setdefault(function.name, []).extend(turned_defaults(function))
    inside = {*lines}
    for call in calls_in(source.written):
        last = call.end_lineno
        is_near = call.lineno in inside or call.lineno + 1 in inside  # a decorator stands ahead
        if last != call.lineno or not is_near or call.end_col_offset is None:
            continue
        line = source.written_lines[last - 1].encode()
        given = {each.arg for each in call.keywords}
        yield from otherwise(source, call, known.get(name_called(call), []))
        for more in dict.fromkeys(known.get(name_called(call), ())):
            if more.partition("=")[0] not in given:
                comma = ", " if call.args or call.keywords else ""
                ahead, behind = line[: call.end_col_offset - 1], line[call.end_col_offset - 1 :]
                new = ahead.decode() + comma + more + behind.decode()
                cost = AS_SOLVED if (name_called(call), more) in solved else LEFT_OUT
                yield Step(cost, last, with_lines(source, last, last + 1, new))


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
