"""Copies of a process that answer in its place: what ends a copy does not end the process.

To begin a run takes ten times as long as to fork. Trials that end their process, as a wrong
address in C does, are made in copies of one that has all loaded.
"""

from __future__ import annotations

import mmap
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import cffi

from .exceptions import NOT_OF_SYSTEM

__all__ = ["Copies"]

LONGEST = 64  # bytes of a ticket
WANTED = 77  # exit status of a copy that was asked for another one
# What a process says for a copy of it that has ended instead.
ENDED: dict = {
    "exception": {
        "type": "Ended",
        "kinds": [],
        "message": "the process has ended",
        "lines": [],
        "by_hand": False,
        **NOT_OF_SYSTEM,
    }
}

# Parsed here, once, and not in each run, which begins as a copy of this process.
_ffi = cffi.FFI()
_ffi.cdef("void (*signal(int number, void (*handle)(int)))(int);")
_libc: Any = _ffi.dlopen(None)
# Bound early: the learner's code may replace the names.
_wait, _leave, _status_of = os.waitpid, os._exit, os.waitstatus_to_exitcode
_sys, _open_file, _close, _put_at = sys, open, os.close, os.dup2
_shared_memory = mmap.mmap


class Copies:
    """What a process and its copies, one at a time, know of each other: what is answered now."""

    def __init__(self, fork: Callable[[Callable[[], object]], int]) -> None:
        """Take how to fork a process that begins with what is handed over."""
        self._fork, self.is_copy = fork, False
        self._ticket: mmap.mmap | None = None  # most runs make no copy

    @property
    def ticket(self) -> str:
        """The ticket of the request that is not answered yet; "" where there is none."""
        return bytes(self._ticket or b"").rstrip(b"\0").decode()

    def work_on(self, ticket: str) -> None:
        """Note in a copy what it is at work on, for the process to know when it has ended."""
        if self.is_copy:
            self._note(ticket)

    def _note(self, ticket: str) -> None:
        self._ticket = self._ticket or _shared_memory(-1, LONGEST)
        self._ticket[:] = ticket.encode()[:LONGEST].ljust(LONGEST, b"\0")

    def make(self, serve: Callable[[], object], ticket: str) -> None:
        """Let a copy serve, and another one when that is wanted, until one ends otherwise.

        The first that it says is the answer to the request with that ticket.
        """

        def begin() -> None:
            self.is_copy = True
            _end_at_first_word()
            serve()

        self._note(ticket)
        status = WANTED
        while status == WANTED:
            status = _status_of(_wait(self._fork(begin), 0)[1])

    def instead(self, _request: dict) -> dict:
        """Answer for a copy that has ended."""
        return ENDED

    def leave(self) -> None:
        """End this copy, for another one to answer what it was asked."""
        _leave(WANTED)


def _end_at_first_word() -> None:
    """Have a report of a sanitizer end this process as it begins.

    To look up its lines takes most of the time. What Python prints goes nowhere.
    """
    _sys.stderr = _open_file(os.devnull, "w")
    reads, writes = os.pipe()
    _put_at(writes, 2)
    _close(reads)
    _libc.signal(signal.SIGPIPE, _ffi.NULL)  # SIG_DFL: who writes where nobody reads is ended
