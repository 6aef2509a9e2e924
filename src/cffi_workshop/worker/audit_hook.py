"""Refuse, from Python's audit events, what no exercise needs: the network, and files outside.

This names what was tried, in both layers of the sandbox. What holds against C is bubblewrap.
"""

from __future__ import annotations

import os
import sys
from _thread import get_ident
from collections.abc import Callable

__all__ = ["Forbidden", "refuse"]

NETWORK = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo")
CHANGES = (
    "os.remove", "os.rename", "os.rmdir", "os.chmod", "os.chown", "os.link", "os.symlink",
    "os.truncate",
)  # fmt: skip
# Ways to objects that nobody handed over. Looking at one's own stack is none of them.
INTERNALS = (
    "gc.get_objects", "gc.get_referrers", "gc.get_referents", "sys._current_frames",
    "sys._current_exceptions",
)  # fmt: skip
SYSTEM = (
    "/usr/", "/lib", "/bin/", "/etc/", "/dev/", "/proc/", "/sys/", "/opt/", "/System/", "/Library/",
)  # fmt: skip
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

# Bound early: the learner's code may replace the names.
_abspath, _fsdecode = os.path.abspath, os.fsdecode  # not Path(), which would audit again
_getpid = os.getpid


class Forbidden(PermissionError):
    """The learner's code tried something that no check allows."""


def refuse(work: str, readable: list[str]) -> Callable[[], Forbidden | None]:
    """Raise Forbidden in the learner's code from here on; return a function that tells the first.

    It tells one that was caught, too, and None where there was none. The learner's code runs in
    other threads than this one, which is the worker's own.
    """
    own = (work.rstrip("/") + "/",)
    may_read = own + SYSTEM + tuple(folder.rstrip("/") + "/" for folder in readable)
    may_write = (*own, "/dev/")
    worker, first = get_ident(), None

    def complain(what: str) -> None:
        nonlocal first
        error = Forbidden(what)
        first = first or error
        raise error

    def hook(event: str, arguments: tuple) -> None:
        if event in NETWORK:
            complain("tried to use the network")
        elif event in INTERNALS and get_ident() != worker:
            complain(f"asked for what belongs to the check ({event})")
        elif event == "open" and isinstance(arguments[0], str | bytes):
            path = _abspath(_fsdecode(arguments[0]))
            writes = bool((arguments[2] or 0) & WRITING)
            if not path.startswith(may_write if writes else may_read) and path != work:
                complain(f"tried to {'write' if writes else 'read'} {path}")
        elif event == "resource.prlimit" and arguments[0] not in (0, _getpid()):
            complain("tried to change the limits of another process")
        elif event in CHANGES:
            for each in (each for each in arguments[:2] if isinstance(each, str | bytes)):
                path = _abspath(_fsdecode(each))
                if not path.startswith(own):
                    complain(f"tried to change {path}")

    sys.addaudithook(hook)
    return lambda: first
