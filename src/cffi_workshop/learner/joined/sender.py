"""Sends what waits for the room, in the background, with the patience that a check has not."""

from __future__ import annotations

import fcntl
import os
import sys
import threading
import time
from pathlib import Path

from cffi_workshop.learner import JOINED

from .membership import membership
from .outbox import Gone, send, waiting
from .wire import Unreachable

__all__ = ["SLOW", "in_process", "in_thread", "send_patiently"]

SLOW = JOINED.parent / "slow"
"""Is there while the room does not answer as fast as a check can wait."""
LOCK = JOINED.parent / "sending"
QUICK = 0.05  # seconds
PAUSES = (0.5, 1, 2, 4, 8, *[15] * 40)  # seconds between tries: ten minutes in all


def in_process(root: Path) -> None:
    """Send as a process of its own, which outlives the check: nobody waits for it."""
    command = [sys.executable, "-m", "cffi_workshop.learner.joined.sender", str(root)]
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in range(3)]
    os.posix_spawn(sys.executable, command, os.environ, file_actions=silent, setpgroup=0)


def in_thread(root: Path) -> None:
    """Send beside what this process does; it may end meanwhile."""
    threading.Thread(target=send_patiently, args=(root,), daemon=True).start()


def send_patiently(root: Path) -> None:
    """Try until all is sent, for ten minutes; one process at a time does so."""
    try:
        lock = (root / LOCK).open("w")
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return
    with lock:
        for pause in PAUSES:
            if try_once(root):
                return
            time.sleep(pause)


def try_once(root: Path) -> bool:
    """Say whether there is nothing left to do."""
    joined = membership(root)
    if joined is None or not waiting(root):
        return True
    began = time.monotonic()
    try:
        send(root, joined, timeout=10.0)
    except Unreachable:
        return False
    except Gone:  # the next check says so
        return True
    if time.monotonic() - began < QUICK:
        (root / SLOW).unlink(missing_ok=True)
    return not waiting(root)


if __name__ == "__main__":
    send_patiently(Path(sys.argv[1]))
