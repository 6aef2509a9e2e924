"""How a function of a script refuses what it is given: the conditions ahead of C, and where."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import takewhile

from cffi_workshop.grading.blame.files.functions import FunctionNode, name_called

__all__ = ["converted", "guards_ahead", "is_plain", "last_guard", "only_refuses"]

LOOKS = ast.If | ast.Match | ast.For
NUMBERS = ("int", "float", "bool")
CONVERTS = (*NUMBERS, "str", "bytes", "list")


def is_plain(parameter: ast.arg) -> bool:
    """Say whether a parameter is said to be a number."""
    return parameter.annotation is not None and ast.unparse(parameter.annotation) in NUMBERS


def converted(function: FunctionNode, names: set[str]) -> int | None:
    """Return the line of a function that makes something of any type into what it should be."""
    return next(
        (
            each.lineno
            for each in calls_of(function)
            if isinstance(each.func, ast.Name) and each.func.id in CONVERTS
            if {ast.unparse(one) for one in each.args} & names
        ),
        None,
    )


def only_refuses(function: FunctionNode, of_c: list[str]) -> bool:
    """Say whether a function does nothing but look at what it is given, two things or more."""
    asks = [each for each in function.body if isinstance(each, ast.If)]
    is_said = ast.get_docstring(function, clean=False) is not None
    looks = [each for each in function.body if isinstance(each, LOOKS) and raises_in(each)]
    if len(looks) >= len(function.body) - 1 - is_said and sum(map(raises_in, looks)) > 1:
        return not {name_called(each) for each in calls_of(function)} & {*of_c}
    return (
        len(asks) > 1
        and len(asks) >= len(function.body) - 1
        and last_guard(function, of_c) is not None
    )


def raises_in(statement: ast.stmt) -> int:
    return sum(isinstance(each, ast.Raise) for each in ast.walk(statement))


def last_guard(function: FunctionNode, of_c: list[str]) -> int | None:
    """Return where the conditions end with which a function refuses what it is given.

    What is asked of C's answer refuses nothing that was given.
    """
    refusing = guards_ahead(function, of_c)
    return max((each.end_lineno or each.lineno for each in refusing), default=None)


def guards_ahead(function: FunctionNode, of_c: list[str]) -> list[ast.If]:
    """Return the conditions with which a function refuses what it is given, ahead of C."""
    ahead = takewhile(lambda each: not {*map(name_called, calls_of(each))} & {*of_c}, function.body)
    ends = (each for each in ahead if isinstance(each, ast.If))
    return [
        each
        for each in ends
        if any(body and isinstance(body[-1], ast.Raise) for body in (each.body, each.orelse))
    ]


def calls_of(statement: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(statement) if isinstance(each, ast.Call))
