"""Where the mistake is, of what shows in another function: the line of the symptom is in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Source
from ..files.differences import LONGEST
from ..files.functions import Function, calls_in
from .callers import functions_to_look_at
from .kinds import (
    BORROWS,
    CATCHES,
    GIVES_BACK,
    HAS,
    LOSES,
    condition_of,
    conditions_of,
    gives,
    keeping,
    line_of_kind,
    matching,
    raises_of,
)
from .neglected import does_nothing, never_made
from .owners import without_name
from .seen import keys_of

__all__ = ["NO_OWNER", "elsewhere"]

NO_OWNER = "'cdata' object from ffi.new(), ffi.gc()"  # what only an owner can be asked

CALLBACK = re.compile(r"The callback (\w{1,80})\(\) raised")
AFTER = re.compile(r"\bafter (\w{1,80})\(\)")
CLOSED = re.compile(r"\bclosed\b|\bafter close\(\)")
MADE_OF = re.compile(r"\braised (\w{1,80}) with \w")
MADE_ONCE = re.compile(r"(\w{1,80}) ?= ?ffi\.new\(")  # at the begin of a line: for all calls
DESTROYS = re.compile(r"\.gc\(|\b__del__\b|\bfinalize\(")
CACHES = re.compile(r"^[ \t]{0,80}@(?:functools\.)?(?:lru_)?cache\b")  # all that it was called with
RAISES_NAME = re.compile(r"[ \t]{0,80}raise \w{1,80}[ \t]{0,9}$")
SHORTEST = 4  # letters of a text that tells a line
BARE = re.compile(r"\bffi\.cast\(|\.ctypes\b")  # an address, which keeps nothing
HANDLE = re.compile(r"\bnew_handle\(")
MADE_OF_ADDRESS = re.compile(r"\breturn (?:cls|[A-Z]\w{0,60})\([a-z]\w{0,60}\)$")


def elsewhere(
    source: Source, finding: Diagnosis, symptom: Location | None, words: list[str]
) -> int | None:
    """Return the learner's own line that the finding tells by itself, wherever it showed."""
    if not source.name.endswith(".py"):
        return None
    if said := [*never_made(source, finding), *does_nothing(source)]:
        return said[0]
    if finding.cause == "dangling-pointer":
        return lent_by(source, symptom, finding, words)
    lost = CALLBACK.search(finding.message)
    if lost and lost.start() > 0:  # else it should not have raised at all
        return losing(source, lost[1])
    if finding.cause == "leak":
        return next(iter(matching(source, source.odd, CACHES)), None) or without_destructor(source)
    if finding.cause == "exception":
        if NO_OWNER in finding.message and (bare := without_destructor(source)):
            return bare
        return raised_by_name(source, symptom, finding) or looks_otherwise(source, finding, words)
    return next(filter(None, (tells(source, finding) for tells in OF_ANYTHING_ELSE)), None)


def lent_by(
    source: Source, symptom: Location | None, finding: Diagnosis, words: list[str]
) -> int | None:
    """Return the line that lets go of an owner whose memory another function reads.

    Return None where the function that reads the memory has made an owner itself.
    """
    at = symptom.line if symptom and symptom.file == source.name else None
    around = source.function_at(at) if at else None
    if around and matching(source, source.odd_in(around), BORROWS):
        return None
    if "handle" in finding.message and (made := matching(source, source.odd, HANDLE)):
        return made[-1]
    making = [each for each in source.functions if matching(source, source.odd_in(each), BORROWS)]
    named = [each for word in words for each in making if each.name == word]
    named += lenders(source, making, functions_to_look_at(source, at, words))
    if not named:
        return None
    own = source.odd_in(named[0])
    if unnamed := [line for line in without_name(source) if line in own]:
        return unnamed[-1]
    if kept := keeping(source, own):
        return kept[-1]
    given = [line for line in own if gives(source.lines[line - 1])]
    return (given or matching(source, own, BORROWS))[-1]


def lenders(source: Source, making: list[Function], callers: list[Function]) -> Iterator[Function]:
    """Yield the functions that make a bare address for one that makes none itself."""
    for caller in callers:
        if caller not in making:
            helpers = source.functions_named(*calls_in(source.body_of(caller)))
            bare = [each for each in helpers if matching(source, source.odd_in(each), BARE)]
            yield from (each for each in bare if each in making)


def own_in(source: Source, name: str) -> list[int]:
    """Return the learner's own lines in the first function of that name."""
    return next(map(source.odd_in, source.functions_named(name)), [])


def losing(source: Source, callback: str) -> int | None:
    """Return the line of a callback that lets an exception through, which ends there."""
    own = own_in(source, callback)
    found = matching(source, own, CATCHES) or matching(source, own, LOSES)
    return found[-1] if found else None


def without_destructor(source: Source) -> int | None:
    """Return the line that keeps a bare address where the solution attaches a destructor.

    It may also make an object of it. By the solution's ffi.gc(), C frees the memory when the object
    goes. Return None where the script has a destructor as well.
    """
    if ".gc(" not in source.solution or DESTROYS.search(source.said):
        return None
    kept = matching(source, source.odd, HAS) or matching(source, source.odd, MADE_OF_ADDRESS)
    return next(filter(source.function_at, kept), None)


def not_let_go(source: Source, finding: Diagnosis) -> int | None:
    """Return the line of the closing function to blame, where a closed object could still be used.

    Return None unless the one line that would refuse such a use is there.
    """
    seen = finding.observed
    closed = AFTER.search(seen.call) if seen and finding.cause == "missing-exception" else None
    if closed is None or len(matching(source, source.odd, raises_of(finding))) != 1:
        return None
    own = own_in(source, closed[1])
    return next(iter(matching(source, own, GIVES_BACK)[-1:] or own[-1:]), None)


def looks_otherwise(source: Source, finding: Diagnosis, words: list[str]) -> int | None:
    """Return what close() leaves behind, where a closed object raises another exception for it.

    Return None unless the function that was called raises the one that is expected as well.
    """
    seen = finding.observed
    if seen is None or not CLOSED.search(seen.call) or not seen.expected.isidentifier():
        return None
    called = functions_to_look_at(source, None, words)[:1]
    inside = [line for each in called for line in range(each.body, each.last + 1)]
    refuses = matching(source, inside, raises_of(finding))
    return next(iter(own_in(source, "close")[-1:]), None) if refuses else None


def raised_by_name(source: Source, symptom: Location | None, finding: Diagnosis) -> int | None:
    """Return the line that made an exception which another line raised, by its text."""
    seen = finding.observed
    text = seen.found.partition(": ")[2] if seen else ""
    if symptom is None or symptom.file != source.name or len(text) < SHORTEST:
        return None
    if not RAISES_NAME.match(source.line(symptom.line)):
        return None
    found = [line for line in source.odd if text in source.lines[line - 1]]
    return found[0] if len(found) == 1 else None


def not_refused(source: Source, finding: Diagnosis) -> int | None:
    """Return the condition of the one line that makes the exception which nobody raised.

    It stands in a function that only makes or raises exceptions for others.
    """
    seen = finding.observed
    if seen is None or finding.cause != "missing-exception" or not seen.expected.isidentifier():
        return None
    made = [line for line in source.odd if f"{seen.expected}(" in source.lines[line - 1]]
    function = source.function_at(made[0]) if len(made) == 1 else None
    if function is None or re.search(rf"\b{function.name}\(", seen.call):
        return asking_for(source, finding)
    asked = condition_of(source, made[0])
    return asked if asked != made[0] else asking_for(source, finding)


def made_with_less(source: Source, finding: Diagnosis) -> int | None:
    """Return the one line that makes an exception which lacks something, wherever it is raised."""
    raised = MADE_OF.search(finding.message)
    found = [line for line in source.odd if raised and f"{raised[1]}(" in source.line(line)]
    return found[0] if len(found) == 1 else None


def not_set_back(source: Source, finding: Diagnosis) -> int | None:
    """Return the line of memory that is made once, and that no line of the script sets back."""
    for line in source.odd if finding.cause == "wrong-value" else ():
        made = MADE_ONCE.match(source.line(line))
        if made and not re.search(
            rf"\b{made[1]}\[[^\]]{{0,80}}\] ?=[^=]|\({made[1]},", source.said
        ):
            return line
    return None


def asking_for(source: Source, finding: Diagnosis) -> int | None:
    """Return the one condition that asks for what the call tells of the input."""
    found = [line for kind in conditions_of(finding) for line in matching(source, source.odd, kind)]
    return found[0] if len(found) == 1 else None


def of_key(source: Source, finding: Diagnosis) -> int | None:
    """Return the one line in a function that says the key under which a value is wrong."""
    seen = finding.observed
    keys = keys_of(f"{seen.found} {seen.advice}") if seen else []
    if not keys:
        return None
    said = re.compile(f"[\"']{re.escape(keys[-1])}[\"'] ?:|\\b{re.escape(keys[-1])} ?=[^=]")
    found = [line for line in matching(source, source.odd, said) if source.function_at(line)]
    for line in found:
        if helper := called_for(source, source.lines[line - 1], keys[-1]):
            return line_of_kind(source, source.odd_in(helper), finding) or line
    return found[0] if len(found) == 1 else None


def called_for(source: Source, line: str, key: str) -> Function | None:
    """Return the function of the file that makes the value under this key, and no other value."""
    call = re.search(rf"\b{re.escape(key)}[\"']? ?[:=] ?(\w{{1,80}})\(", line[:LONGEST])
    if call is None or len(re.findall(rf"(?<!def )\b{call[1]}\(", source.said)) > 1:
        return None
    return next(filter(source.odd_in, source.functions_named(call[1])), None)


OF_ANYTHING_ELSE = (not_let_go, not_refused, made_with_less, not_set_back, of_key)
