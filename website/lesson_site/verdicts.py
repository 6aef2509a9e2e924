"""What the checker says of a typical mistake: a collected answer,
checked while the site is built, and kept.

The mistake is the first collected one that an exercise can tell the likely cause of.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cffi_workshop
from cffi_workshop.authoring.answer_files import lay_out
from cffi_workshop.authoring.answers import Answer, read_answers
from cffi_workshop.cache import Cache
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.hints import Misconception, fits, read_hints
from cffi_workshop.notebooks.execute import sources

if TYPE_CHECKING:
    from cffi_workshop.grading.verdict import CheckResult

__all__ = ["ToldMistake", "tell_mistakes"]

WIDTH = 78  # columns of a report
NARROW = 40  # columns of its heart
AT_MOST = 4  # answers that are tried; a match of words decides which has a likely cause
RUNS = "from lesson_site.verdicts import print_report; print_report()"


@dataclass(frozen=True)
class ToldMistake:
    """What the checker printed about an answer: `report` all of
    it, `brief` its heart in short lines.

    `checks` has the title of each check, by its id.
    """

    answer: str
    about: str
    report: str
    brief: str
    checks: dict[str, str]


def tell_mistakes(exercises: list[Exercise], cache: Cache) -> dict[str, ToldMistake]:
    """Return, for each exercise that has a wrong answer, what
    is said of it; run what is not kept.
    """
    package = list(contents(Path(cffi_workshop.__file__).parent))
    with ThreadPoolExecutor(2) as pool:
        told = pool.map(lambda exercise: tell_mistake(exercise, cache, package), exercises)
        return {exercise.slug: one for exercise, one in zip(exercises, told, strict=True) if one}


def tell_mistake(exercise: Exercise, cache: Cache, package: list) -> ToldMistake | None:
    key = Cache.key(
        Path(__file__).read_bytes(), package, list(contents(exercise.solution)), sys.version
    )
    if kept := cache.get(key):
        return ToldMistake(**kept)
    told = None
    for answer in candidates(exercise)[:AT_MOST]:
        verdict = checked(answer)
        likely = verdict.pop("likely_cause")
        told = ToldMistake(answer.name, answer.about, **verdict)
        if likely:
            break
    if told:
        cache.put(key, asdict(told))
    return told


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files that are written by hand, the collected answers included."""
    for path in (*sources(folder), *sorted(folder.glob("answers/*.toml"))):
        yield path.relative_to(folder).as_posix(), path.read_bytes()


def candidates(exercise: Exercise) -> list[Answer]:
    """Return the wrong answers, those first whose check and cause a misconception has."""
    answers = read_answers(exercise, "wrong")
    known = read_hints(exercise).misconceptions
    return sorted(answers, key=lambda answer: (not is_known(answer, known), is_of_building(answer)))


def is_of_building(answer: Answer) -> bool:
    """Say whether nothing ran: a wrong value tells more of what the checker does."""
    return "wrong-value" not in answer.causes


def is_known(answer: Answer, known: tuple[Misconception, ...]) -> bool:
    return any(fits(answer.check, one.checks) and one.cause in answer.causes for one in known)


def checked(answer: Answer) -> dict:
    """Return what a check of the answer prints, in a process of
    its own: pytest runs one at a time.
    """
    with tempfile.TemporaryDirectory(prefix="mistake-") as name:
        lay_out(answer, Path(name))
        job = json.dumps(
            {"root": str(answer.exercise.root), "slug": answer.exercise.slug, "folder": name}
        )
        done = subprocess.run(
            [sys.executable, "-c", RUNS],
            input=job,
            capture_output=True,
            text=True,
            check=True,
            env=with_this_path(),
        )
    return json.loads(done.stdout)


def with_this_path() -> dict[str, str]:
    from cffi_workshop.notebooks.plain_environment import plain_environment

    return plain_environment() | {"PYTHONPATH": ":".join(filter(None, sys.path))}


def brief(failure: CheckResult, likely_cause: str | None) -> str:
    """Return what failed and why, in lines that a phone shows."""
    from cffi_workshop.report import TerminalStyle, fold, message

    narrow = TerminalStyle(width=NARROW)
    says = f"Likely cause: {likely_cause}" if likely_cause else ""
    parts = [f"✗ {failure.title}", message(failure, narrow), says]
    return "\n".join(part if "\n" in part else fold(part, NARROW) for part in parts if part)


def print_report() -> None:
    """Check the folder that standard input names; print the report and more as JSON."""
    from dataclasses import replace

    from cffi_workshop import report
    from cffi_workshop.exercises.metadata import load_exercise
    from cffi_workshop.grading.grader import check

    job = json.loads(sys.stdin.read())
    exercise, folder = load_exercise(Path(job["root"]), job["slug"]), Path(job["folder"])
    verdict = replace(
        check(exercise, folder), path=f"exercises/{exercise.slug}"
    )  # as a learner's own
    context = replace(report.context_for(exercise, verdict, folder), other_path=None)
    told = {
        "report": report.render(verdict, context, report.TerminalStyle(width=WIDTH)),
        "brief": brief(verdict.first_failure, context.likely_cause),
        "checks": {one.id: one.title for one in verdict.checks},
        "likely_cause": context.likely_cause,
    }
    print(json.dumps(told))
