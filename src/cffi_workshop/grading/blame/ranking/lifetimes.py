"""Who keeps memory alive in a script: names that nobody uses, owners that end with a function."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cffi_workshop.grading.python_code import names_in

from ..files.case import Source
from ..files.functions import FunctionNode, name_called
from .owners import keeps, owns, without_name

__all__ = ["let_go", "unused"]

PUTS = ("append", "add", "extend", "setdefault")


def functions_in(source: Source) -> list[FunctionNode]:
    return [node for node in source.nodes if isinstance(node, FunctionNode)]


def unused(source: Source) -> Iterator[int]:
    """Yield the lines after a name, of a variable or an inner function, that nobody reads."""
    for function in functions_in(source):
        read = names_in(function, ast.Load)
        for at, statement in enumerate(function.body):
            after = function.body[at + 1] if at + 1 < len(function.body) else statement
            if isinstance(statement, FunctionNode) and statement.name not in read:
                yield after.lineno
            elif isinstance(statement, ast.Assign) and isinstance(
                statement.targets[0], ast.Tuple | ast.Name
            ):
                names = names_in(statement.targets[0], ast.Store)
                if any(name not in read and not name.startswith("_") for name in names):
                    yield after.lineno


def let_go(source: Source) -> Iterator[int]:
    """Yield where an owner of memory that C has ends with its function, or has no name at all."""
    yield from without_name(source)
    for function in functions_in(source):
        owners = dict(owners_in(function))
        kept = kept_in(function)
        gone = {name: line for name, line in owners.items() if name not in kept}
        returns = [
            each for each in ast.walk(function) if isinstance(each, ast.Return) and each.value
        ]
        if gone and returns and all(names_in(each, ast.Load) for each in returns):
            yield returns[-1].lineno
            yield max(gone.values())


def owners_in(function: FunctionNode) -> Iterator[tuple[str, int]]:
    """Yield the variables that own memory, and the lines that make it.

    A list or a table owns what is put into it.
    """
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            value, target = node.value, node.targets[0]
            names = names_in(target, ast.Store)
            if isinstance(target, ast.Subscript) and keeps(target):
                names = names_in(target.value, ast.Load)
        elif isinstance(node, ast.Call) and name_called(node) in PUTS:
            value, names = node, names_in(node.func, ast.Load)
        else:
            continue
        if any(owns(each) for each in ast.walk(value) if isinstance(each, ast.Call)):
            yield from ((name, node.lineno) for name in names)


def kept_in(function: FunctionNode) -> set[str]:
    """Return the variables that live on: returned, or put where others find them."""
    kept: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Return | ast.Yield) and node.value:
            kept |= names_in(node.value, ast.Load)
        elif isinstance(node, ast.Assign):
            target = node.targets[0]
            if isinstance(target, ast.Attribute) and keeps(target):
                kept |= names_in(node.value, ast.Load)
    return kept
