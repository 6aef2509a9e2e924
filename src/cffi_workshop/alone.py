"""Programs that leave nothing behind, whatever becomes of this one."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["leaving_nothing", "run_alone"]


def run_alone(
    command: list[str],
    timeout_s: float,
    folder: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> int:
    """Run a command in a session of its own, drop what it prints, and return its exit status.

    At its end its whole process group is killed, so that nothing that it started outlives it. Raise
    subprocess.TimeoutExpired after `timeout_s` seconds, and OSError where it cannot be started.
    """
    nothing = subprocess.DEVNULL
    quiet = {"stdin": nothing, "stdout": nothing, "stderr": nothing}
    with leaving_nothing(command, **quiet, cwd=folder, env=environment) as process:
        return process.wait(timeout_s)


@contextlib.contextmanager
def leaving_nothing(command: list[str], **options: Any) -> Iterator[subprocess.Popen]:
    """Start a command in a session of its own; at the end, kill its whole process group."""
    with subprocess.Popen(command, start_new_session=True, **options) as process:
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
