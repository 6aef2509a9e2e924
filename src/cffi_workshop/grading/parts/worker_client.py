"""Learner's code in a worker: asked, and started again when it crashed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from cffi_workshop.grading import diagnose
from cffi_workshop.grading.diagnose import CheckFailed
from cffi_workshop.sandbox import Run, RunEnded
from cffi_workshop.sandbox.limits import CALL_SECONDS, REPORT_SECONDS

__all__ = ["NotRun", "WorkerClient", "result_of"]

END_SECONDS = 1.0  # for threads to end together with the program, PATIENCE times by the clock
FATAL = ("timeout", "overall", "memory", "output", "processes", "tampering")


class NotRun(Exception):
    """A check that could not be tried, for a reason that another check reports."""


def result_of(reply: dict, doing: str) -> Any:
    """Return the result that a reply holds; a failed check where it holds an exception."""
    if "exception" in reply:
        raise CheckFailed(diagnose.of_exception(reply["exception"], doing))
    return reply["result"]


class WorkerClient:
    """Learner's code in a worker, started when it is first needed and again after a crash.

    After a limit was passed it is not started again: one endless loop is enough.
    """

    def __init__(
        self,
        start: Callable[[], tuple[Run, dict]],
        own: tuple[str, ...],
        binding: bool,
        seconds: float = CALL_SECONDS,
    ) -> None:
        self._start, self._own, self._binding = start, own, binding
        self.seconds = seconds
        self._run: Run | None = None
        self._busy = threading.RLock()
        self.stopped = ""
        self.opened: dict = {}
        # Where threads are that a program would wait for at its end, as the last reply said.
        self.waiting: list[dict] | None = None
        self.waited = False  # whether a reply said that there are some
        self.at_end: list[dict] | None = None  # the same of functions that are called there
        self._has_ended = False  # whether such functions were called
        # Hears what was asked, and what came of it; see trials/runs/replayed.py.
        self.hear: Callable[[dict, dict], None] = lambda _request, _answer: None

    def open(self, doing: str) -> dict:
        """Start the worker and load the code; return the reply to that first request."""
        if self.stopped:
            raise NotRun(self.stopped)
        with self._busy:  # nobody asks anything of a run that is still on its way
            if self._run is None:
                self._run, request = self._start()
                self.opened = self._ask(self._run, request, doing)
            return self.opened

    def ask(self, request: dict, doing: str) -> dict:
        """Return the result or exception; a run that ends instead is a failed check."""
        self.open(doing)
        if self._run is None:  # it ended meanwhile
            raise NotRun(self.stopped)
        reply = self._ask(self._run, request, doing)
        self.hear(request, reply)
        return reply

    def has_symbol(self, name: str, doing: str) -> bool:
        """Say whether the library that the worker has opened exports a name."""
        return self.ask({"do": "symbol", "name": name}, doing).get("result") is True

    def _ask(self, run: Run, request: dict, doing: str) -> dict:
        with self._busy:
            try:
                seconds = REPORT_SECONDS if request["do"] == "leaks" else self.seconds
                reply = run.ask(request, seconds)
            except RunEnded as ended:
                raise self._failure(ended, doing) from None
            self.waiting = reply.pop("waiting", None)
            self.at_end = reply.pop("at_end", None)
            self.waited |= self.waiting is not None or self.at_end is not None
            return reply

    def give_up(self) -> None:
        """End the run, whatever it does."""
        run, self._run = self._run, None
        if run is not None:
            run.stop("stopped")

    def settle(self, doing: str) -> None:
        """Fail when the learner's process has answered, but what it started is still there."""
        if not self._busy.acquire(blocking=False):
            return  # one that is being opened in the background is looked at after a later check
        try:
            if self._run is not None:
                self._run.require_no_company()
        except RunEnded as ended:
            raise self._failure(ended, doing) from None
        finally:
            self._busy.release()

    def require_end(self, doing: str, *, of_c: bool = False) -> None:
        """Fail where a program would not come to its end, for a thread or a function of atexit.

        So may a function of the learner's C that is called there. Whether it does is found out by
        ending it: the next question starts another process. For functions this is done once.
        """
        with self._busy:
            run, threads, functions = self._run, self.waiting, self.at_end
            self.waiting = None
            self.waited |= of_c
            called = functions is not None or of_c
            if run is None or (threads is None and (not called or self._has_ended)):
                return
            self._run, self._has_ended = None, True
        try:
            run.ask({"do": "end", "of_c": of_c}, END_SECONDS)
        except RunEnded as ended:
            failure = self._failure(ended, doing)
            if ended.ending.reason is None and ended.ending.status == 0:
                return  # a function for the end has ended the program, or C's exit() has
            if ended.ending.reason != "timeout":
                raise failure from None
            own = [each for each in threads or functions or [] if each["file"] in self._own]
            in_python = threads is not None or functions is not None
            waits = diagnose.of_waiting(doing, own, threads is not None)
            raise CheckFailed(waits if in_python else diagnose.of_c_at_end(doing)) from None
        run.stop("stopped")

    def keep_replies(self) -> None:
        """Keep none; see remembering.py."""

    def _failure(self, ended: RunEnded, doing: str) -> CheckFailed:
        self._run = None
        if ended.ending.reason in FATAL:
            self.stopped = f"{doing} had to be stopped before."
        return CheckFailed(diagnose.of_ending(ended.ending, doing, self._own, self._binding))
