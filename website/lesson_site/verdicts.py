"""What the checker says of a typical mistake, found while the site is built, and kept.

The mistake is the collected answer that its author calls typical.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cffi_workshop.authoring.answer_files import lay_out
from cffi_workshop.authoring.answers import Answer, read_answers
from cffi_workshop.cache import Cache
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.notebooks.execute import sources
from cffi_workshop.notebooks.plain_environment import plain_environment

if TYPE_CHECKING:
    from cffi_workshop.grading.servers.check_server import CheckServer
    from cffi_workshop.grading.verdict import CheckResult

__all__ = ["ToldMistake", "judge_mistakes"]

WIDTH = 78  # columns of a report
NARROW = 33  # columns of its heart: as many as a phone shows


@dataclass(frozen=True)
class ToldMistake:
    """What the checker printed about a collected answer.

    `report` is all of it, `brief` its heart in short lines. `checks` has the title of each check,
    by its id.
    """

    about: str
    report: str
    brief: str
    checks: dict[str, str]


def judge_mistakes(
    exercises: Iterable[Exercise], cache: Cache, package: str
) -> dict[str, ToldMistake]:
    """Return what is said of a mistake in each exercise that has a wrong answer.

    What is not kept is checked; `package` is what changes with the checker. One process keeps ready
    what all checks import.
    """
    from cffi_workshop.grading.servers.check_server import CheckServer

    with ExitStack() as stack:
        server = CheckServer()  # started by the first check, if there is one
        stack.push(server)
        told = {one.slug: judge_mistake(one, cache, package, server) for one in exercises}
    return {slug: one for slug, one in told.items() if one}


def judge_mistake(
    exercise: Exercise, cache: Cache, package: str, server: CheckServer
) -> ToldMistake | None:
    typical = next((one for one in read_answers(exercise, "wrong") if one.typical), None)
    if typical is None:
        return None
    key = Cache.key(
        Path(__file__).read_bytes(), package, list(contents(exercise.solution)), sys.version
    )
    told = cache.get(key)
    if told is None:
        told = asdict(ToldMistake(typical.about, **checked(typical, server)))
        cache.put(key, told)
    return ToldMistake(**told)


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files that are written by hand, the collected answers included."""
    for path in (*sources(folder), *sorted(folder.glob("answers/*.toml"))):
        yield path.relative_to(folder).as_posix(), path.read_bytes()


def checked(answer: Answer, server: CheckServer) -> dict:
    """Return what a check of the answer prints, and the parts of that which pages show."""
    from cffi_workshop import report
    from cffi_workshop.grading.verdict import Verdict

    exercise = answer.exercise
    with tempfile.TemporaryDirectory(prefix="mistake-") as name:
        folder = Path(name)
        lay_out(answer, folder)
        found = server.check(
            exercise.slug,
            folder,
            root=exercise.root,
            only_changed=True,  # the tests run the rest
            environment=plain_environment(),
        )
        as_a_learners = found | {"path": f"exercises/{exercise.slug}"}
        verdict = Verdict.from_json(as_a_learners)
        context = replace(report.context_for(exercise, verdict, folder), other_path=None)
    return {
        "report": report.render(verdict, context, report.TerminalStyle(width=WIDTH)),
        "brief": brief(verdict.first_failure, context.likely_cause),
        "checks": {one.id: one.title for one in verdict.checks},
    }


def brief(failure: CheckResult, likely_cause: str | None) -> str:
    """Return what failed and why, in lines that a phone shows."""
    from cffi_workshop.report import TerminalStyle, fold, message

    narrow = TerminalStyle(width=NARROW)
    says = f"Likely cause: {likely_cause}" if likely_cause else ""
    parts = [f"✗ {failure.title}", message(failure, narrow), says]
    return "\n".join(part if "\n" in part else fold(part, NARROW) for part in parts if part)
