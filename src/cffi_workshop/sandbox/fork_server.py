"""A fork server process, seen from the judge: it forks a monitor and a learner's process a job."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from cffi_workshop.errors import WorkshopError
from cffi_workshop.worker import process_tree, usage
from cffi_workshop.worker.words import ALONE, SETTLE, SHARED

from .bubblewrap import SITE_FOLDERS, WORKER_PARENT
from .ended import over
from .limits import Deadline
from .neighbours import Presence
from .replies import ExitReport
from .run import Run

__all__ = ["ForkServer", "Start", "end_all"]

READY_SECONDS = 30.0
LEAVING_SECONDS = 5.0


class TimeIsOver(Exception):
    """The time of the check was over before the process was ready."""


@dataclass(frozen=True)
class Start:
    """All that a fork server is started with, to run things below the folder `work`.

    It is started behind the command `prefix`, with an `environment` and nothing else, and imports
    the modules of `preload`. `python_memory` is worker/python_memory.c, compiled, in base64; it
    goes to the server first.
    """

    prefix: tuple[str, ...]
    environment: tuple[tuple[str, str], ...]
    preload: tuple[str, ...]
    work: str
    python_memory: str = ""

    @classmethod
    def from_json(cls, parts: dict) -> Start:
        """Make it of what vars() gives, once that went through JSON."""
        environment = tuple((name, value) for name, value in parts["environment"])
        rest = {name: parts[name] for name in ("work", "python_memory")}
        return cls(tuple(parts["prefix"]), environment, tuple(parts["preload"]), **rest)

    @property
    def command(self) -> list[str]:
        settings = [f"{name}={value}" for name, value in self.environment]
        return [*self.prefix, "env", "-i", *settings, *_python(self)]


class ForkServer:
    """The process, and the check that it works for.

    A process that was forked from the one that started it may use it as well, one at a time.
    """

    def __init__(self, start: Start) -> None:
        self._starter = os.getpid()
        self._lock = threading.Lock()
        self._isolates: bool | None = None
        self._runs: list[Run] = []
        self._control, theirs = socket.socketpair()
        try:
            self._process = subprocess.Popen(
                start.command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            raise WorkshopError(f"The sandbox cannot be started: {error.strerror}.") from None
        finally:
            theirs.close()
        assert self._process.stderr is not None  # it is a pipe
        self._complaints = self._process.stderr
        if library := base64.b64decode(start.python_memory):
            with contextlib.suppress(OSError):  # it has ended; who waits for it will say so
                self._control.sendall(f"{len(library):8d}".encode() + library)
        self.work_for(Deadline(), lambda: False)

    def work_for(self, deadline: Deadline, among_foreign: Callable[[], bool]) -> None:
        """Begin a check; `among_foreign` says whether a learner's code could reach this process."""
        self._deadline, self._among_foreign = deadline, among_foreign
        deadline.count(partial(usage.processor_seconds_below, self.pid))

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def isolates(self) -> bool:
        """Whether each run has namespaces of its own; waits until the process is ready.

        When the time of the check is over, nothing runs that others would have to be kept from.
        """
        try:
            with self._lock:
                return self._wait_until_ready()
        except TimeIsOver:
            return True

    @property
    def is_well(self) -> bool:
        """Whether the process is there, and neither ended nor stopped by what it runs."""
        own = self._starter == os.getpid()  # of another's child, poll() knows nothing
        return not (own and self._process.poll() is not None) and process_tree.is_well(self.pid)

    def start(self, job: dict, presence: Presence, deadline: Deadline | None = None) -> Run:
        """Hand a job to the process, with the far ends of its two sockets, and return its run.

        The run ends with the check, or by a `deadline` of its own.
        """
        talk, far_talk = socket.socketpair()
        watch, far_watch = socket.socketpair()
        with self._lock, far_talk, far_watch:
            ending = self._hand_over(job, [far_talk.fileno(), far_watch.fileno()])
            run = Run(talk, watch, deadline or self._deadline, self.kill, presence, ending)
            self._runs.append(run)
        return run

    def _hand_over(self, job: dict, sockets: list[int]) -> ExitReport | None:
        """Return how the run has ended already, where the time of the check is over."""
        # Without the job, the run has no report, and counts as tampered with.
        try:
            with contextlib.suppress(OSError, *self._blamed_on_runs()):
                body = json.dumps({**job, "isolated": self._wait_until_ready()}).encode()
                self._control.settimeout(min(READY_SECONDS, self._deadline.left + LEAVING_SECONDS))
                socket.send_fds(self._control, [f"{len(body):8d}".encode()], sockets)
                self._control.sendall(body)
        except TimeIsOver:
            return over(self._deadline)
        return None

    def _blamed_on_runs(self) -> tuple[type[WorkshopError], ...]:
        """What a run may have done to this process, where it was within its reach."""
        return (WorkshopError,) if self._among_foreign() else ()

    def _wait_until_ready(self) -> bool:
        if self._isolates is None:
            word = self._first_word()
            if word not in (ALONE, SHARED):
                self.kill()
                said = self._complaints.read().decode(errors="replace").strip().splitlines()
                raise WorkshopError(
                    f"The sandbox did not start: {(said or ['no reason given'])[-1]}; "
                    "`workshop doctor` says what is lacking."
                )
            self._isolates = word == ALONE
        return self._isolates

    def _first_word(self) -> bytes:
        """Return what the process says when it is ready; nothing where it says nothing in time.

        Raise TimeIsOver where that time is the check's, which others may put off meanwhile.
        """
        left = self._deadline.left
        self._control.settimeout(min(READY_SECONDS, left + 0.001))
        try:
            return self._control.recv(len(ALONE), socket.MSG_WAITALL)
        except TimeoutError:
            if left < READY_SECONDS:
                raise TimeIsOver from None
        except OSError:
            pass
        return b""

    def end_runs(self) -> None:
        """Close the channels of all runs: their monitors then end them, and themselves."""
        for run in self._runs:
            run.close()
        self._runs.clear()

    def settle(self) -> bool:
        """Wait until no run is left; return whether that was so soon, and the process is well."""
        try:
            self._control.settimeout(LEAVING_SECONDS)
            self._control.sendall(SETTLE)
            return self._control.recv(len(ALONE), socket.MSG_WAITALL) == ALONE
        except OSError:
            return False

    def let_go(self) -> None:
        """Close every channel: the fork server then ends, and all that it runs."""
        self.end_runs()
        self._control.close()

    def wait(self, seconds: float = LEAVING_SECONDS) -> None:
        """Wait until the process has ended; end it from outside when it does not."""
        _wait_for_end(self._process, seconds)
        self.kill()
        self._complaints.close()

    def kill(self) -> None:
        """Kill the process and all below it, even if they are stopped; monitors end with it."""
        process_tree.kill_tree(self._process.pid)
        self._process.wait()


def end_all(servers: Sequence[ForkServer]) -> None:
    """Tell all to end before the first is waited for; all together have the time of one."""
    for server in servers:
        server.let_go()
    end = time.monotonic() + LEAVING_SECONDS
    for server in servers:
        server.wait(max(0.0, end - time.monotonic()))


def _wait_for_end(process: subprocess.Popen, seconds: float) -> None:
    """Wait so long at most; Popen.wait() would look again in ever longer steps."""
    if not hasattr(os, "pidfd_open"):
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        return
    with contextlib.suppress(ProcessLookupError):
        descriptor = os.pidfd_open(process.pid)
        select.select([descriptor], [], [], seconds)
        os.close(descriptor)


def _python(start: Start) -> list[str]:
    folders = [str(WORKER_PARENT), *SITE_FOLDERS]
    arguments = (
        f"{list(start.preload)!r}, {start.work!a}, library_comes={bool(start.python_memory)}"
    )
    # The worker's folder leaves the path again, so that a learner's module is never one of ours.
    code = (
        f"import sys; sys.path[:0] = {folders[:1]!r}; sys.path += {folders[1:]!r}; from "
        f"worker.fork_server import main; del sys.path[0]; main({arguments})"
    )
    return [sys.executable, "-S", "-s", "-P", "-B", "-c", code]
