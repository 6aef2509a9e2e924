"""`ffi` and `lib` taken for each other: the line where one got the other's name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.aliases import OF_FFI, pairs_of
from ..files.case import Case, Source

__all__ = ["of_mixed_up"]

CAUSES = ("exception", "symbol-not-found", "missing-function", "import-error")
# What Python says where an FFI object is asked for a function of C.
OF_LIB = re.compile(r"'(?:_cffi_backend\.)?FFI' object has no attribute '(\w{1,80})'")
# What is told where a library is asked for something of ffi's.
ASKED_LIB = re.compile(r"asked the library for (\w{1,80})(?:\(\))?, which is not there")


def of_mixed_up(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding with the line that gives `ffi` the name that is used as `lib`, or so."""
    if finding.cause not in CAUSES:
        return finding
    if asked := OF_LIB.search(finding.message):
        held, wanted = "ffi", "the library"
    elif (asked := ASKED_LIB.search(finding.message)) and asked[1] in OF_FFI:
        held, wanted = "lib", "ffi"
    else:
        return finding
    sources = [each for each in case.there if each.name.endswith(".py")]
    sources.sort(key=lambda one: not finding.location or one.name != finding.location.file)
    for source in sources:
        for name, line in names_for(held, source):
            if re.search(rf"(?<![\w.]){name}\.{asked[1]}\b", source.text):
                message = (
                    f"{source.name}, line {line}, gives the name {name} to {held}. {name} is asked "
                    f"for {asked[1]}, which {wanted} has; expected another name for {held}."
                )
                place = Location(source.name, line)
                return replace(
                    finding, cause="exception", message=message, location=place, observed=None
                )
    return finding


def names_for(held: str, source: Source) -> Iterator[tuple[str, int]]:
    """Yield each other name that a script gives to `ffi`, or to `lib`, and the line."""
    for node in source.nodes:
        if isinstance(node, ast.ImportFrom):
            for each in node.names:
                if each.name == held and each.asname:
                    yield each.asname, node.lineno
        elif isinstance(node, ast.Assign):
            for to, value in pairs_of(node):
                names = (getattr(value, "id", ""), getattr(value, "attr", ""))
                if isinstance(to, ast.Name) and held in names:
                    yield to.id, node.lineno
