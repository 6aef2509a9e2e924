"""One hand-in, graded in a folder of its own: what every engine does with a job."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cffi_workshop.errors import WorkshopError
from cffi_workshop.grading.servers.check_server import CheckLost, CheckServer
from cffi_workshop.sandbox.sandbox import KEPT_WORK
from cffi_workshop.sandbox.scratch import scratch_folder

from ..book.book import Job

__all__ = ["Outcome", "grade_job"]

# A busy machine makes a run late. One without memory kills processes, which looks as if the
# learner's code had done so, and nobody is accused of that by one look.
MAY_BE_THE_MACHINE = ("timeout", "tampering")


@dataclass(frozen=True)
class Outcome:
    """A verdict as JSON has it, or how the checker failed."""

    verdict: dict | None
    ours: str = ""

    @property
    def doubtful(self) -> bool:
        """Say whether the machine may be the reason: it is worth to be tried once more alone."""
        if self.verdict is None:
            return True
        return any(
            check["status"] == "grader-error" or check["cause"] in MAY_BE_THE_MACHINE
            for check in self.verdict["checks"]
        )


def grade_job(server: CheckServer, root: Path, job: Job, files: dict[str, bytes]) -> Outcome:
    """Return what the checks of `job` say about the files.

    The folder that it takes is gone afterwards.
    """
    with scratch_folder() as scratch:
        without_paths = paths_left_out(scratch, root)
        try:
            verdict = server.check(
                job.exercise,
                lay_down(scratch / job.exercise, files),
                root=root,
                sandbox=job.sandbox,
                seed=job.seed,
                environment={**os.environ, "TMPDIR": str(scratch / "work")},
            )
            return judged(clean({**verdict, "path": job.exercise}, without_paths))
        except (CheckLost, WorkshopError) as reason:
            return Outcome(None, without_paths(str(reason)))


def lay_down(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files by the names that the exercise has for them.

    Any other name is a plain one, and its file is empty: the check says that it takes none in.
    """
    folder.mkdir()
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def judged(verdict: dict) -> Outcome:
    """Set apart a verdict in which the checker itself failed: nobody is charged with that."""
    broken = next((check for check in verdict["checks"] if check["status"] == "grader-error"), None)
    return Outcome(verdict, f"{broken['id']}: {broken['message']}" if broken else "")


def clean(value: Any, without_paths: Callable[[str], str]) -> Any:
    """Return a verdict without the paths of this machine: it will be read elsewhere, by others."""
    if isinstance(value, dict):
        return {key: clean(one, without_paths) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [clean(one, without_paths) for one in value]
    return without_paths(value) if isinstance(value, str) else value


def paths_left_out(scratch: Path, root: Path) -> Callable[[str], str]:
    """Return what leaves the paths of this machine out of a text.

    A verdict has hundreds of texts, and to look up where the folders really are takes system calls.
    """
    own = rf"{re.escape(str(scratch.resolve() / 'work'))}/[^/\s]+/(?:given|work)"
    file_of_a_run = re.compile(rf"(?:{own}|{re.escape(str(KEPT_WORK))})/\d+/\w+/")
    places = re.compile("|".join(map(re.escape, places_of_this_machine(scratch, root))))

    def without_paths(text: str) -> str:
        return places.sub("...", file_of_a_run.sub("", text))

    return without_paths


def places_of_this_machine(scratch: Path, root: Path) -> list[str]:
    """Return the folders that no verdict names, by each of their names, the longest first."""
    places = (scratch, root, Path(sys.prefix), Path(sys.base_prefix), Path.home())
    names = {str(one) for place in places for one in (place, place.resolve())} - {"/"}
    return sorted(names, key=len, reverse=True)
