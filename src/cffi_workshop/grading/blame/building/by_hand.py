"""What a build script does where it is run by hand alone, and not where setuptools imports it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case, Source
from ..files.functions import FunctionNode, name_called

__all__ = ["of_by_hand"]

# What is told of a script that is imported and lacks a call, by the call.
LACKS = {
    "set_source": re.compile(
        r"never calls ffibuilder\.set_source\(\)|the set_source\(\) method was not called"
    ),
    "cdef": re.compile(r"The cdef in \S+ declares no function|never calls ffi\.cdef\(\)"),
    "FFI": re.compile(r"has no global FFI object"),
}


def of_by_hand(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding with the call that is there, and is not made at an import; if any."""
    script = case.build_script
    lacking = [name for name, told in LACKS.items() if told.search(finding.message)]
    if script is None:
        return finding
    for name in lacking:
        for call, where in _calls(script, name):
            message = (
                f"{script.name} calls {name}() only {where}; expected it above, at the beginning "
                "of a line: setuptools imports the script, and takes the global FFI object that it "
                "finds."
            )
            place = Location(script.name, call.lineno)
            return replace(finding, message=message, location=place)
    return finding


def _calls(script: Source, name: str) -> Iterator[tuple[ast.Call, str]]:
    """Yield the calls by this name that an import does not make, and where they stand."""
    for statement in getattr(script.nodes[0], "body", ()) if script.nodes else ():
        if isinstance(statement, FunctionNode):
            where = f"in {statement.name}()"
        elif isinstance(statement, ast.If) and "__name__" in ast.dump(statement.test):
            where = "under `if __name__ ...`"
        else:
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and name_called(node) == name:
                yield node, where
