"""What was seen tells what the line looks like that it comes from."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from cffi_workshop.grading.diagnose import Diagnosis

__all__ = ["ASKS", "GIVES", "keys_of", "kinds_of_seen"]

GIVES = re.compile(r"^[ \t]{0,80}(?:return\b(?! ?;)|yield\b|\w{1,80}\.append\()")
ASKS = re.compile(r"^[ \t]{0,80}(?:\} ?)?(?:else )?(?:if|elif|while)\b")
LEAVES = re.compile(r"^[ \t]{0,80}return ?;")
COLLECTS = re.compile(r"\.append\(|\.insert\(|\byield\b|\+= ?\[")
LOOPS = re.compile(r"^[ \t]{0,80}(?:for|while)\b")
ZEROES = re.compile(r"\bmemset\([^,]{1,80}, ?0,")
RETURNS_NUMBER = re.compile(r"[ \t]{0,80}return (?:[-+]?\d{1,9}|True|False);?[ \t]{0,9}$")
NOTHING = re.compile(r"^[ \t]{0,80}return(?: None)?[ \t]{0,9}$")
NARROWS = re.compile(r"\bfloat(?:16|32)?\b(?! ?\()|\b[fF]4\b")
IN_WORDS = ("wrong-value", "wrong-type", "missing-exception")
BEGINS = re.compile(r"=[ \t]?\[[^\]]")  # a list that has something in it from the start
STAYED = re.compile(r"\[(-?\d{1,40})(?:, \1){3,80}\]$")
MAKES = re.compile(r"\.new\(")
SHORT = 40  # characters of a value
PLACE = re.compile(r" in ((?:\[[^\]\n]{1,80}\])+)")


def kinds_of_seen(finding: Diagnosis, lines: Sequence[str]) -> Iterator[re.Pattern]:
    """Yield what the line may look like, the most particular first, of those given."""
    if (seen := finding.observed) is None:
        return
    yield from kinds_of_place(f"{seen.found} {seen.advice}")
    if finding.cause == "wrong-value":
        yield from kinds_of_value(seen.call, seen.found, seen.expected, lines)
    if seen.found.startswith("None") or "with NoneType in" in seen.found:
        yield NOTHING
    if finding.cause in IN_WORDS and len(seen.found) < SHORT:  # the very value stands in the line
        value = re.escape(seen.found.removesuffix(".0"))
        yield re.compile(rf"(?:\breturn|[^=!<>]=) ?{value}(?:\.0)?;?$")


def kinds_of_place(told: str) -> Iterator[re.Pattern]:
    """Yield what makes the part of a value that a sentence speaks of: a key, or an item."""
    for key in keys_of(told):
        yield re.compile(f"[\"']{re.escape(key)}[\"']|\\b{re.escape(key)} ?=")
    if PLACE.search(told):
        yield COLLECTS


def keys_of(told: str) -> list[str]:
    """Return the keys that lead to a part of a value, in a sentence that speaks of it."""
    place = PLACE.search(told)
    return re.findall(r"\[\"([^\"\]]{1,80})\"\]", place[1]) if place else []


def kinds_of_value(
    call: str, found: str, expected: str, lines: Sequence[str]
) -> Iterator[re.Pattern]:
    if part := re.search(r"\bin (\w{1,80}), element\b", call):  # it names something else by now
        yield re.compile(rf"^[ \t]{{0,80}}{part[1]} ?=[^=]")
    if found == "nan":  # never written
        yield LOOPS
    if found in ("0", "0.0"):
        yield ZEROES
    if expected == "[]":
        yield BEGINS
    if STAYED.match(found):  # what C was handed first
        yield MAKES
    if is_nearly(found, expected):
        yield NARROWS
    if decides(lines):
        yield ASKS
    numbers = re.findall(r"-?\d{1,40}", found)
    if numbers and numbers == re.findall(r"-?\d{1,40}", call):  # nothing was done
        yield LEAVES


def is_nearly(found: str, expected: str) -> bool:
    """Say whether two numbers differ as one of 32 bits does from one of 64."""
    try:
        got, wanted = float(found), float(expected.partition(" ")[0])
    except ValueError:
        return False
    return math.isclose(got, wanted, rel_tol=1e-4)


def decides(lines: Sequence[str]) -> bool:
    """Say whether lines return numbers that stand there, so that a condition is wrong."""
    returned = [line for line in lines if GIVES.search(line)]
    return len(returned) > 1 and all(map(RETURNS_NUMBER.match, returned))
