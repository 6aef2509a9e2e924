"""From a folder to a verdict: run the checks of an exercise over the files in it."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.files import bounded, shown_path, shown_text

from .check_run import CheckRun
from .verdict import CheckResult, Observation, Verdict

if TYPE_CHECKING:
    from .collected_checks import CollectedChecks
    from .parts.part import Part
    from .ready import Ready

__all__ = ["SEEDS", "check", "test_file_of"]

SEEDS = 1 << 32  # a seed that is drawn is below this: a number to copy from a report

LONGEST_MESSAGE, LONGEST_DETAIL = 2_000, 8_000  # characters
# A text of one letter, longer than a line of a sentence.
ONE_LETTER = re.compile(r"""(?P<quote>['"])(?P<letter>[^\\'"])(?P=letter){59,}(?P=quote)""")


def check(
    exercise: Exercise,
    path: Path,
    *,
    sandbox: str = "auto",
    seed: int | None = None,
    until_first_failure: bool = False,
    only_changed: bool = False,
    line_by_trial: bool = True,
    ready: Ready | None = None,
) -> Verdict:
    """Check the files in `path`; raise WorkshopError when the request or the machine is wrong.

    What the checks draw follows from `seed`, which is drawn itself where none is given. With
    `until_first_failure`, what comes after it is not tried, and nothing is built ahead of time.
    With `only_changed`, what is tried apart and is as in the solution passes without being tried.
    Without `line_by_trial`, no change of the hand-in is tried to find the line of a mistake.
    What is `ready` outlives the check; what others answered in it is for a seed that is given.
    """
    started = time.perf_counter()
    known = ready.remembered if ready and seed is not None else None
    seed = secrets.randbelow(SEEDS) if seed is None else seed
    path = folder_of_answer(exercise, path)
    kept, collected = (ready.kept, ready.collected) if ready else (None, None)
    with CheckRun(exercise, path, sandbox, seed=seed, kept=kept, remembered=known) as run:
        parts = _make_parts(run, ahead=not until_first_failure, only_changed=only_changed)
        asked = {"until_first_failure": until_first_failure, "line_by_trial": line_by_trial}
        checks = _run_checks(exercise, parts, seed, collected, **asked)
        for part in parts.values():
            part.keep_replies()
        return _verdict(run, path, checks, time.perf_counter() - started)


def _verdict(run: CheckRun, path: Path, checks: tuple[CheckResult, ...], seconds: float) -> Verdict:
    texts = texts_of(run)
    return Verdict(
        exercise=run.slug,
        path=shown_path(path, run.exercise.root),
        sandbox=run.layer,
        duration_s=seconds,
        checks=tuple(presentable(check, texts) for check in checks),
        remarks=tuple(shown_text(remark) for remark in dict.fromkeys(run.remarks)),
        seed=run.drawn.seed,
        sources=texts,
    )


def folder_of_answer(exercise: Exercise, path: Path) -> Path:
    path = path.resolve()
    if not path.is_dir():
        raise WorkshopError(
            f"{path} is not a folder; expected one that holds {exercise.editable[0]}."
        )
    return path


def texts_of(run: CheckRun) -> dict[str, str]:
    """Return the files of the exercise, and of the hand-in, by name."""
    given = {name: content.decode(errors="replace") for name, content in run.locked.items()}
    return given | {name: run.submission.text(name) for name in run.submission.files}


def presentable(check: CheckResult, files: Iterable[str]) -> CheckResult:
    """Return a check as a program or a person may read it: bounded, and with nothing misleading.

    A learner's process may have told a place in a file that is none of the hand-in's; it is left
    out.
    """
    location = check.location
    if location is not None:
        by_name = {name.rsplit("/", 1)[-1]: name for name in files} | {name: name for name in files}
        file = by_name.get(location.file)
        location = replace(location, file=file) if file else None
    return replace(
        check,
        message=shown_text(bounded(in_short(check.message), LONGEST_MESSAGE), keep="\n\t"),
        detail=shown_text(bounded(check.detail, LONGEST_DETAIL), keep="\n\t"),
        location=location,
        observed=check.observed and seen_in_short(check.observed),
        mended_by=shown_text(check.mended_by),
    )


def seen_in_short(seen: Observation) -> Observation:
    return replace(
        seen,
        call=in_short(seen.call),
        found=in_short(seen.found),
        expected=in_short(seen.expected),
    )


def in_short(message: str) -> str:
    """Return a message with texts of one letter as Python multiplies them: `'ü' * 700`."""
    return ONE_LETTER.sub(lambda found: f"{found['letter']!r} * {len(found[0]) - 2}", message)


def _make_parts(run: CheckRun, **asked: bool) -> dict[str, Part]:
    """Have all begin that the checks need.

    The sandbox begins while the parts are imported; it, and compilers, are busy while pytest is.
    """
    from .parts import make_parts

    return make_parts(run, **asked)


def _run_checks(
    exercise: Exercise,
    parts: dict[str, Part],
    seed: int,
    collected: CollectedChecks | None,
    **asked: bool,
) -> tuple[CheckResult, ...]:
    from .collected_checks import run_checks  # and pytest with it
    from .pytest_plugin.ids import Request

    test_file = test_file_of(exercise)
    ready = collected.find(test_file) if collected else None
    return run_checks(test_file, Request(exercise, parts, seed, **asked), ready)


def test_file_of(exercise: Exercise) -> Path:
    """Return the file that says what is checked in an exercise."""
    return exercise.solution / f"test_{exercise.slug}.py"
