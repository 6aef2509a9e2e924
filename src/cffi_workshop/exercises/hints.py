"""Choose what helps next: a hint, one level at a time, or the likely cause of a failure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Protocol

from .exercise import LEVELS, Exercise, Hint

__all__ = ["HintText", "likely_cause", "next_hint"]


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
    if failure is None:
        return exercise.hints[0] if exercise.hints else None
    fitting = (
        hint
        for hint in exercise.hints
        if fits(failure.id, hint.checks) and (not hint.causes or failure.cause in hint.causes)
    )
    return next(fitting, None)


def likely_cause(exercise: Exercise, failure: Failed) -> str | None:
    """Return what the first misconception that matches a failed check says, or None."""
    for misconception in exercise.misconceptions:
        if (
            fits(failure.id, misconception.checks)
            and failure.cause == misconception.cause
            and (misconception.match is None or re.search(misconception.match, failure.message))
        ):
            return misconception.says
    return None


def fits(check: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(check, pattern) for pattern in patterns)
