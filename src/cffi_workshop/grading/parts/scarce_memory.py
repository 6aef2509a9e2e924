"""What the sanitizer says of C that dies where memory is scarce, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cffi_workshop.grading.diagnose import CheckFailed

from .worker_client import NotRun, WorkerClient

__all__ = ["died_where_memory_is_scarce"]

# How C ends that wrote where nothing belongs, and what the sanitizer says of it.
DEATHS = ("segfault", "abort", "out-of-bounds", "use-after-free")
MEMORY = ("segfault", "undefined-behaviour", "out-of-bounds", "use-after-free")


@contextmanager
def died_where_memory_is_scarce(scarce: WorkerClient, request: dict, doing: str) -> Iterator[None]:
    """Have the sanitizer say what was wrong, where C dies in the run without it.

    There alone is memory scarce. What becomes of a write where nothing belongs is decided by the
    heap: another death each time. So the same is asked of a `scarce` run, which is sanitized.
    """
    try:
        yield
    except CheckFailed as failure:
        if failure.finding.cause in DEATHS:
            _ask(scarce, request, doing)
        raise


def _ask(scarce: WorkerClient, request: dict, doing: str) -> None:
    """Fail with what the sanitizer finds; what else comes of it is no better than what is known."""
    try:
        scarce.ask(request, doing)
    except NotRun:
        return
    except CheckFailed as root:
        if root.finding.cause in MEMORY:
            raise
