"""Programs that leave nothing behind, whatever becomes of this one."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping

__all__ = ["run_alone"]


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
    with subprocess.Popen(
        command,
        stdin=nothing,
        stdout=nothing,
        stderr=nothing,
        start_new_session=True,
        cwd=folder,
        env=environment,
    ) as process:
        try:
            return process.wait(timeout_s)
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
