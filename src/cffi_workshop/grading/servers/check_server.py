"""A process that has all that a check needs imported, and forks a child for each check.

Most of what a warm check takes is the start of Python and the import of pytest; here hundreds of
checks share both. Each check is still a process of its own, with an environment and a folder for
temporary files of its own, and with nothing of the check before it: what a child changed ended
with the child.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cffi_workshop.errors import WorkshopError

__all__ = ["CHECK_SECONDS", "CheckLost", "CheckServer"]

# No honest check takes as long, on a machine that does several other things.
CHECK_SECONDS = 120.0
GRACE_SECONDS = 20.0  # for the server to kill a check and to say so
CHUNK = 1 << 20


class CheckLost(Exception):
    """A check ended without a verdict, by no fault of who handed in; the text says how."""


def started(*, stdin: int, stdout: int) -> subprocess.Popen[bytes]:
    """Start the process that serves (serve_checks.py)."""
    return subprocess.Popen(
        [sys.executable, "-m", "cffi_workshop.grading.servers.serve_checks"],
        # A process with threads should not fork.
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        stdin=stdin,
        stdout=stdout,
        # Ctrl-C is for who waits for the verdict, not for the server.
        start_new_session=True,
    )


@dataclass(frozen=True)
class Job:
    """What a check server is asked for (serve_checks.py); `root` is the checkout of the exercise.

    The check sees `environment` and nothing else, and puts its files below TMPDIR of it.
    """

    exercise: str
    folder: str
    root: str
    sandbox: str = "auto"
    seed: int | None = None
    until_first_failure: bool = False
    only_changed: bool = False
    line_by_trial: bool = True
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    seconds: float = CHECK_SECONDS

    def as_line(self) -> bytes:
        return json.dumps(vars(self)).encode() + b"\n"


def reply_to(reply: dict) -> dict:
    """Return a reply with a verdict; raise what any other stands for."""
    if "error" in reply:
        raise WorkshopError(reply["error"])
    if "verdict" not in reply:
        raise CheckLost(reply["lost"])
    return reply


class CheckServer:
    """A context: the server is started when it is first needed, and once more after it was lost."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self.stopped = False

    def __enter__(self) -> CheckServer:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._close(self._process)

    @property
    def pid(self) -> int:
        """The process, started if it is not there."""
        return self._start().pid

    def stop(self) -> None:
        """End the check that another thread waits for, and take no more."""
        self.stopped = True
        if (process := self._process) is not None:
            process.terminate()

    def check(self, exercise: str, folder: Path, *, root: Path, **options: Any) -> dict:
        """Return the verdict on the files in `folder` as JSON has it (Verdict.as_json).

        The options are those of a Job. Raise WorkshopError when the request or the machine is
        wrong, CheckLost when the check came to no verdict within `seconds` or ended without one.
        """
        job = Job(exercise, str(folder), str(root), **options)
        return reply_to(self._ask(job))["verdict"]

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = started(stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self._process

    def _ask(self, job: Job) -> dict:
        process = self._start()
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(job.as_line())
            process.stdin.flush()
            return json.loads(read_line(process.stdout.fileno(), job.seconds + GRACE_SECONDS))
        except (OSError, ValueError, TimeoutError):
            self._process = None
            self._close(process)
            raise CheckLost(
                "The process that runs the checks was lost; it was started again."
            ) from None
        except BaseException:  # nobody will read the reply, and the next request must not get it
            self._process = None
            self._close(process)
            raise

    @staticmethod
    def _close(process: subprocess.Popen[bytes]) -> None:
        """Close the channel, by which the server ends what runs, and itself."""
        with contextlib.suppress(OSError):
            process.stdin.close()  # type: ignore[union-attr]
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()  # type: ignore[union-attr]


def read_line(descriptor: int, seconds: float) -> bytes:
    """Return one line; raise TimeoutError when it is late, ValueError when there is no more."""
    end, line = time.monotonic() + seconds, b""
    while not line.endswith(b"\n"):
        if not select.select([descriptor], [], [], max(0.0, end - time.monotonic()))[0]:
            raise TimeoutError
        chunk = os.read(descriptor, CHUNK)
        if not chunk:
            raise ValueError("the channel was closed")
        line += chunk
    return line
