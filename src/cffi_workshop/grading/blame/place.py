"""The line to look at: the learner's own, and as near to the mistake as can be told."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .case import Case, Source
from .differences import LONGEST
from .functions import Function

__all__ = ["place_of"]

# Where several lines are the learner's own: what gives a value away, what calls C, what writes to
# memory, and so on.
GIVES = re.compile(r"^[ \t]{0,80}(?:return\b|yield\b|\w{1,80}\.append\()")
CALLS_C = re.compile(r"\blib\w{0,20}\.\w")
WRITES = re.compile(
    r"^[ \t]{0,80}(?:return\b"
    r"|(?:\*\w{1,80}|\w{1,80}(?:\[[^\]]{0,80}\]|->\w{1,80})) {0,9}[-+*/|&^]?=[^=])"
)
BORROWS = re.compile(r"\bffi\.(?:new|new_handle|from_buffer|cast|addressof|callback)\(|\.ctypes\b")
GIVES_BACK = re.compile(r"\.gc\(|\.release\(|\blib\w{0,20}\.\w{0,40}(?:free|close)")
GETS = re.compile(r"\blib\w{0,20}\.\w{0,40}(?:new|open|alloc|create|copy|dup)")
CONVERTS = re.compile(
    r"\.as\w{0,20}array\(|\.astype\(|\.array\(|\berrors ?=|\b(?:float|int|str|bytes)\("
)
SET_SOURCE = re.compile(r"\.set_source\(")
# In a function that is all the learner's own, the last line of the first of these kinds that is
# there.
VALUES = {
    "wrong-type": (GIVES,),
    "cdata-leaked": (GIVES,),
    "wrong-value": (WRITES, CALLS_C, GIVES),
    "did-not-call-c": (GIVES,),
    "dangling-pointer": (BORROWS,),
    "leak": (GIVES_BACK, GETS),
    "missing-exception": (CONVERTS,),
    "import-error": (SET_SOURCE,),
    "link-error": (SET_SOURCE,),
    "missing-file": (SET_SOURCE,),
}
# In Python the value is made where C is called, and given away at the end.
IN_PYTHON = {"wrong-value": (CALLS_C, WRITES, GIVES)}
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
    for function in (*functions_to_look_at(source, symptom, words), *builds(source)):
        inside = [line for line in source.own if function.first <= line <= function.last]
        if inside:
            body = [line for line in inside if line >= function.body]
            return nearest(source, body or inside, symptom, cause)
    return nearest(source, source.own, symptom, cause)


def builds(source: Source) -> list[Function]:
    """Return the rule that `make` follows when nobody says which: the first."""
    return source.functions[:1] if source.name == "Makefile" else []


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
    """Return the line that leads to the symptom; without one, what is of the kind that the cause
    looks for, or the first.
    """
    kinds = {**VALUES, **(IN_PYTHON if source.name.endswith(".py") else {})}.get(cause, ())
    if symptom is not None:
        before = [line for line in lines if line <= symptom] or lines[:1]
        return (
            last_of(source, before, kinds[:1] if cause == "dangling-pointer" else ()) or before[-1]
        )
    if len(lines) <= FEW:
        gives = cause in VALUES and GIVES.search(source.lines[lines[-1] - 1])
        return lines[-1] if gives else lines[0]
    return last_of(source, lines, kinds) or lines[0]


def last_of(source: Source, lines: list[int], kinds: Iterable[re.Pattern]) -> int | None:
    """Return the last line of the first kind that is there."""
    for kind in kinds:
        if found := [line for line in lines if kind.search(source.lines[line - 1][:LONGEST])]:
            return found[-1]
    return None


def named_function(sources: list[Source], words: list[str]) -> Location | None:
    """Return where a function begins that is named, or what it
    does: where nothing nearer is known.
    """
    for source in sources:
        for function in functions_to_look_at(source, None, words):
            return Location(source.name, function.body)
    return None
