"""hints.toml, and which of its texts helps next: one level of a hint, or a likely cause.

It lies in solutions/NAME/ alone, so that nobody opens the last hint before the first.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Protocol

from cffi_workshop.toml_schema import Table

from .around import code_around, without_words
from .causes import ALL_CAUSES
from .exercise import Exercise
from .general_hints import RETURNED, Hint, by_message
from .metadata import read_toml

__all__ = [
    "LEVELS",
    "digest_of",
    "likely_cause",
    "next_hint",
    "read_hints",
]

LEVELS = ("orient", "explain", "example", "bottom_out")
# What a misconception may ask of: the parts of what a check observed, and the learner's code.
PARTS, OF_CODE = ("call", "found", "expected"), ("code", "lacks")
# Why a misconception asks for no code: the words of a message tell it, or what was seen is the
# mistake itself, whatever the code is; "open" says what has to be done, and blames no code.
SURE = ("message", "observed")
REASONS = (*SURE, "open")
# Code in the sentence of a trial: what it changed, and the line that this is in.
QUOTED = re.compile(r"`([^`]{1,80})`")
IN_LINE = re.compile(r" (?:in|ahead of|behind) `[^`]{1,80}`(?:, in all places)?\.$")
TOO_MUCH = re.compile(r"The check passes without `")
LITERAL = re.compile(r"\"[^\"\n]{0,80}\"|'[^'\n]{0,80}'")  # which names nothing
WORD = re.compile(r"[a-z]{3,40}|\b[a-z]\b")
USUAL = ("ffi", "lib", "self", "len", "the", "and", "not", "a", "c")  # which tell nothing


@dataclass(frozen=True)
class Misconception:
    """One particular mistake, and what has to be true for it to be likely.

    Each expression that is given has to be found: `match` in the check's message, `call`, `found`
    and `expected` in the parts of it, `code` in the learner's file: in the function of the line
    that is told, or in what it uses (`code_around`); `lacks` must not be found there. Where
    neither is asked, `because` says why not (`REASONS`).
    """

    checks: tuple[str, ...]
    cause: str
    says: str
    match: str | None = None
    call: str | None = None
    found: str | None = None
    expected: str | None = None
    code: str | None = None
    lacks: str | None = None
    because: str = ""


@dataclass(frozen=True)
class Hints:
    """What hints.toml of an exercise says; of each kind, the first that fits is told."""

    hints: tuple[Hint, ...]
    misconceptions: tuple[Misconception, ...]


class Failed(Protocol):
    """A failed check: a CheckResult, or what progress kept of one."""

    @property
    def id(self) -> str: ...
    @property
    def cause(self) -> str | None: ...
    @property
    def message(self) -> str: ...


@dataclass(frozen=True)
class HintText:
    """One level of a hint; `number` counts from 1 and is what to pass as `level` next time."""

    level: str
    number: int
    of: int
    text: str


def read_hints(exercise: Exercise) -> Hints:
    """Read solutions/NAME/hints.toml; raise WorkshopError for what does not fit."""
    path = exercise.solution / "hints.toml"
    return _hints_as_of(exercise, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=32)
def _hints_as_of(exercise: Exercise, changed: int) -> Hints:
    """Read the file once, until it is changed: a course asks thousands of times."""
    shown = f"solutions/{exercise.slug}/hints.toml"
    path = exercise.solution / "hints.toml"
    table = Table(read_toml(path, shown) if path.is_file() else {}, shown)
    hints = Hints(
        tuple(read_hint(entry) for entry in table.entries("hints")),
        tuple(read_misconception(entry) for entry in table.entries("misconceptions")),
    )
    table.nothing_else()
    return hints


def read_hint(entry: Table) -> Hint:
    hint = Hint(
        checks=entry.texts("checks"),
        causes=entry.some_of("causes", ALL_CAUSES, "a cause"),
        **{level: entry.text(level) for level in LEVELS},
    )
    entry.nothing_else()
    return hint


def read_misconception(entry: Table) -> Misconception:
    misconception = Misconception(
        checks=entry.texts("checks"),
        cause=entry.one_of("cause", ALL_CAUSES, "a cause"),
        says=entry.text("says"),
        **{key: entry.pattern(key) for key in ("match", *PARTS, *OF_CODE)},
        because=entry.one_of("because", REASONS, "a reason", default=""),
    )
    entry.nothing_else()
    return misconception


def next_hint(exercise: Exercise, failure: Failed | None, level: int = 0) -> HintText | None:
    """Return the hint after `level` levels were seen; the last level is given again and again.

    Without a failure (nothing was checked yet), it is the first hint of the exercise. None means
    that no hint of the exercise fits this failure.
    """
    hint = fitting_hint(exercise, failure)
    if hint is None:
        return None
    number = min(max(level, 0) + 1, len(LEVELS))
    name = LEVELS[number - 1]
    return HintText(name, number, len(LEVELS), getattr(hint, name))


def fitting_hint(exercise: Exercise, failure: Failed | None) -> Hint | None:
    hints = read_hints(exercise).hints
    if failure is None:
        return hints[0] if hints else None
    if general := by_message(failure.message):
        return general
    fitting = (
        hint
        for hint in hints
        if fits(failure.id, hint.checks) and (not hint.causes or failure.cause in hint.causes)
    )
    return next(fitting, None)


def likely_cause(
    exercise: Exercise, failure: Failed, sources: Mapping[str, str] | None = None
) -> str | None:
    """Return what the first misconception that matches a failed check says, or None.

    `sources` are the learner's files; without them, what asks for code is never likely.
    """
    if RETURNED in failure.message:  # which says it all
        return None
    code = code_of(failure, sources or {})
    for one in read_hints(exercise).misconceptions:
        same = failure.cause == one.cause and fits(failure.id, one.checks)
        if not same or not is_observed(one, failure) or not is_written(one, code):
            continue
        mended_by = getattr(failure, "mended_by", "")
        if not is_sure(one) and speaks_of_another(one.says, mended_by):
            continue
        if one.lacks and not one.code and TOO_MUCH.match(mended_by):
            continue  # nothing is missing there
        return one.says
    return None


def is_sure(one: Misconception) -> bool:
    """Say whether a misconception has looked at the code, or has no need to."""
    return bool(one.code or one.lacks or one.because in SURE)


def speaks_of_another(says: str, mended_by: str) -> bool:
    """Say whether a trial changed what a text does not name: then it was another mistake.

    Nothing of the code stands behind such a text, and a trial is a fact.
    """
    changed = " ".join(QUOTED.findall(IN_LINE.sub("", mended_by)))
    names = names_in(LITERAL.sub("", changed))
    return bool(names) and not names & names_in(says)


def names_in(text: str) -> set[str]:
    """Return the words of a text, with those that stand inside of a name."""
    return {word for word in WORD.findall(text.lower()) if word not in USUAL}


def code_of(failure: Failed, sources: Mapping[str, str]) -> str:
    """Return the code that the failure is about: where its line is known, what belongs to that."""
    location = getattr(failure, "location", None)
    if location is None:
        return "\n".join(without_words(name, text) for name, text in sources.items())
    around = code_around(location.file, sources.get(location.file, ""), location.line)
    return without_words(location.file, around)


def is_observed(one: Misconception, failure: Failed) -> bool:
    """Say whether the message, and its parts, are those of a misconception."""
    if one.match and not re.search(one.match, failure.message):
        return False
    observed = getattr(failure, "observed", None)
    asked = {part: pattern for part in PARTS if (pattern := getattr(one, part))}
    return all(
        observed and re.search(pattern, getattr(observed, part)) for part, pattern in asked.items()
    )


def is_written(one: Misconception, code: str) -> bool:
    """Say whether the learner's file is that of a misconception."""
    if (one.code or one.lacks) and not code:
        return False
    has = not one.code or re.search(one.code, code, re.MULTILINE)
    return bool(has) and not (one.lacks and re.search(one.lacks, code, re.MULTILINE))


def fits(check: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(check, pattern) for pattern in patterns)


def digest_of(says: str) -> str:
    """Return by what a misconception is named where its text is not sent."""
    return hashlib.sha256(" ".join(says.split()).encode()).hexdigest()[:12]
