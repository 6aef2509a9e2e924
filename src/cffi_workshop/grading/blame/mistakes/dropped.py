"""Find what a script leaves out unnoticed: a result is dropped, a function is not attached."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case, Source
from ..files.differences import LONGEST
from ..files.functions import is_call_of, is_none

__all__ = ["of_dropped", "of_unattached"]

# Whatever else it looks like when C frees its memory too early.
LOOKS_LIKE = (
    "exception", "wrong-value", "wrong-type", "missing-exception", "timeout", "segfault", "abort",
    "use-after-free", "dangling-pointer", "out-of-bounds", "cdata-leaked", "leak",
)  # fmt: skip
UNATTACHED = ("wrong-value", "missing-exception", "exception")
EXTERN = re.compile(r'extern "Python(?:\+C)?"[ \t]{0,9}(\{[^}]{0,4000}\}|[^;{]{0,400};)')
DECLARED = re.compile(r"\b(\w+)\s*\(")


def of_dropped(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding as that of an ffi.gc() whose result nobody keeps, if there is one.

    The destructor of such a result runs at once.
    """
    if finding.cause not in LOOKS_LIKE:
        return finding
    for source in case.there:
        if source.name.endswith(".py") and (line := dropped_in(source)):
            message = (
                f"{source.name}, line {line}, does not keep what ffi.gc() returns. That object "
                "owns the memory, and C frees it as soon as Python lets go of the object."
            )
            return finding.behind("use-after-free", message, Location(source.name, line))
    return finding


def dropped_in(source: Source) -> int | None:
    """Return the line of a call of gc() that is a statement by itself; None where there is none.

    A call with None as the destructor does not count: it only takes a destructor away.
    """
    for call in calls_whose_result_goes(source.nodes):
        if is_call_of(call, "gc") and len(call.args) > 1 and not is_none(call.args[1]):
            return call.lineno
    return None


def calls_whose_result_goes(nodes: list[ast.AST]) -> Iterator[ast.Call]:
    """Yield the calls that are a statement by themselves, or that only a cast gets."""
    for node in nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield node.value
        if isinstance(node, ast.Call) and is_call_of(node, "cast"):
            yield from (each for each in node.args[1:] if isinstance(each, ast.Call))


def of_unattached(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding with the extern "Python" function that no Python stands behind."""
    build = case.build_script
    script = case.api_script
    if build is None or script is None or finding.cause not in UNATTACHED:
        return finding
    declared = [name for text in EXTERN.findall(texts_in(build)) for name in DECLARED.findall(text)]
    attached = attached_in(script)
    for name in declared if "def_extern" not in script.text or attached else ():
        if name not in attached:
            line = next(iter(script.lines_with(f"def {name}(")), 1)
            message = (
                f'The cdef declares extern "Python" {name}(), and no function is attached: '
                f"@ffi.def_extern() is missing in {script.name}. C calls {name}(), and gets 0."
            )
            return finding.behind(finding.cause, message, Location(script.name, line))
    return finding


def texts_in(script: Source) -> str:
    """Return the texts of a script, without its comments: those may speak of what is declared."""
    constants = (each.value for each in script.nodes if isinstance(each, ast.Constant))
    return "\n".join(each for each in constants if isinstance(each, str))


def attached_in(script: Source) -> set[str]:
    """Return the names under which @ffi.def_extern() attaches functions.

    That is the name which the decorator is given, or else the function's own.
    """
    names = set()
    for node in script.nodes:
        for decorator in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            said = ast.get_source_segment(script.said, decorator) or ""
            if "def_extern" in said[:LONGEST]:
                given = re.search(r"(?:name ?= ?|\( ?)['\"](\w+)['\"]", said[:LONGEST])
                names.add(given[1] if given else node.name)  # type: ignore[attr-defined]
    return names
