"""Memory of one type that is handed to C as memory of a wider one: the line that made it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case, Source

__all__ = ["of_recast"]

TOO_FAR = ("out-of-bounds", "segfault")
VIEWS = re.compile(
    r"\b(?:cast|from_buffer)\( ?[\"'](?:const )?(?P<type>\w{1,40})[^\"'\n]{0,40}[\"'], ?"
    r"(?P<name>\w{1,80})"
)
MAKES = (
    r"^[ \t]{{0,80}}{name} ?= ?.{{0,200}}"
    r"(?:\bffi\.new\(|\.(?:empty|zeros|ones|full|array|astype)\()"
)
SIZES = {
    "char": 1, "int8": 1, "uint8": 1, "int16": 2, "short": 2, "float16": 2,
    "int": 4, "float": 4, "int32": 4, "uint32": 4, "float32": 4, "unsigned": 4,
    "long": 8, "int64": 8, "uint64": 8, "double": 8, "float64": 8, "size": 8,
}  # fmt: skip


def of_recast(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding with the line that made memory of a type smaller than what C sees."""
    place = finding.location
    if finding.cause not in TOO_FAR or place is None or not place.file.endswith(".py"):
        return finding
    source = case.source(place.file)
    line = next(made_smaller(source, place.line), None)
    return replace(finding, location=Location(source.name, line)) if line else finding


def made_smaller(source: Source, last: int) -> Iterator[int]:
    """Yield the learner's own lines that make memory, and those up to `last` that see it wider."""
    function = source.function_at(last)
    lines = [line for line in source.own if function and function.first <= line <= last]
    for line in lines:
        for view in VIEWS.finditer(source.line(line)):
            made = re.compile(MAKES.format(name=view["name"]))
            for at in (at for at in lines if at <= line):
                text = source.line(at)
                if made.search(text) and 0 < size_in(text) < size_in(view["type"]):
                    yield at


def size_in(text: str) -> int:
    """Return the bytes of the first type that a text names; 0 where it names none."""
    words = (word.removesuffix("_t") for word in re.findall(r"\w+", text))
    return next((SIZES[word] for word in words if word in SIZES), 0)
