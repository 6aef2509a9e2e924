"""Refuse, from Python's audit events, what no exercise needs: the network, and files outside.

This names what was tried, in both layers of the sandbox. What holds against C is bubblewrap.
"""

from __future__ import annotations

import os
import sys

__all__ = ["Forbidden", "refuse"]

NETWORK = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo")
CHANGES = (
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.chmod",
    "os.chown",
    "os.link",
    "os.symlink",
    "os.truncate",
)
SYSTEM = ("/usr/", "/lib", "/bin/", "/etc/", "/dev/", "/proc/", "/sys/", "/opt/", "/System/", "/Library/")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Forbidden(PermissionError):
    """The learner's code tried something that no check allows."""


def refuse(work: str, readable: list[str], noted: list[Forbidden]) -> None:
    """Raise Forbidden in the learner's code from here on, and note it in case it is caught."""
    own = (work.rstrip("/") + "/",)
    may_read = own + SYSTEM + tuple(folder.rstrip("/") + "/" for folder in readable)
    may_write = (*own, "/dev/")

    def complain(what: str) -> None:
        error = Forbidden(what)
        noted.append(error)
        raise error

    def hook(event: str, arguments: tuple) -> None:
        if event in NETWORK:
            complain("tried to use the network")
        elif event == "open" and isinstance(arguments[0], str | bytes):
            path = os.path.abspath(os.fsdecode(arguments[0]))  # noqa: PTH100 - Path() would audit again
            writes = bool((arguments[2] or 0) & WRITING)
            if not path.startswith(may_write if writes else may_read) and path != work:
                complain(f"tried to {'write' if writes else 'read'} {path}")
        elif event in CHANGES and isinstance(arguments[0], str | bytes):
            path = os.path.abspath(os.fsdecode(arguments[0]))  # noqa: PTH100
            if not path.startswith(may_write):
                complain(f"tried to change {path}")

    sys.addaudithook(hook)
