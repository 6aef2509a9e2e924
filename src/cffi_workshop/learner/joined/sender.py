"""Sends what waits for the room, in the background, with the patience that a check has not."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from typing import IO

from cffi_workshop.files import locked
from cffi_workshop.learner import JOINED

from .membership import Membership, membership
from .outbox import Gone, send, waiting
from .wire import Unreachable

__all__ = ["SLOW", "in_process", "in_thread"]

SLOW = JOINED.parent / "slow"
"""Is there while the room does not answer as fast as a check can wait."""
LOCK = JOINED.parent / "sending"
QUICK = 0.05  # seconds
PAUSES = (0.5, 1, 2, 4, 8, *[15] * 40)  # seconds between tries: ten minutes in all


def in_process(root: Path) -> None:
    """Send as a process of its own, which outlives the check, unless one is at it."""
    lock = held(root)
    if lock is None:
        return
    lock.close()
    command = [sys.executable, "-Pm", "cffi_workshop.learner.joined.sender", str(root)]
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in range(3)]
    os.posix_spawn(sys.executable, command, os.environ, file_actions=silent, setpgroup=0)


def in_thread(root: Path) -> None:
    """Send beside what this process does; it may end meanwhile."""
    threading.Thread(target=send_patiently, args=(root,), daemon=True).start()


def send_patiently(root: Path) -> None:
    """Try until all is sent, for ten minutes; one process at a time does so."""
    try:
        # What came while the lock was held trusts in us, and is seen once it is free.
        while waiting(root) and (lock := held(root)):
            with lock:
                if not sent_in_time(root):
                    return
    except Gone:
        (root / SLOW).unlink(missing_ok=True)  # so that the next check asks by itself, and says so


def sent_in_time(root: Path) -> bool:
    for pause in PAUSES:
        joined = membership(root)
        if joined is None:
            return False
        if try_once(root, joined):
            return True
        time.sleep(pause)
    return False


def held(root: Path) -> IO[str] | None:
    """Return the lock of who sends; None while somebody has it, or where there is no room."""
    try:
        return locked(root / LOCK)
    except OSError:
        return None


def try_once(root: Path, joined: Membership) -> bool:
    """Send, and say whether the room answered; it is slow no more if it was quick."""
    began = time.monotonic()
    try:
        send(root, joined, timeout=10.0)
    except Unreachable:
        return False
    if time.monotonic() - began < QUICK:
        (root / SLOW).unlink(missing_ok=True)
    return True


if __name__ == "__main__":
    send_patiently(Path(sys.argv[1]))
