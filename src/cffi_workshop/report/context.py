"""What a report points to beside the verdict itself: files, episodes, other exercises."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cffi_workshop.exercises.exercise import Exercise
    from cffi_workshop.explain import Entry
    from cffi_workshop.grading.verdict import CheckResult, Verdict

__all__ = ["ReportContext", "context_for", "context_of", "is_usual"]


EXPECTED = re.compile(r"\b[Ee]xpected\b")
PARTS = re.compile(r"[:;.] ")  # a part has words of one speaker


@dataclass(frozen=True)
class ReportContext:
    """What a report knows beside the verdict."""

    title: str = ""
    # What was checked, by file name: a report opens no file of a learner's.
    sources: Mapping[str, str] = field(default_factory=dict)
    editable: tuple[str, ...] = ()  # what the learner writes, there or not
    root: Path | None = None  # the checkout, for the titles of episodes
    likely_cause: str | None = None  # what the exercise knows of this mistake
    about_message: str | None = None  # what the error catalogue adds to the message, whoever met it
    explained: Entry | None = None  # where the error catalogue knows the message
    other_path: str | None = None  # --path as it was given, if it was not exercises/NAME
    next_exercise: str | None = None


def context_for(exercise: Exercise, verdict: Verdict, folder: Path) -> ReportContext:
    """Return what the report on a folder with files of `exercise` points to."""
    import shlex

    from cffi_workshop.learner import progress

    following = progress.next_exercise(exercise.root) if verdict.passed else None
    sources = verdict.sources or texts_of(exercise, folder)
    return replace(
        context_of(exercise, verdict.first_failure, sources),
        editable=exercise.editable,
        other_path=None if is_usual(folder, exercise) else shlex.quote(str(folder)),
        next_exercise=following.slug if following else None,
    )


def context_of(
    exercise: Exercise, failure: CheckResult | None, sources: Mapping[str, str]
) -> ReportContext:
    """Return what a report on anybody's first failure points to, which these files have."""
    from cffi_workshop.exercises import hints

    explained = failure.explained if failure and not says_more(failure) else None
    return ReportContext(
        title=exercise.title,
        sources=sources,
        root=exercise.root,
        likely_cause=hints.likely_cause(exercise, failure, sources) if failure else None,
        about_message=about(explained, failure) if failure else None,
        explained=explained,
    )


def texts_of(exercise: Exercise, folder: Path) -> dict[str, str]:
    """Return what a check takes in from a folder, where a verdict from elsewhere lacks it."""
    from cffi_workshop.grading.submission import read_submission

    if not folder.is_dir():
        return {}
    submission = read_submission(exercise, folder)
    return {name: submission.text(name) for name in submission.files}


def about(explained: Entry | None, failure: CheckResult) -> str | None:
    """Return what the catalogue adds to the message: of a sentence of ours, what to do."""
    if explained is None or explained.cause in failure.message:
        return None
    if explained.cure in failure.message:
        return explained.cause
    if not quotes(failure.message, failure.detail):
        return explained.cure
    return f"{explained.cause} {explained.cure}"


def says_more(failure: CheckResult) -> bool:
    """Say whether a message is a sentence of ours, and says what was expected.

    The catalogue speaks of the words of a tool, which may come of many mistakes.
    """
    is_ours = not quotes(failure.message, failure.detail)
    return is_ours and EXPECTED.search(failure.message) is not None


def quotes(message: str, detail: str) -> bool:
    """Say whether a message has words of what the tool said; without a tool, it is all there is."""
    said = " ".join(detail.split())
    parts = (part.rstrip(".") for part in PARTS.split(message))
    return not said or any(" " in part and part in said for part in parts)


def is_usual(folder: Path, exercise: Exercise) -> bool:
    return folder.resolve() == exercise.folder.resolve()
