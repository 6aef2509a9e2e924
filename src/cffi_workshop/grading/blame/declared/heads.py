"""What a function says of itself in Fortran and in C++: its parameters, and its name in C."""

from __future__ import annotations

import re

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case, Source
from ..files.differences import LONGEST

__all__ = ["in_head"]

PARAMETER = re.compile(r"^Parameter (\d{1,3}) of (\w{1,80})\(\) is ")
LACKS_EXTERN_C = 'extern "C" gives a function its plain C name'
INCLUDE = re.compile(r"^[ \t]{0,20}#[ \t]{0,20}include[ \t]{0,20}\"([\w.]{1,80})\"")
EXTERN_C = re.compile(r'\bextern "C"')


def in_head(finding: Diagnosis, case: Case) -> Location | None:
    """Return where Fortran declares the parameter that differs, or C++ includes a header of C.

    C++ includes it as one of its own, without extern "C". Return None for any other finding.
    """
    differs = PARAMETER.match(finding.message)
    for source in case.there:
        line = None
        if differs and source.name.endswith(".f90"):
            line = declared_in(source, differs[2], int(differs[1]))
        elif source.name.endswith(".cpp") and LACKS_EXTERN_C in finding.message:
            line = included_in(source, case.exercise.locked)
        if line in source.own:
            return Location(source.name, line)
    return None


def declared_in(source: Source, name: str, place: int) -> int | None:
    """Return the line that declares a parameter of a function of Fortran, by its place."""
    for function in source.functions:
        texts = source.lines[function.first - 1 : function.last]
        head = re.search(rf"\b{name}\s*\(([^)]{{0,400}})\)", " ".join(texts[:4]), re.IGNORECASE)
        if head and function.name.lower() == name:
            names = re.findall(r"\w+", head[1])
            said = re.compile(rf"::.{{0,200}}\b{names[place - 1]}\b", re.IGNORECASE)
            lines = enumerate((text[:LONGEST] for text in texts), function.first)
            return next((line for line, text in lines if said.search(text)), function.first)
    return None


def included_in(source: Source, headers: tuple[str, ...]) -> int | None:
    """Return the first line that includes a header of C outside of `extern "C"`."""
    if EXTERN_C.search(source.text):
        return None
    for line, text in enumerate(source.lines, start=1):
        included = INCLUDE.match(text[:LONGEST])
        if included and included[1] in headers:
            return line
    return None
