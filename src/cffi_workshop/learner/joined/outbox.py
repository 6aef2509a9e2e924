"""What waits for the room: a file an event, in the order in which it was, until the room has it."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path

from cffi_workshop.files import written_whole
from cffi_workshop.learner import JOINED

from .membership import Membership
from .wire import Answer, Unreachable, post

__all__ = ["Gone", "put", "send", "waiting"]

OUTBOX = JOINED.parent / "outbox"
AT_ONCE = 20  # events of one request
AGAIN = (408, 429, 500, 502, 503, 504)  # statuses after which the same may be taken later


class Gone(Exception):
    """The room does not know this learner any more."""


def put(root: Path, event: dict) -> None:
    """Keep an event; it is whole on the disk, or not there."""
    folder = root / OUTBOX
    folder.mkdir(parents=True, exist_ok=True)
    with written_whole(folder / f"{time.time_ns():020d}-{event['id']}.json") as file:
        json.dump(event, file)


def waiting(root: Path) -> list[Path]:
    """Return what is not sent yet, oldest first."""
    return sorted((root / OUTBOX).glob("*.json"))


def send(root: Path, joined: Membership, timeout: float = 5.0) -> dict:
    """Send all that waits; return the last answer of the room.

    Raise Unreachable where something is left, and Gone where the room knows the learner no more.
    """
    last: dict = {}
    while files := waiting(root)[:AT_ONCE]:
        events = {path: event for path in files if (event := read(path))}
        if events:
            last = send_some(joined, events, timeout) or last
        for path in files:
            path.unlink(missing_ok=True)
    return last


def read(path: Path) -> dict | None:
    """Return an event; None for one that another process has sent, or that is broken."""
    with suppress(OSError, ValueError):
        return json.loads(path.read_bytes())
    return None


def send_some(joined: Membership, events: dict[Path, dict], timeout: float) -> dict:
    answer = report(joined, list(events.values()), timeout)
    if answer.status == 200:
        return answer.body
    if len(events) == 1:  # another version of the workshop may not know it: it is dropped
        return {}
    for path, event in events.items():  # one of them keeps all others back
        send_some(joined, {path: event}, timeout)
    return {}


def report(joined: Membership, events: list[dict], timeout: float) -> Answer:
    form = {"sent": time.time(), "events": events}
    answer = post(joined.address, "/api/events", form, joined.token, timeout)
    if answer.status == 401:
        raise Gone
    if answer.status in AGAIN or answer.status not in range(200, 500):
        raise Unreachable(f"status {answer.status}")
    return answer
