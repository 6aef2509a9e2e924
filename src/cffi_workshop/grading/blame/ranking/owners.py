"""Who owns memory, as a script has it: owners without a name, and memory that two give back."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from cffi_workshop.grading.diagnose import Diagnosis

from ..files.case import Source
from ..files.functions import is_call_of
from .kinds import CALLS_NOW

__all__ = ["keeps", "line_of_owner", "owns", "without_name"]

OWNERS = ("new", "new_handle", "from_buffer", "callback")
GIVEN_TWICE = ("use-after-free", "abort")


def line_of_owner(source: Source, symptom: int, finding: Diagnosis) -> int | None:
    """Return the learner's own line with an owner without a name, or one that frees memory twice.

    The latter frees what ffi.gc() frees as well. Return None where there is no such line.
    """
    if not source.name.endswith(".py"):
        return None
    if finding.cause == "dangling-pointer":
        lines = list(without_name(source))
        lines = [line for line in lines if line <= symptom] or lines
    elif finding.cause in GIVEN_TWICE:
        lines = list(given_twice(source, finding.message))
    else:
        return None
    return next((line for line in sorted(lines, reverse=True) if line in source.own), None)


def without_name(source: Source) -> Iterator[int]:
    """Yield the lines that store an address and keep no owner: one made in the same expression."""
    for node in source.nodes:
        stored: list[ast.expr] = []
        if isinstance(node, ast.Assign) and not any(map(keeps, node.targets)):
            stored = [node.value]
        elif isinstance(node, ast.Dict):
            stored = node.values
        elif isinstance(node, ast.Call) and is_call_of(node, "cast"):
            stored = node.args[1:]
        elif isinstance(node, ast.Call) and is_call_of(node, "new"):
            stored = [each for value in node.args[1:] for each in elements_of(value)]
        elif isinstance(node, ast.Call) and CALLS_NOW.search(ast.unparse(node.func) + "("):
            stored = [each for each in node.args if isinstance(each, ast.Call) and kept_by_c(each)]
        yield from (each.lineno for each in stored if isinstance(each, ast.Call) and owns(each))


def elements_of(value: ast.expr) -> list[ast.expr]:
    """Return what the elements of an array, or the members of a struct, begin with."""
    if isinstance(value, ast.List | ast.Tuple):
        return value.elts
    return [value.elt] if isinstance(value, ast.ListComp | ast.GeneratorExp) else []


def kept_by_c(call: ast.Call) -> bool:
    """Say whether C has what is made here for longer than a call, as a rule."""
    return is_call_of(call, "new_handle") or is_call_of(call, "callback")


def keeps(target: ast.expr) -> bool:
    """Say whether what is assigned here lives on: in a variable, an attribute, under a key.

    A member of a struct of C keeps nothing alive, and neither does an element of an array.
    """
    if isinstance(target, ast.Attribute):
        of_self = isinstance(target.value, ast.Name) and target.value.id in ("self", "cls")
        return of_self or target.attr.startswith("_")
    if isinstance(target, ast.Subscript):
        return isinstance(target.slice, ast.Constant) and isinstance(target.slice.value, str)
    return True


def owns(call: ast.Call) -> bool:
    return any(is_call_of(call, name) for name in OWNERS)


def given_twice(source: Source, message: str) -> Iterator[int]:
    """Yield the lines that call a function of C which ffi.gc() was given to call at the end."""
    calls = [node for node in source.nodes if isinstance(node, ast.Call)]
    attached = {
        call.args[1].attr
        for call in calls
        if is_call_of(call, "gc") and len(call.args) > 1 and isinstance(call.args[1], ast.Attribute)
    }
    freeing = {name for name in attached if re.search(rf"\b{name}\(\)", message)} or attached
    yield from (call.lineno for call in calls for name in freeing if is_call_of(call, name))
