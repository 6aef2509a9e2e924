"""Where a cdef lays a struct out with room between its members, and the header packs it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from cffi_workshop.exercises.markers import source_text
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .case import Case, Source
from .functions import is_call_of

__all__ = ["packed_at"]

LIES = re.compile(r"struct (\w{1,80})\.\w{1,80} lies at byte (\d+) in the cdef, but at byte (\d+) ")


def packed_at(finding: Diagnosis, case: Case, scripts: list[Source]) -> Location | None:
    """Return the line that packs the struct too little, or that hands its text to cdef().

    Return None where the finding is another, or nothing in the scripts is such a line.
    """
    lies = LIES.search(finding.message)
    if lies is None or int(lies[2]) <= int(lies[3]) or not _is_packed(case, lies[1]):
        return None
    places = ((source, line) for source in scripts for line in _lines(source, lies[1]))
    return next((Location(source.name, line) for source, line in places), None)


def _lines(source: Source, name: str) -> Iterator[int]:
    for node in source.nodes:
        if isinstance(node, ast.Call) and is_call_of(node, "cdef") and _lays_out(node, name):
            said = [each for each in node.keywords if each.arg in ("pack", "packed")]
            yield from (each.value.lineno for each in said)
        elif isinstance(node, ast.Assign) and _lays_out(node.value, name):
            names = [each.id for each in node.targets if isinstance(each, ast.Name)]
            used = re.compile(rf"\b(?:{'|'.join(map(re.escape, names)) or '(?!)'})\b")
            after = range(node.end_lineno or node.lineno, len(source.lines))
            yield from (at + 1 for at in after if used.search(source.lines[at]))


def _lays_out(value: ast.expr, name: str) -> bool:
    """Say whether a text says which members a struct has, and does not only name it."""
    said = re.compile(rf"\bstruct {name}\s*\{{")
    texts = (each.value for each in ast.walk(value) if isinstance(each, ast.Constant))
    return any(isinstance(text, str) and said.search(text) for text in texts)


def _is_packed(case: Case, name: str) -> bool:
    headers = [each for each in case.exercise.locked if each.endswith(".h")]
    said = re.compile(rf"\bstruct {name}\s*\{{[^}}]{{0,4000}}\}}[^;]{{0,80}}\bpacked\b")
    return any(said.search(source_text(case.exercise, header)) for header in headers)
