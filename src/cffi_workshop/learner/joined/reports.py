"""What a room is told: which checks fail and why, and no line of anybody's code unasked."""

from __future__ import annotations

import time
import uuid

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.hints import digest_of, likely_cause
from cffi_workshop.grading.verdict import CheckResult, Verdict

__all__ = ["of_help", "of_help_over", "of_share", "of_take_back", "of_verdict"]

LONGEST_MESSAGE, LONGEST_CODE = 600, 4_000


def event(kind: str, **more: object) -> dict:
    """Return an event that happens now; by its id it counts once, however often it is sent."""
    return {"kind": kind, "id": uuid.uuid4().hex, "at": time.time(), **more}


def of_verdict(verdict: Verdict, exercise: Exercise) -> dict:
    """Return what a room is told of a check: ids, how each went, and causes."""
    checks = [{"id": one.id, "status": one.status, "cause": one.cause} for one in verdict.checks]
    failure = verdict.first_failure
    misconception = misconception_of(exercise, failure, verdict) if failure else None
    return event("check", exercise=verdict.exercise, checks=checks, misconception=misconception)


def misconception_of(exercise: Exercise, failure: CheckResult, verdict: Verdict) -> str | None:
    """Return which misconception is likely, by a digest of the text in hints.toml."""
    says = likely_cause(exercise, failure, verdict.sources)
    return digest_of(says) if says else None


def of_help(exercise: str | None) -> dict:
    return event("help", exercise=exercise)


def of_help_over() -> dict:
    return event("help-over")


def of_share(exercise: Exercise, verdict: Verdict, failure: CheckResult, code: str) -> dict:
    return event(
        "share",
        exercise=exercise.slug,
        failed=failure.id,
        cause=failure.cause or "wrong-value",
        misconception=misconception_of(exercise, failure, verdict),
        message=failure.message[:LONGEST_MESSAGE],
        code=code[:LONGEST_CODE],
    )


def of_take_back() -> dict:
    return event("take-back")
