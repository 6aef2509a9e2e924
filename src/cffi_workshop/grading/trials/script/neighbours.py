"""What is left out here: what a neighbour does, the other half, a name for what a call gave."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.c_names import types_in
from cffi_workshop.grading.blame.files.functions import FunctionNode, name_called
from cffi_workshop.grading.blame.ranking.neglected import dropped_in_c
from cffi_workshop.grading.python_code import names_in

from ..text.statement import LEAVES, OPENS
from ..text.step import Step, indent_of, with_lines

__all__ = ["as_neighbours", "other_halves", "results_kept"]

KEPT, HALF, HALF_AT_END = 0.0, 1.2, -0.6
AS_NEIGHBOUR, HELD = 0.8, 1.2  # the latter for what is done with what it is `with`
SHORT = 6  # statements of a function that is like the one beside it
HALVES = {"acquire": "release", "lock": "unlock", "open": "close", "start": "join"}
WAKES, WAKING = re.compile(r"\.(?:set|release|notify|notify_all|put|put_nowait)\("), 1.6
OF_C = re.compile(r"^([ \t]{1,80})(\w{1,60}\(.{0,160}\));$")
PLAIN = ast.Expr | ast.Assign | ast.AugAssign


def results_kept(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text of C with a result that is dropped, kept in a variable of its type."""
    dropped = dict(dropped_in_c(source))
    for line in lines:
        function, call = source.function_at(line), OF_C.match(source.lines[line - 1])
        if function is None or call is None or line not in dropped:
            continue
        for name, kind in types_in(source, function).items():
            if kind == dropped[line]:
                new = f"{call[1]}{name} = {call[2]};"
                yield Step(KEPT, line, with_lines(source, line, line + 1, new))


def as_neighbours(source: Source, lines: list[int], *, waits: bool) -> Iterator[Step]:
    """Yield the text with a statement behind a line that a short method beside this one makes.

    Where a program `waits`, a statement that would wake it comes first.
    """
    inside = {*lines}
    for one in (each for each in source.written if isinstance(each, ast.ClassDef)):
        methods = [each for each in one.body if isinstance(each, FunctionNode)]
        short = [each for each in methods if len(each.body) <= SHORT]
        wakes = dict.fromkeys(
            ast.unparse(each)
            for each in ast.walk(one)
            if isinstance(each, ast.Expr) and names_in(each) == {"self"}
            if WAKES.search(ast.unparse(each))
        )
        for method in short:
            here = {*map(ast.unparse, method.body)}
            said = [text for text in of_neighbours(short, method) if text not in here]
            said += [text for text in wakes if waits and text not in (*here, *said)]
            for statement, held in statements_of(method):
                for new in said if statement.lineno in inside else ():
                    less = WAKING if waits and WAKES.search(new) else 0.0
                    less += HELD if held and new.startswith(f"{held}.") else 0.0
                    yield from with_statement(source, statement, new, AS_NEIGHBOUR - less)


def statements_of(method: FunctionNode) -> Iterator[tuple[ast.stmt, str]]:
    """Yield the statements of a method, each with what it is `with`, or ""."""
    for one in method.body:
        yield one, ""
        if isinstance(one, ast.With):
            yield from ((each, ast.unparse(one.items[0].context_expr)) for each in one.body)


def of_neighbours(methods: list[FunctionNode], method: ast.AST) -> list[str]:
    """Return what the others do to the object alone, which a method could do as well."""
    others = (each for each in methods if each is not method and not each.name.startswith("__"))
    plain = (each for other in others for each in other.body if isinstance(each, PLAIN))
    found = dict.fromkeys(ast.unparse(each) for each in plain if names_in(each) == {"self"})
    return list(found)


def other_halves(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with the other half of what a function begins, as lock.release()."""
    inside = {*lines}
    for function in (each for each in source.written if isinstance(each, FunctionNode)):
        calls = [each for each in ast.walk(function) if isinstance(each, ast.Call)]
        done = {ast.unparse(each.func) for each in calls}
        for call in calls:
            begins, half = ast.unparse(call.func), HALVES.get(name_called(call))
            if half is None or "." not in begins:
                continue
            ends = f"{begins.rpartition('.')[0]}.{half}"
            for statement in statements_in(function) if ends not in done else ():
                at_end = isinstance(statement, ast.Pass)
                if statement.lineno in inside and statement.lineno > call.lineno:
                    cost = HALF_AT_END if at_end else HALF
                    yield from with_statement(source, statement, f"{ends}()", cost)


def statements_in(function: ast.AST) -> list[ast.stmt]:
    return [each for each in ast.walk(function) if isinstance(each, ast.stmt)]


def with_statement(source: Source, statement: ast.stmt, new: str, cost: float) -> Iterator[Step]:
    """Yield the text with a new statement behind one, or ahead of one that leaves.

    What begins a block or a line that goes on has none behind it.
    """
    line, end = source.written_lines[statement.lineno - 1], statement.end_lineno or 0
    if not OPENS.search(line):
        at = statement.lineno if LEAVES.match(line) else end + 1
        yield Step(cost, statement.lineno, with_lines(source, at, at, indent_of(line) + new))
