"""The line to look at: the learner's own, and as near to the mistake as can be told."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .case import Case, Source
from .functions import Function

__all__ = ["place_of"]

# Where several lines are the learner's own: what gives a value away, what calls C, what writes to
# memory.
GIVES = re.compile(r"[ \t]{0,80}(?:return\b|yield\b|\w{1,80}\.append\()")
CALLS_C = re.compile(r".{0,200}\blib\w{0,20}\.\w")
WRITES = re.compile(
    r"[ \t]{0,80}(?:return\b"
    r"|(?:\*\w{1,80}|\w{1,80}(?:\[[^\]]{0,80}\]|->\w{1,80})) {0,9}[-+*/|&^]?=[^=])"
)
# In a function that is all the learner's own, the last line of the first of these kinds that is
# there.
VALUES = {
    "wrong-type": (GIVES,),
    "cdata-leaked": (GIVES,),
    "wrong-value": (WRITES, CALLS_C, GIVES),
    "did-not-call-c": (GIVES,),
}
FEW = 3  # lines that are as good as one


def place_of(finding: Diagnosis, case: Case) -> Location | None:
    """Return where to look: at the symptom if that line is the
    learner's own, else at what led to it.

    A line that is the solution's as well is not the mistake, so one that is not comes before it: in
    the same function, then in those that the message or the check names, then anywhere in the files
    of the part.
    """
    symptom = (
        finding.location
        if finding.location and finding.location.file in case.submission.files
        else None
    )
    sources = sorted(case.there, key=lambda source: source.name not in finding.message)
    if symptom is not None:
        sources.sort(key=lambda source: source.name != symptom.file)
        if symptom.line in case.source(symptom.file).own:
            return symptom
    for source in sources:
        at = symptom.line if symptom and symptom.file == source.name else None
        if line := own_line(source, at, words_of(finding, case), finding.cause):
            return Location(source.name, line)
    return symptom or named_function(sources, words_of(finding, case))


def words_of(finding: Diagnosis, case: Case) -> list[str]:
    """Return the words of what was called, of the message, and of the check, in that order."""
    called = finding.observed.call if finding.observed else ""
    return [
        word for text in (called, finding.message, case.title) for word in re.findall(r"\w+", text)
    ]


def own_line(source: Source, symptom: int | None, words: list[str], cause: str) -> int | None:
    """Return the learner's own line that most likely led to the symptom."""
    if not source.own:
        return None
    for function in functions_to_look_at(source, symptom, words):
        inside = [line for line in source.own if function.first <= line <= function.last]
        if inside:
            return nearest(source, inside, symptom, cause)
    return nearest(source, source.own, symptom, cause)


def functions_to_look_at(
    source: Source, symptom: int | None, words: Iterable[str]
) -> list[Function]:
    """Return the function around the symptom, and those that
    are named, by where their names come.
    """
    found = [source.function_at(symptom)] if symptom else []
    for word in words:
        found += [each for each in source.functions if each.name.lower() == word.lower()]
    return [each for each in dict.fromkeys(found) if each is not None]


def nearest(source: Source, lines: list[int], symptom: int | None, cause: str) -> int:
    """Return the line that leads to the symptom; without one,
    what gives the value, or the first.
    """
    if symptom is not None:
        before = [line for line in lines if line <= symptom]
        return before[-1] if before else lines[0]
    body = source.function_at(lines[-1])
    inside = [line for line in lines if body is None or line >= body.body] or lines
    if len(inside) <= FEW:
        return (
            inside[-1]
            if cause in VALUES and GIVES.match(source.lines[inside[-1] - 1])
            else inside[0]
        )
    for kind in VALUES.get(cause, ()):
        if found := [line for line in inside if kind.match(source.lines[line - 1])]:
            return found[-1]
    return inside[0]


def named_function(sources: list[Source], words: list[str]) -> Location | None:
    """Return where a function begins that is named, or what it
    does: where nothing nearer is known.
    """
    for source in sources:
        for function in functions_to_look_at(source, None, words):
            return Location(source.name, function.body)
    return None
