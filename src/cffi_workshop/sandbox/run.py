"""One run in the sandbox, seen from the judge.

The judge's own clock ends a run, whatever became of the processes inside: what does not answer in
time is killed from outside, and the run has `tampering` for its end.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import select
import socket
import time
from collections.abc import Callable

from cffi_workshop.errors import WorkshopError
from cffi_workshop.worker.words import COMPANY, TIME_SINCE, TIMES, TIMESTAMP

from .ended import CHUNK, RunEnded, is_of_the_system, over, said_until
from .limits import PATIENCE, Deadline
from .neighbours import Presence
from .replies import MAX_LINE, ExitReport, NotAReply, read_reply, read_report

__all__ = ["Run", "RunEnded"]

GRACE_SECONDS = 8.0  # for a monitor to kill everything and report
LEAVING_SECONDS = 1.0  # for a process that has closed its channel to be gone
FIRST_LOOK_SECONDS, LOOK_AGAIN_SECONDS = 0.1, 0.3


class Run:
    """A run that was started; `ask` it, or wait for its `ending`.

    `kill` ends from outside what no longer heeds its monitor.
    """

    def __init__(
        self,
        talk: socket.socket,
        watch: socket.socket,
        deadline: Deadline,
        kill: Callable[[], None],
        presence: Presence,
        ending: ExitReport | None = None,
    ) -> None:
        self._talk, self._watch = talk, watch
        self._deadline, self._kill, self._presence = deadline, kill, presence
        self._used = self._starved = 0.0
        self._ending = ending

    @classmethod
    def too_late(cls, deadline: Deadline, presence: Presence) -> Run:
        """Return a run that has ended already, since the time of the check is over."""
        ending = over(deadline)
        run = cls(*socket.socketpair(), deadline, lambda: None, presence, ending)
        run.close()
        return run

    @property
    def undisturbed(self) -> bool:
        """Whether no learner's code ran within reach of this run so far."""
        return not self._presence.disturbed

    def ask(self, request: dict, seconds: float, *, in_company: bool = False) -> dict:
        """Return the reply to `request`; raise RunEnded when none comes in time.

        `seconds` are of processor time; by the clock there are PATIENCE times as many. The run may
        have other processes only `in_company`.
        """
        if self._ending:
            raise RunEnded(self._ending)
        ticket = secrets.token_hex(8)
        line = json.dumps({**request, "id": ticket}).encode() + b"\n"
        try:
            self._talk.settimeout(min(seconds * PATIENCE, self._deadline.left) or 0.001)
            self._talk.sendall(line)
            reply = self._read_line(seconds)
        except TimeoutError:
            raise RunEnded(self._late()) from None
        except (OSError, ValueError):  # the channel was closed, at one end or the other
            reply = None
        if reply is None:
            raise RunEnded(self._left())
        try:
            said = read_reply(reply, ticket, request["do"])
        except NotAReply:
            raise RunEnded(self.stop("tampering")) from None
        # An exception may be that of a fork too many, before the monitor looked.
        if is_of_the_system(said) and not in_company:
            self.require_no_company()
        return said

    def _read_line(self, seconds: float) -> bytes | None:
        """Return one line, or None when the run has ended or was stopped for being late or long."""
        started = time.monotonic()
        look, self._used, self._starved = started + FIRST_LOOK_SECONDS, 0.0, 0.0
        said, chunk = bytearray(), b""
        while b"\n" not in chunk:
            if time.monotonic() >= look:
                if self._has_had(seconds, started):
                    self._late()
                    return None
                look = time.monotonic() + LOOK_AGAIN_SECONDS
            if len(said) > MAX_LINE:
                self.stop("output")
                return None
            pause = max(0.0, look - time.monotonic())
            ready, _, _ = select.select([self._talk, self._watch], [], [], pause)
            if self._talk in ready:
                chunk = self._talk.recv(CHUNK)
                if not chunk:
                    return None
                said += chunk
            elif self._watch in ready:
                return None
        line, _, more = said.partition(b"\n")
        if more:  # more was said than was asked
            self.stop("tampering")
            return None
        return bytes(line)

    def _has_had(self, seconds: float, started: float) -> bool:
        """Say whether what began at `started` has had so many seconds.

        Time in which others had the processors does not count. Say so, too, where the check has no
        time left.
        """
        used, starved = self._spent_since(started)
        elapsed = time.monotonic() - started
        self._note(used, starved, elapsed)
        worked = elapsed >= seconds and used >= seconds
        return worked or elapsed - starved >= seconds * PATIENCE or not self._deadline.left

    def _note(self, used: float, starved: float, elapsed: float) -> None:
        self._deadline.note(used - self._used, starved - self._starved, elapsed - starved)
        self._used, self._starved = used, starved

    def _late(self) -> ExitReport:
        if self._deadline.left:
            return self.stop("timeout")
        if self._ending is None:  # its report would come too late; the monitor needs nobody to end
            self._ending = ExitReport(None, "overall")
            self.close()
        return over(self._deadline)

    def _left(self) -> ExitReport:
        """Return the ending of a run that has closed its channel: what stays is in the way."""
        closed = time.monotonic()
        while self._ending is None and not self._has_word():
            starved = self._spent_since(closed)[1]
            if not self._deadline.left:
                return self._late()
            if time.monotonic() - closed - starved >= LEAVING_SECONDS:
                return self.stop("tampering")
        return self.ending()

    def _has_word(self) -> bool:
        """Wait a moment for a word of the monitor's, or for the end of its channel."""
        if self._watch.fileno() < 0:
            return True
        return bool(select.select([self._watch], [], [], LOOK_AGAIN_SECONDS)[0])

    def _spent_since(self, moment: float) -> tuple[float, float]:
        """Return the processor time since then, and how long the run waited for a processor.

        Without a reply, return as much as there could be, and 0.0. Both are in seconds.
        """
        question = TIME_SINCE + (TIMESTAMP % moment).encode()
        reply = self._ask_monitor(question, len(TIMES % (0, 0)))
        elapsed = time.monotonic() - moment
        try:
            used, starved = map(float, reply.split())
            return used, min(elapsed, max(0.0, starved))
        except ValueError:
            return elapsed, 0.0

    def require_no_company(self) -> None:
        """End the run when it has other processes than the one that answers."""
        if self._ending is None:
            reply = self._ask_monitor(COMPANY, 1)
            if reply == b"0":
                raise RunEnded(self.stop("processes"))
            if reply != b"1":
                raise RunEnded(self.ending())

    def _ask_monitor(self, question: bytes, length: int) -> bytes:
        """Return the monitor's reply; nothing when the run has ended meanwhile, or is silent."""
        with contextlib.suppress(OSError):  # TimeoutError is one
            self._watch.settimeout(min(GRACE_SECONDS, self._deadline.left + LEAVING_SECONDS))
            self._watch.sendall(question)
            begins = self._watch.recv(1, socket.MSG_PEEK)
            if begins not in (b"{", b""):  # else it is the report of the run's end, or the end
                return self._watch.recv(length, socket.MSG_WAITALL)
        return b""

    def stop(self, reason: str) -> ExitReport:
        """Have the whole tree killed; the ending names `reason` unless the run had ended itself."""
        if self._ending is None:
            with contextlib.suppress(OSError):
                self._watch.settimeout(GRACE_SECONDS)
                self._watch.sendall(b"k")
            ending = self.ending()
            if ending.reason == "stopped" or reason == "tampering":
                self._ending = ExitReport(None, reason, ending.output)
        return self.ending()

    def wait(self, seconds: float) -> ExitReport:
        """Return how a command ended, by itself or by its monitor.

        It is stopped after `seconds`, as ask() counts them.
        """
        started, self._used, self._starved = time.monotonic(), 0.0, 0.0
        while self._ending is None and not self._has_word():
            if self._has_had(seconds, started):
                return self._late()
        ending = self.ending()
        self._note(self._used, ending.starved, time.monotonic() - started)
        return ending

    def ending(self) -> ExitReport:
        """Return the monitor's report.

        Without one, all is killed: somebody interfered with the monitor. When the time of the check
        is over, it is not waited for, and its absence tells nothing.

        Raise WorkshopError where the machine could not make the run: that is nobody's mistake but
        its own.
        """
        if self._ending is None:
            grace = min(GRACE_SECONDS, self._deadline.left + LEAVING_SECONDS)
            self._ending = read_report(said := said_until(time.monotonic() + grace, self._watch))
            if self._ending.reason == "tampering" and not self._deadline.left:
                self._ending = ExitReport(None, "overall")
            elif self._ending.reason == "tampering" and not said:  # else the monitor has ended it
                self._kill()
            self.close()
        if self._ending.reason == "broken":
            lines = self._ending.output.strip().splitlines() or ["no reason given"]
            raise WorkshopError(
                f"A run of the check could not be made here: {lines[-1].rstrip('.')}. "
                "`workshop doctor` says what is lacking."
            )
        return self._ending

    def close(self) -> None:
        """Let go of the run; its monitor ends it."""
        self._presence.leave()
        self._talk.close()
        self._watch.close()
