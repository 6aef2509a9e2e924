"""A callback that nobody keeps, which C calls all the same: it runs what happens to lie there."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.python_code import names_in
from cffi_workshop.grading.verdict import Location

from ..files.case import Case, Source
from ..files.functions import is_call_of
from ..ranking.lifetimes import functions_in, kept_in
from ..ranking.owners import without_name

__all__ = ["of_callback_gone"]

# Code that a compiler wrote for C has no such instructions, but those that are asked for by name.
SAID = ("ran into an illegal instruction", "ran into a trap instruction")
ASKED_FOR = ("trap", "unreachable", "ud2", "raise(", "asm")


def of_callback_gone(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding as that of a callback without an owner, where C ran no code of anybody."""
    if finding.cause != "abort" or not any(said in finding.message for said in SAID):
        return finding
    if any(word in source.text for source in case.there for word in ASKED_FOR):
        return finding
    for source in (each for each in case.there if each.name.endswith(".py")):
        if line := next((each for each in made_and_gone(source) if each in source.own), None):
            message = (
                f"C called the callback of {source.name}, line {line}, which was gone. Nobody "
                "keeps what ffi.callback() returns: keep it for as long as C may call it."
            )
            return finding.behind("dangling-pointer", message, Location(source.name, line))
    return finding


def made_and_gone(source: Source) -> Iterator[int]:
    """Yield the lines of callbacks that end with a function, or that have no name at all."""
    for function in functions_in(source):
        kept = kept_in(function)
        for node in ast.walk(function):
            makes = node is not function and (is_assigned(node) or is_decorated(node))
            if makes and not set(names_of(node)) & kept:
                yield node.lineno  # type: ignore[attr-defined]
    yield from without_name(source)


def is_assigned(node: ast.AST) -> bool:
    value = node.value if isinstance(node, ast.Assign) else None
    return isinstance(value, ast.Call) and is_call_of(value, "callback")


def is_decorated(node: ast.AST) -> bool:
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    return any(isinstance(each, ast.Call) and is_call_of(each, "callback") for each in decorators)


def names_of(node: ast.AST) -> Iterator[str]:
    """Yield the names that a statement gives."""
    if isinstance(node, ast.FunctionDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        yield from (name for target in node.targets for name in names_in(target, ast.Store))
