"""What happens after a check: the room is told, or will be; a check does not wait for that."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.grading.verdict import Verdict

from . import outbox, sender
from .membership import Membership, forget, membership
from .reports import of_verdict
from .wire import Unreachable

__all__ = ["tell_check"]

PATIENCE = 0.06  # seconds; a check may get at most 0.1 s slower
TOO_LONG = 3 * 24 * 3600.0  # seconds without an answer, after which a room is over


def tell_check(root: Path, verdict: Verdict, exercise: Exercise) -> str:
    """Tell the room of a check; return a sentence where there is something to say."""
    joined = membership(root)
    return tell_room(root, joined, of_verdict(verdict, exercise)) if joined else ""


def tell_room(root: Path, joined: Membership, event: dict) -> str:
    """Put an event on the disk, and send it now or later; return a sentence, or nothing."""
    try:
        outbox.put(root, event)
        slow = (root / sender.SLOW).exists()
        if not slow:
            found = tried(root, joined)
            if found == "sent":
                return ""
            if found == "gone":
                forget(root)
                return gone(joined)
            (root / sender.SLOW).touch()
        elif is_over(root):
            forget(root)
            return over(joined)
        sender.in_process(root)
        return "" if slow else unreachable(joined)
    except OSError as error:
        return f"The room could not be told ({error.strerror}); your check counts all the same."


def tried(root: Path, joined: Membership) -> str:
    """Send in a thread, which may hang at a name that no server knows; return what came of it."""
    found = ["late"]

    def attempt() -> None:
        try:
            outbox.send(root, joined, PATIENCE)
            found[0] = "sent"
        except (Unreachable, OSError):
            found[0] = "unreachable"
        except outbox.Gone:
            found[0] = "gone"

    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    return found[0]


def is_over(root: Path) -> bool:
    """Say whether what waits has waited for days."""
    files = outbox.waiting(root)
    return bool(files) and time.time() - int(files[0].name[:20]) / 1e9 > TOO_LONG


def unreachable(joined: Membership) -> str:
    return (
        f"The room at {joined.address} did not answer at once. What it is to be told is kept, and "
        "sent when it answers; this is said once."
    )


def gone(joined: Membership) -> str:
    return (
        f"The room at {joined.address} does not know you any more: you were taken out, or its data "
        "were deleted. Nothing more is sent; `workshop join` takes you in again."
    )


def over(joined: Membership) -> str:
    return (
        f"The room at {joined.address} has not answered for three days. You have left it; nothing "
        "more is sent."
    )
