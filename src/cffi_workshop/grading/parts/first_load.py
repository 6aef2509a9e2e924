"""The learner's C, loaded for the first time.

Whatever else loads the same C waits for what comes of that: C that never ends would else take the
time of each of them.
"""

from __future__ import annotations

from collections.abc import Callable

from cffi_workshop.grading.check_run import CheckRun
from cffi_workshop.grading.diagnose import CheckFailed
from cffi_workshop.sandbox import ExitReport

from .worker_client import WorkerClient

__all__ = ["load"]


def load(
    run: CheckRun, build: Callable[[], ExitReport], live: WorkerClient, doing: str
) -> CheckFailed | None:
    """Load what was built; return why it could not be, and note where that had to be stopped."""
    try:
        if build().files:
            live.open(doing)
    except CheckFailed as failure:
        run.never_loads = run.c_was_stopped = live.stopped
        return failure
    return None
