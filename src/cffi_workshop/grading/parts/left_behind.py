"""Memory that C has when its calls are over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from cffi_workshop.grading import diagnose
from cffi_workshop.grading.check_run import CheckRun
from cffi_workshop.grading.diagnose import CheckFailed

from .native_misuse import as_written
from .worker_client import WorkerClient, result_of

__all__ = ["changed_variables", "left_behind", "require_nothing_kept"]

CHANGED = re.compile(r"^Changed by calls: ([^\n]*)$", re.MULTILINE)
MADE_UP = re.compile(r"\b_(Z\w{1,200})")  # by C++, out of the name as it is written


def left_behind(live: WorkerClient, calls: Iterable[dict], *, report: bool) -> str:
    """Return what such calls leave behind each time, with the sanitizer's report if wanted."""
    wanted = {"do": "leaks", "calls": list(calls), "report": report}
    return _told(live, wanted, "Looking for leaks")


def changed_variables(live: WorkerClient) -> set[str] | None:
    """Return the variables of the C that calls have changed; None where nobody knows."""
    found = CHANGED.search(_told(live, {"do": "kept"}, "Looking for variables that are kept"))
    return set(found[1].split()) if found else None


def require_nothing_kept(run: CheckRun, live: WorkerClient, source: str) -> None:
    """Fail where a variable of the C still has memory after the calls that were made.

    That is no leak to the sanitizer, which can still reach it, and does not grow with each call.
    """
    if run.sanitizes:
        kept = _told(live, {"do": "kept"}, "Looking for memory that is kept")
        kept = MADE_UP.sub(lambda name: as_written(name[1]), kept)
        if finding := diagnose.of_kept(kept, partial(run.submission.line_of, source)):
            raise CheckFailed(finding)


def _told(live: WorkerClient, wanted: dict, doing: str) -> str:
    return str(result_of(live.ask(wanted, doing), doing))
