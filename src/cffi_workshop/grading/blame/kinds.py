"""What a line looks like that a cause is made on, in a function that is all the learner's own."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from cffi_workshop.grading.diagnose import Diagnosis

from .case import Source
from .differences import LONGEST

__all__ = ["gives", "line_of_kind"]

GIVES = re.compile(r"^[ \t]{0,80}(?:return\b|yield\b|\w{1,80}\.append\()")
COLLECTS = re.compile(r"\.append\(|\.insert\(|\byield\b|\+= ?\[")
CALLS_C = re.compile(r"\blib\w{0,20}\.\w")
WRITES = re.compile(
    r"^[ \t]{0,80}(?:return\b"
    r"|(?:\*\w{1,80}|\w{1,80}(?:\[[^\]]{0,80}\]|->\w{1,80})) {0,9}[-+*/|&^]?=[^=])"
)
STAYS = re.compile(r"^[ \t]{1,80}static (?!const\b)[^(]{0,200}[=;]")
LOOPS = re.compile(r"^[ \t]{0,80}(?:for|while)\b")
BORROWS = re.compile(r"\bffi\.(?:new|new_handle|from_buffer|cast|addressof|callback)\(|\.ctypes\b")
GIVES_BACK = re.compile(r"\.gc\(|\.release\(|\blib\w{0,20}\.\w{0,40}(?:free|close)")
GETS = re.compile(r"\blib\w{0,20}\.\w{0,40}(?:new|open|alloc|create|copy|dup)")
CATCHES = re.compile(r"^[ \t]{0,80}except\b|\bsuppress\(")
CONVERTS = re.compile(
    r"\.as\w{0,20}array\(|\.astype\(|\.array\(|\berrors ?=|\b(?:float|int|str|bytes)\("
)
ASKS = re.compile(r"^[ \t]{0,80}(?:\} ?)?(?:else )?(?:if|elif|while)\b")
RETURNS_NUMBER = re.compile(r"[ \t]{0,80}return (?:[-+]?\d{1,9}|True|False);?[ \t]{0,9}$")
NOTHING = re.compile(r"^[ \t]{0,80}return(?: None)?[ \t]{0,9}$")
NARROWS = re.compile(r"\bfloat(?:16|32)?\b(?! ?\()|\b[fF]4\b")
# Where owners are put that are to live: names alone, and no call.
KEEPS = re.compile(r"\b\w{1,80}\._\w{1,80} ?= ?[\w(\[{][^=]{0,200}$")
CALLS = re.compile(r"\w\(")
SET_SOURCE = re.compile(r"\.set_source\(")
DECLARES = re.compile(r"\.cdef\(")

# Those that are looked for, one after the other.
KINDS = {
    "wrong-type": (GIVES,),
    "cdata-leaked": (GIVES,),
    "wrong-value": (STAYS, WRITES, CALLS_C, GIVES),
    "did-not-call-c": (GIVES,),
    "dangling-pointer": (BORROWS,),
    "leak": (GIVES_BACK, GETS),
    "missing-exception": (CATCHES, CONVERTS),
    "import-error": (SET_SOURCE,),
    "link-error": (SET_SOURCE,),
    "missing-file": (SET_SOURCE,),
    "cdef-mismatch": (DECLARES,),
    "cdef-error": (DECLARES,),
}
# In Python the value is made where C is called, and given away at the end.
IN_PYTHON = {"wrong-value": (CALLS_C, WRITES, GIVES)}
IN_WORDS = ("wrong-value", "wrong-type", "missing-exception")
SHORT = 40  # characters of a value
PLACE = re.compile(r" in ((?:\[[^\]\n]{1,80}\])+)")


def gives(line: str) -> bool:
    """Say whether a line gives a value away."""
    return bool(GIVES.search(line[:LONGEST]))


def line_of_kind(source: Source, lines: list[int], finding: Diagnosis) -> int | None:
    """Return the last line of the first kind that is among these."""
    if finding.cause == "dangling-pointer" and (kept := keeping(source, lines)):
        return kept[-1]
    for kind in kinds_of(source, lines, finding):
        if found := matching(source, lines, kind):
            return found[-1]
    return None


def is_nearly(found: str, expected: str) -> bool:
    """Say whether two numbers differ as one of 32 bits does from one of 64."""
    try:
        got, wanted = float(found), float(expected.partition(" ")[0])
    except ValueError:
        return False
    return math.isclose(got, wanted, rel_tol=1e-4)


def decides(source: Source, lines: list[int]) -> bool:
    """Say whether these lines return numbers that stand there, so that a condition is wrong."""
    returned = [source.lines[line - 1][:LONGEST] for line in lines if gives(source.lines[line - 1])]
    return len(returned) > 1 and all(map(RETURNS_NUMBER.match, returned))


def keeping(source: Source, lines: list[int]) -> list[int]:
    """Return the lines that put names into an attribute, for others to live as long as that."""
    texts = {line: source.lines[line - 1][:LONGEST] for line in lines}
    return [at for at, text in texts.items() if KEEPS.search(text) and not CALLS.search(text)]


def matching(source: Source, lines: list[int], kind: re.Pattern) -> list[int]:
    return [line for line in lines if kind.search(source.lines[line - 1][:LONGEST])]


def kinds_of(source: Source, lines: list[int], finding: Diagnosis) -> Iterator[re.Pattern]:
    found, expected, told = "", "", ""
    if finding.observed:
        seen = finding.observed
        found, expected, told = seen.found, seen.expected, f"{seen.found} {seen.advice}"
    if place := PLACE.search(told):
        for key in re.findall(r"\[\"([^\"\]]{1,80})\"\]", place[1]):
            yield re.compile(f"[\"']{re.escape(key)}[\"']|\\b{re.escape(key)} ?=")
        yield COLLECTS
    if finding.cause == "wrong-value" and found == "nan":  # never written
        yield LOOPS
    if finding.cause == "wrong-value" and is_nearly(found, expected):
        yield NARROWS
    if found.startswith("None") or "with NoneType in" in found:
        yield NOTHING
    if finding.cause == "wrong-value" and decides(source, lines):
        yield ASKS
    if finding.cause in IN_WORDS and len(found) < SHORT:  # the very value stands in the line
        yield re.compile(
            rf"(?:\breturn|[^=!<>]=) ?{re.escape(found.removesuffix('.0'))}(?:\.0)?;?$"
        )
    python = IN_PYTHON if source.name.endswith(".py") else {}
    yield from {**KINDS, **python}.get(finding.cause, ())
    if finding.cause == "missing-exception":
        # A condition of its own may be wrong; where there are several, one is missing.
        raises = re.compile(rf"\braise\b.{{0,80}}\b{re.escape(expected[:80])}\b")
        yield raises if len(matching(source, lines, raises)) == 1 else CALLS_C
