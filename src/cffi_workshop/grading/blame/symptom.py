"""Whether the line where it showed is the mistake: what was asked ahead of it, or let pass."""

from __future__ import annotations

import re

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .declared.cdef import beside
from .files.case import Case, Source
from .files.functions import calls_in
from .ranking.owners import line_of_owner

__all__ = ["of_symptom", "symptom_of"]

BRANCHES = re.compile(r"[ \t]{0,80}(?:if|elif|except|case)\b")
CALLBACK = re.compile(r"The callback (\w{1,80})\(\)")
GONE_TOO_FAR = ("out-of-bounds", "segfault")
GUARDS = re.compile(r"[ \t]{0,80}raise\b")
REFUSES = re.compile(r"\b(?:refuses?|raises? \w+Error)\b")


def is_suspect(source: Source, line: int) -> bool:
    """Say whether a line is the learner's own, and none in its function is more likely."""
    function = source.function_at(line)
    near = source.odd_in(function) if function else []
    return line in source.own and (line in near or not near)


def symptom_of(finding: Diagnosis, case: Case) -> Location | None:
    """Return where the mistake showed in a file of the learner's; None where it showed elsewhere.

    What a callback raised did not show at the call of C.
    """
    place = finding.location
    if place is None or place.file not in case.submission.files:
        return None
    if finding.cause == "cdef-mismatch" and ".cdef(" not in case.source(place.file).text:
        return None  # a script that runs into what another declares
    callback = CALLBACK.match(finding.message)
    return None if callback and not is_in(case.source(place.file), place, callback[1]) else place


def is_in(source: Source, place: Location, name: str) -> bool:
    """Say whether a line is in the function of that name, or in one that it leads to."""
    around = source.function_at(place.line)
    called, new = {name}, {name}
    while new:
        bodies = map(source.body_of, source.functions_named(*new))
        new = set().union(*map(calls_in, bodies)) - called
        called |= new
    return around is not None and around.name in called


def of_symptom(
    source: Source, symptom: Location, finding: Diagnosis, case: Case
) -> Location | None:
    """Return the place, where the line of the symptom tells it."""
    if condition := unmet(source, symptom, finding):
        return condition
    if finding.cause == "cdef-mismatch" and source.lines[symptom.line - 1].rstrip().endswith(";"):
        return beside(source, symptom)
    was_refused = finding.cause in GONE_TOO_FAR and REFUSES.search(case.title)
    if was_refused and (asked := asked_before(source, symptom)):
        return Location(source.name, asked)
    if owner := line_of_owner(source, symptom.line, finding):
        return Location(source.name, owner)
    return symptom if is_suspect(source, symptom.line) else None


def asked_before(source: Source, symptom: Location) -> int | None:
    """Return the learner's own condition that let pass what was to be refused."""
    function = source.function_at(symptom.line)
    own = [line for line in source.own if function and function.first <= line < symptom.line]
    asked = [line for line in own if BRANCHES.match(source.line(line))]
    return asked[-1] if asked else None


def unmet(source: Source, symptom: Location, finding: Diagnosis) -> Location | None:
    """Return the condition of the one `raise` of what was expected, where the way went past it."""
    function = source.function_at(symptom.line)
    if finding.cause != "exception" or function is None or finding.observed is None:
        return None
    expected = rf"\braise {re.escape(finding.observed.expected[:80])}\b"
    texts = {at: source.line(at) for at in range(function.first, symptom.line)}
    raised = [at for at, text in texts.items() if re.search(expected, text)]
    if is_guard_of_its_own(source, symptom, raised):
        return None
    asked = [
        at for at, text in texts.items() if at <= max(raised, default=0) and BRANCHES.match(text)
    ]
    is_own = {*asked[-1:], *raised} & {*source.own}
    return Location(source.name, asked[-1]) if is_own and len(raised) == 1 and asked else None


def is_guard_of_its_own(source: Source, symptom: Location, raised: list[int]) -> bool:
    """Say whether the symptom is a `raise` next to those of what was expected, guards among guards.

    Then its own condition was met, and what it raises is the mistake.
    """
    between = range(max(raised, default=symptom.line) + 1, symptom.line + 1)
    texts = [source.line(at) for at in between] or [""]
    return GUARDS.match(texts[-1]) is not None and all(
        GUARDS.match(text) or BRANCHES.match(text) for text in texts if text.strip()
    )
