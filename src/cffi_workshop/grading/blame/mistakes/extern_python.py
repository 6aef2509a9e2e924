"""The functions of extern "Python" that do not fit: to C, or to the script by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case, Source
from .dropped import attached_in

__all__ = ["of_extern_python"]

ANOTHER_TYPE = re.compile(
    r"initializer for ctype '([^'\n]{1,300}\(\*\)\([^'\n]{0,300}\))' must be a pointer to same "
    r"type, not cdata '([^'\n]{1,300}\(\*\)\([^'\n]{0,300}\))'"
)
EXTERN_PYTHON = re.compile(
    r"extern\s{1,9}\"Python(?:\+C)?\"\s{0,9}(\{[^{}]{0,2000}\}|[^;{}\"]{1,500};)"
)
DECLARED = re.compile(r"\b(\w{1,80})\s{0,9}\(([^()]{0,500})\)\s{0,9};")
VOID = re.compile(r"\bvoid\s{1,9}(?P<name>\w{1,80})\s{0,9}\(")
RETURNS_VOID = "callback with the return type 'void' must return None"
UNDECLARED = re.compile(r"def_extern\(\) is to attach (\w{1,80})\(\), but the cdef declares no ")


def of_extern_python(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding as that of a function of extern "Python", if it is that of one."""
    for improve in (of_another_type, of_void, of_another_name):
        finding = improve(finding, case)
    return finding


def of_void(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding as a wrong cdef, where that says that such a function returns nothing."""
    script = case.build_script
    if script is None or finding.cause != "exception" or RETURNS_VOID not in finding.message:
        return finding
    for block in EXTERN_PYTHON.finditer(script.text):
        for said in VOID.finditer(block[1]):
            result = re.search(rf"\b(\w{{1,80}}[ *]{{1,4}}){said['name']}\(", script.solution)
            if result and result[1].strip() != "void":
                line = script.text.count("\n", 0, block.start(1) + said.start("name")) + 1
                message = (
                    f'{said["name"]}() of extern "Python" returns nothing in the cdef, but C takes '
                    f"its result, which is {result[1].strip()}."
                )
                place = Location(script.name, line)
                return replace(finding, cause="cdef-mismatch", message=message, location=place)
    return finding


def of_another_name(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding at the script's line, where the cdef has the name that is asked for."""
    build, missing = case.build_script, UNDECLARED.search(finding.message)
    script = case.api_script
    if build is None or script is None or missing is None:
        return finding
    attached = attached_in(script)
    wanted = [
        name
        for name, _, _ in declared(build)
        if name not in attached and re.search(rf"\b{name}\b", build.solution)
    ]
    lines = script.lines_with(f"def {missing[1]}(") or script.lines_with(missing[1])
    if len(wanted) != 1 or not lines:
        return finding
    message = (
        f"@ffi.def_extern() is to attach {missing[1]}(), which the cdef does not declare; expected "
        f'{wanted[0]}(), which is declared as extern "Python" and has no function yet.'
    )
    place = Location(script.name, lines[0])
    return replace(finding, message=message, location=place)


def of_another_type(finding: Diagnosis, case: Case) -> Diagnosis:
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
