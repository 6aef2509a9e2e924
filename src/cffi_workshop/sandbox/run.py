"""One run in the sandbox, seen from the judge."""

from __future__ import annotations

import contextlib
import json
import secrets
import select
import socket
import time
from dataclasses import dataclass, field

from cffi_workshop.worker.wire import MAX_LINE

__all__ = ["ExitReport", "Run", "RunEnded"]

GRACE_SECONDS = 20.0  # for a monitor to kill everything and report


@dataclass(frozen=True)
class ExitReport:
    """How a run ended.

    `status` is an exit status, or minus the signal, or None when it was killed for `reason`: timeout, memory,
    output, processes, tampering (the answers or the monitor were interfered with), stopped (by the judge).
    """

    status: int | None
    reason: str | None
    output: str = ""
    files: dict[str, str] = field(default_factory=dict)


class RunEnded(Exception):
    """The run ended before it answered."""

    def __init__(self, ending: ExitReport) -> None:
        super().__init__(ending)
        self.ending = ending


class Run:
    """A run that was started; `ask` it, or wait for its `ending`."""

    def __init__(self, talk: socket.socket, watch: socket.socket) -> None:
        self._talk, self._watch = talk, watch
        self._buffer = b""
        self._ending: ExitReport | None = None

    def ask(self, request: dict, seconds: float) -> dict:
        """Return the answer to `request`; raise RunEnded when none comes in time."""
        if self._ending:
            raise RunEnded(self._ending)
        ticket = secrets.token_hex(8)
        line = json.dumps({**request, "id": ticket}).encode() + b"\n"
        try:
            self._talk.sendall(line)
            answer = self._read_line(time.monotonic() + seconds)
        except (BrokenPipeError, ConnectionResetError):
            answer = None
        if answer is None:
            raise RunEnded(self.ending())
        try:
            form = json.loads(answer)
        except (ValueError, RecursionError):
            form = None
        if not isinstance(form, dict) or form.pop("id", None) != ticket or len(form) != 1:
            raise RunEnded(self.stop("tampering"))
        return form

    def _read_line(self, deadline: float) -> bytes | None:
        """Return one line, or None when the run has ended or was stopped for being late or too long."""
        while b"\n" not in self._buffer:
            left = deadline - time.monotonic()
            if left <= 0:
                self.stop("timeout")
                return None
            if len(self._buffer) > MAX_LINE:
                self.stop("output")
                return None
            ready, _, _ = select.select([self._talk, self._watch], [], [], left)
            if self._talk in ready:
                chunk = self._talk.recv(1 << 20)
                if chunk:
                    self._buffer += chunk
                    continue
                return None
            if self._watch in ready:
                return None
        line, self._buffer = self._buffer.split(b"\n", 1)
        if self._buffer:  # more was said than was asked
            self.stop("tampering")
            return None
        return line

    def require_no_company(self) -> None:
        """End the run when it has other processes than the one that answers."""
        if self._ending is None:
            with contextlib.suppress(OSError):
                self._watch.sendall(b"?")
                reply = self._watch.recv(1, socket.MSG_PEEK)
                if reply in (b"0", b"1"):  # and not the report of a run that ended meanwhile
                    self._watch.recv(1)
                if reply == b"1":
                    return
                if reply == b"0":
                    raise RunEnded(self.stop("processes"))
            raise RunEnded(self.ending())

    def stop(self, reason: str) -> ExitReport:
        """Have the whole tree killed; the ending names `reason` unless the run had ended by itself."""
        if self._ending is None:
            with contextlib.suppress(OSError):
                self._watch.sendall(b"k")
            ending = self.ending()
            if ending.reason == "stopped" or reason == "tampering":
                self._ending = ExitReport(None, reason, ending.output)
        return self.ending()

    def ending(self, seconds: float = GRACE_SECONDS) -> ExitReport:
        """Wait for the monitor's report. No report means that somebody killed the monitor."""
        if self._ending is None:
            report = self._report(time.monotonic() + seconds)
            try:
                self._ending = ExitReport(**json.loads(report))
            except (ValueError, TypeError):
                self._ending = ExitReport(None, "tampering")
            self.close()
            if self._ending.reason == "broken":
                raise RuntimeError(f"The monitor of a run failed:\n{self._ending.output}")
        return self._ending

    def close(self) -> None:
        """Let go of the run; its monitor ends it."""
        self._talk.close()
        self._watch.close()

    def _report(self, deadline: float) -> bytes:
        report = b""
        while not report.endswith(b"\n"):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._watch], [], [], left)[0]:
                break
            try:
                chunk = self._watch.recv(1 << 20)
            except OSError:
                break
            if not chunk:
                break
            report += chunk
        return report
