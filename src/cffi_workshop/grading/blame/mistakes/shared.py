"""What is made once, for all calls, where two threads that call at the same time share it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case, Source

__all__ = ["is_shared", "of_shared"]

SAID = "another thread called "
IS_SHARED = "is made once, and all calls use it. Make it anew in each call."
CHEATS = ("forbidden", "tampering")
# What makes memory that somebody else writes to, such as C.
MAKES = {"new", "empty", "zeros", "ones", "full", "bytearray", "array", "from_buffer"}
CHANGES = {"append", "extend", "insert", "add", "update", "setdefault", "pop", "remove", "clear"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def of_shared(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding with what both calls have written to, where that can be told.

    The same call was right as long as nobody else called.
    """
    if SAID not in finding.message or finding.cause in CHEATS:
        return finding
    for source in case.there:
        for name, line in () if source.name.endswith("_build.py") else made_once(source):
            if line not in source.own:
                continue
            place = Location(source.name, line)
            return replace(finding, message=f"{finding.message} {name} {IS_SHARED}", location=place)
    return finding


def is_shared(finding: Diagnosis) -> bool:
    """Say whether that was told: nothing else is to be looked for."""
    return finding.message.endswith(IS_SHARED)


def made_once(source: Source) -> Iterator[tuple[str, int]]:
    """Yield the name and the line of what a script makes outside of a function, and uses in one.

    What Python alone writes to counts where a function of the script does. The default of a
    parameter is made once as well, and what `global` says is kept, or an attribute of a function or
    a class.
    """
    functions = [node for node in source.nodes if isinstance(node, FUNCTIONS)]
    inside = [node for each in functions for node in ast.walk(each) if node is not each]
    used, written = {*map(_name_of, inside)}, {*map(_written, inside)} - {""}
    for name, value, line in (*_assigned(source, {*map(id, inside)}), *_defaults(functions)):
        if name in (used if _is_memory(value) else written):
            yield name, line
    yield from ((each.names[0], each.lineno) for each in inside if isinstance(each, ast.Global))
    kinds = (*FUNCTIONS, ast.ClassDef)
    own = {getattr(each, "name", "") for each in source.nodes if isinstance(each, kinds)} | {"cls"}
    stored = [each for each in inside if isinstance(getattr(each, "ctx", None), ast.Store)]
    for each in stored:
        if isinstance(each, ast.Attribute) and _name_of(each.value) in own:
            yield ast.unparse(each), each.lineno


def _assigned(source: Source, inside: set[int]) -> Iterator[tuple[str, ast.AST | None, int]]:
    """Yield the names that statements outside of functions assign to, each with its value."""
    for node in source.nodes:
        if isinstance(node, ast.Assign | ast.AnnAssign) and id(node) not in inside:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [name for each in targets for name in map(_name_of, ast.walk(each)) if name]
            yield from ((name, node.value, node.lineno) for name in names)


def _defaults(functions: list) -> Iterator[tuple[str, ast.AST | None, int]]:
    for given in map(attrgetter("args"), functions):
        named = [*given.posonlyargs, *given.args]
        pairs = [*zip(reversed(named), reversed(given.defaults), strict=False)]
        pairs += zip(given.kwonlyargs, given.kw_defaults, strict=True)
        yield from ((one.arg, value, one.lineno) for one, value in pairs)


def _name_of(node: ast.AST) -> str:
    return getattr(node, "id", "") or getattr(node, "attr", "")


def _written(node: ast.AST) -> str:
    """Return the name of what is written to, by an index or a method of its own."""
    is_written = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    if isinstance(node, ast.Attribute) and node.attr in CHANGES:
        return _name_of(node.value)
    return _name_of(node.value) if is_written else ""  # type: ignore[attr-defined]


def _is_memory(value: ast.AST | None) -> bool:
    """Say whether an expression makes memory that C writes to as well."""
    nodes = ast.walk(value) if value else iter(())
    return any(isinstance(each, ast.Call) and _name_of(each.func) in MAKES for each in nodes)
