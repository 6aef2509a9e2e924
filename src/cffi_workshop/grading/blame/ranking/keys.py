"""Under which keys a result is wrong, and the lines that give these their values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cffi_workshop.grading.diagnose import Diagnosis

from ..files.case import Source
from ..files.differences import LONGEST
from ..files.functions import calls_in
from .reach import lines_in
from .seen import keys_of

__all__ = ["of_wrong_keys"]

AT_KEY, IN_HELPER = 0.9, 0.6


def of_wrong_keys(source: Source, finding: Diagnosis) -> Iterator[tuple[int, float]]:
    """Yield the lines that name a key under which the value is wrong, and those of its helpers."""
    seen = finding.observed
    for key in keys_of(f"{seen.found} {seen.advice}") if seen else ():
        said = re.compile(rf"[\"']{re.escape(key)}[\"']|\b{re.escape(key)} ?=[^=]")
        for line, text in enumerate(source.lines, start=1):
            if said.search(text[:LONGEST]):
                yield line, AT_KEY
                for helper in source.functions_named(*calls_in(text[:LONGEST])):
                    yield from ((each, IN_HELPER) for each in lines_in(source, helper))
