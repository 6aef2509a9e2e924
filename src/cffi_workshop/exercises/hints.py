"""hints.toml, and which of its texts helps next: one level of a hint, or a likely cause.

It lies in solutions/NAME/ alone, so that nobody opens the last hint before the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Protocol

from cffi_workshop.toml_schema import Table

from .causes import ALL_CAUSES
from .exercise import Exercise
from .metadata import parse

__all__ = ["LEVELS", "Hint", "HintText", "Misconception", "likely_cause", "next_hint", "read_hints"]

LEVELS = ("orient", "explain", "example", "bottom_out")


@dataclass(frozen=True)
class Hint:
    """Four texts of rising detail for the checks that match; no causes means any cause."""

    checks: tuple[str, ...]
    causes: tuple[str, ...]
    orient: str
    explain: str
    example: str
    bottom_out: str


@dataclass(frozen=True)
class Misconception:
    """One particular mistake, recognised by check, cause and the check's message."""

    checks: tuple[str, ...]
    cause: str
    match: str | None
    says: str


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
    shown = f"solutions/{exercise.slug}/hints.toml"
    path = exercise.solution / "hints.toml"
    table = Table(parse(path, shown) if path.is_file() else {}, shown)
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
        match=entry.pattern("match"),
        says=entry.text("says"),
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
    fitting = (
        hint
        for hint in hints
        if fits(failure.id, hint.checks) and (not hint.causes or failure.cause in hint.causes)
    )
    return next(fitting, None)


def likely_cause(exercise: Exercise, failure: Failed) -> str | None:
    """Return what the first misconception that matches a failed check says, or None."""
    for misconception in read_hints(exercise).misconceptions:
        if (
            fits(failure.id, misconception.checks)
            and failure.cause == misconception.cause
            and (misconception.match is None or re.search(misconception.match, failure.message))
        ):
            return misconception.says
    return None


def fits(check: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(check, pattern) for pattern in patterns)
