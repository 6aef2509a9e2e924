"""Where a cdef lays a struct out with room between its members, and the header packs it.

Or the other way round: `packed=True` holds for all structs of a cdef.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from cffi_workshop.exercises.markers import source_text
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case, Source

__all__ = ["packed_at"]

LIES = re.compile(
    r"[Ss]truct (\w{1,80})(?:\.\w{1,80} lies at byte (\d+)| has (\d+) bytes?) in the cdef, but "
    r"(?:at byte )?(\d+) "
)


def packed_at(finding: Diagnosis, case: Case, scripts: list[Source]) -> Location | None:
    """Return the line that packs the struct too little or too much, or hands its text to cdef().

    Return None where the finding is another, or nothing in the scripts is such a line.
    """
    lies = LIES.search(finding.message)
    if lies is None:
        return None
    name, mine, theirs = lies[1], int(lies[2] or lies[3]), int(lies[4])
    if mine == theirs or (mine > theirs) != _is_packed(case, name):
        return None
    lines_of = _lines if mine > theirs else _packing
    places = ((source, line) for source in scripts for line in lines_of(source, name))
    return next((Location(source.name, line) for source, line in places), None)


def _packing(source: Source, name: str) -> Iterator[int]:
    """Yield the lines that say how a text is packed which lays out the struct."""
    for call in source.calls_of("cdef"):
        said = [each for each in call.keywords if each.arg in ("pack", "packed")]
        yield from (each.value.lineno for each in said if _lays_out(call, name))


def _lines(source: Source, name: str) -> Iterator[int]:
    yield from _packing(source, name)
    for node in source.nodes:
        if isinstance(node, ast.Assign) and _lays_out(node.value, name):
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
