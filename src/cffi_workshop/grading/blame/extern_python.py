"""A function of extern "Python" of another type than C takes: the cdef says which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .case import Case, Source

__all__ = ["of_extern_python"]

ANOTHER_TYPE = re.compile(
    r"initializer for ctype '([^'\n]{1,300}\(\*\)\([^'\n]{0,300}\))' must be a pointer to same "
    r"type, not cdata '([^'\n]{1,300}\(\*\)\([^'\n]{0,300}\))'"
)
EXTERN_PYTHON = re.compile(
    r"extern\s{1,9}\"Python(?:\+C)?\"\s{0,9}(\{[^{}]{0,2000}\}|[^;{}\"]{1,500};)"
)
DECLARED = re.compile(r"\b(\w{1,80})\s{0,9}\(([^()]{0,500})\)\s{0,9};")


def of_extern_python(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding as a wrong cdef, where C got such a function, and wants another type."""
    script, types = case.build_script, ANOTHER_TYPE.search(finding.message)
    if script is None or types is None or finding.cause != "exception":
        return finding
    wanted, given = types[1], types[2]
    found = [(name, line) for name, line, said in declared(script) if is_like(said, given)]
    name, line = next((each for each in found if each[1] in script.own), (found or [("", 0)])[0])
    if not name:
        return finding
    message = f'{name}() of extern "Python" is {given} in the cdef, but C takes {wanted}.'
    return replace(
        finding, cause="cdef-mismatch", message=message, location=Location(script.name, line)
    )


def declared(script: Source) -> Iterator[tuple[str, int, str]]:
    """Yield name, line and parameters of each function of extern "Python"."""
    for block in EXTERN_PYTHON.finditer(script.text):
        for found in DECLARED.finditer(block[1]):
            line = script.text.count("\n", 0, block.start(1) + found.start(1)) + 1
            yield found[1], line, found[2]


def is_like(said: str, type_name: str) -> bool:
    """Say whether parameters, with or without names, may be those of a type as cffi names it."""
    inside = type_name[type_name.index("(*)(") + 4 : -1]
    given = [part.split() for part in inside.replace("*", " * ").split(",") if part.strip()]
    mine = [part.split() for part in said.replace("*", " * ").split(",") if part.strip()]
    mine = [] if mine == [["void"]] else mine
    return len(given) == len(mine) and all(
        set(one) <= set(other) for one, other in zip(given, mine, strict=True)
    )
