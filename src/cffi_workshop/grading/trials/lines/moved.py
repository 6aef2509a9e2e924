"""A statement of a script elsewhere: behind its block, in the block before, in a condition."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.functions import FunctionNode, calls_in

from ..text.step import Step, indent_of, with_lines, with_node

__all__ = ["moved"]

BLOCKS = ast.If | ast.For | ast.While | ast.With | ast.Try | ast.AsyncFor | ast.AsyncWith
AHEAD_OF = ast.If | ast.For | ast.While
AHEAD, LOOP_OF_ITS_OWN = 1.8, 1.4
MOST = 4  # conditions of a function
DEEPER = "    "
READS_ERRNO, SOONER, EARLIER, FARTHEST = 0.8, 1.4, 2.1, 4


def moved(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with one statement moved, or made only where a condition is met."""
    inside = {*lines}
    for function in source.written:
        if not isinstance(function, FunctionNode):
            continue
        conditions = conditions_in(function)
        for node in ast.walk(function):
            for body in bodies_of(node):
                yield from in_body(source, node, body, inside)
            if isinstance(node, ast.If) and node.test.lineno in inside:
                yield from (
                    Step(2.0, node.lineno, with_node(source.text, node.test, said))
                    for said in ("True", "False", f"not ({ast.unparse(node.test)})")
                )
            if isinstance(node, ast.Expr | ast.Assign | ast.AugAssign) and node.lineno in inside:
                yield from only_if(source, node, conditions)


def bodies_of(node: ast.AST) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        body = getattr(node, name, None)
        if isinstance(body, list):
            yield body


def in_body(
    source: Source, outer: ast.AST, body: list[ast.stmt], inside: set[int]
) -> Iterator[Step]:
    """Yield the text with the last statement behind its block, and with what comes next in it."""
    last = body[-1] if len(body) > 1 else None
    if last is not None and isinstance(outer, BLOCKS) and last.lineno in inside:
        deep = indent_of(source.written_lines[last.lineno - 1])
        new = [line.replace(DEEPER, "", 1) for line in lines_of(source, last)]
        if len(deep) > len(DEEPER) and outer.end_lineno == last.end_lineno:
            yield Step(1.5, last.lineno, put(source, last, new))
    if last is not None and isinstance(outer, ast.For) and last.lineno in inside:
        head = source.written_lines[outer.lineno - 1]
        at = last.lineno  # what is begun for each is waited for when all are begun
        yield Step(LOOP_OF_ITS_OWN, at, with_lines(source, at, at, head))
    if last is not None and isinstance(outer, AHEAD_OF) and body[0].lineno in inside:
        yield ahead(source, outer, body[0])
    yield from earlier(source, body, inside)
    yield from sooner(source, body, inside)
    for block, after in pairwise(body):
        if isinstance(block, BLOCKS) and after.lineno in inside:
            new = [DEEPER + line for line in lines_of(source, after)]
            yield Step(1.5, after.lineno, put(source, after, new))


def ahead(source: Source, outer: ast.If | ast.For | ast.While, first: ast.stmt) -> Step:
    """Return the text with the first statement of a block ahead of it."""
    new = [line.replace(DEEPER, "", 1) for line in lines_of(source, first)]
    between = source.written_lines[outer.lineno - 1 : first.lineno - 1]
    end = (first.end_lineno or first.lineno) + 1
    return Step(AHEAD, first.lineno, with_lines(source, outer.lineno, end, *new, *between))


def earlier(source: Source, body: list[ast.stmt], inside: set[int]) -> Iterator[Step]:
    """Yield the text with one statement some places before: errno above all is to be read soon."""
    for place, statement in enumerate(body):
        new = lines_of(source, statement)
        if statement.lineno in inside and isinstance(statement, ast.Assign | ast.Expr):
            cost = READS_ERRNO if any("errno" in line for line in new) else EARLIER
            for before in body[max(place - FARTHEST, 0) : max(place - 1, 0)]:
                text = "\n".join([*new, *lines_between(source, before, statement)])
                end = (statement.end_lineno or statement.lineno) + 1
                yield Step(cost, statement.lineno, with_lines(source, before.lineno, end, text))


def sooner(source: Source, body: list[ast.stmt], inside: set[int]) -> Iterator[Step]:
    """Yield the text that makes what it raises or returns ahead of the statements before that."""
    last = body[-1] if len(body) > 1 else None
    value = getattr(last, "exc", None) or getattr(last, "value", None)
    if not isinstance(last, ast.Raise | ast.Return) or value is None:
        return
    said = " ".join([*lines_of(source, last), *made_by(source, value)])
    cost = READS_ERRNO if "errno" in said else SOONER
    for before in body[-2 : -2 - FARTHEST : -1]:
        if {before.lineno, last.lineno} & inside and is_plain(before):
            indent = indent_of(source.written_lines[last.lineno - 1])
            word = "raise" if isinstance(last, ast.Raise) else "return"
            text = "\n".join(
                [
                    f"{indent}_got = {ast.unparse(value)}",
                    *lines_between(source, before, last),
                    f"{indent}{word} _got",
                ]
            )
            end = (last.end_lineno or last.lineno) + 1
            yield Step(cost, last.lineno, with_lines(source, before.lineno, end, text))


def is_plain(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr | ast.Assign | ast.Delete)


def made_by(source: Source, value: ast.expr) -> Iterator[str]:
    """Yield what the functions of the file do that make a value."""
    for each in source.functions_named(*calls_in(ast.unparse(value))):
        yield source.body_of(each)


def lines_between(source: Source, first: ast.stmt, after: ast.stmt) -> list[str]:
    return source.written_lines[first.lineno - 1 : after.lineno - 1]


def lines_of(source: Source, statement: ast.stmt) -> list[str]:
    lines = source.written_lines
    return lines[statement.lineno - 1 : statement.end_lineno]


def put(source: Source, statement: ast.stmt, new: list[str]) -> str:
    after = (statement.end_lineno or statement.lineno) + 1
    return with_lines(source, statement.lineno, after, *new)


def conditions_in(function: ast.AST) -> list[str]:
    """Return what the loops and conditions of a function ask."""
    found = (each for each in ast.walk(function) if isinstance(each, ast.If | ast.While))
    return list(dict.fromkeys(ast.unparse(each.test) for each in found))[:MOST]


def only_if(source: Source, statement: ast.stmt, conditions: list[str]) -> Iterator[Step]:
    lines = lines_of(source, statement)
    for condition in conditions:
        head = f"{indent_of(lines[0])}if {condition}:"
        new = [head, *(DEEPER + line for line in lines)]
        yield Step(1.9, statement.lineno, put(source, statement, new))
