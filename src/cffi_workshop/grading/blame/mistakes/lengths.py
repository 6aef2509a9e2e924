"""A bound less one, of a length that has no sign: for nothing at all it is the largest there is."""

from __future__ import annotations

import re
from dataclasses import replace

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Case

__all__ = ["of_length"]

GONE_TOO_FAR = ("out-of-bounds", "segfault", "timeout")
EMPTY = re.compile(r"\b(\w{1,80}) = 0\b")
LOOP = r"\b(?:for|while)\b[^\n]{{0,200}}<=? ?\(? ?{name} ?- ?\d"
UNSIGNED = r"\b(?:size_t|uint\w{{1,20}}|unsigned(?: \w{{1,20}})?) {name}\b"


def of_length(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding with the loop that goes up to a length less one, where that length was 0.

    A call says of a length that it was 0 in its own words: "evolve() with nx = 0, ny = 4".
    """
    place = finding.location
    if finding.cause not in GONE_TOO_FAR or place is None or not place.file.endswith(".c"):
        return finding
    source = case.source(place.file)
    function = source.function_at(place.line)
    for name in EMPTY.findall(finding.message) if function else ():
        head = source.lines[function.first - 1 : function.body]  # type: ignore[union-attr]
        lines = range(function.first, place.line + 1)  # type: ignore[union-attr]
        if not re.search(UNSIGNED.format(name=name), " ".join(head)):
            continue
        for line in lines:
            if re.search(LOOP.format(name=name), source.lines[line - 1]):
                message = (
                    f"{finding.message} The loop in line {line} goes up to {name} - 1, of a type "
                    f"without a sign: where {name} is 0, that is the largest number there is. "
                    f"Compare i + 1 < {name} in place of i < {name} - 1."
                )
                return replace(finding, message=message, location=Location(source.name, line))
    return finding
