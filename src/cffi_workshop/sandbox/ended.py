"""How a run came to its end, and what becomes of it when the time of the whole check is over."""

from __future__ import annotations

import select
import socket
import time

from cffi_workshop.errors import WorkshopError

from .limits import WHOLE_SECONDS, Deadline
from .replies import MAX_LINE, ExitReport

__all__ = ["CHUNK", "RunEnded", "TooBusy", "is_of_the_system", "over", "said_until"]

CHUNK = 1 << 16  # bytes; Python fetches memory for so many, however few arrive
# What no system call ends with, and nearly every call that is refused.
REFUSALS = ("TypeError", "ValueError", "OverflowError")
TOO_BUSY = (
    f"Other programs had the processors: the check did little in {WHOLE_SECONDS:.0f} seconds, and "
    "came to no end. Check again when less is going on."
)


class TooBusy(WorkshopError):
    """The machine had no time for the check."""

    def __init__(self) -> None:
        super().__init__(TOO_BUSY)


class RunEnded(Exception):
    """The run ended before it answered."""

    def __init__(self, ending: ExitReport) -> None:
        super().__init__(ending)
        self.ending = ending


def is_of_the_system(reply: dict) -> bool:
    """Say whether an exception may have come of what the system refused, as of a fork too many."""
    return "exception" in reply and reply["exception"]["type"] not in REFUSALS


def over(deadline: Deadline) -> ExitReport:
    """Return how all ends when the time of a check is over; TooBusy if the machine did it."""
    if deadline.is_the_machines:
        raise TooBusy
    return ExitReport(None, "overall")


def said_until(moment: float, watch: socket.socket) -> bytes:
    """Return a monitor's report, or as much of it as comes until then."""
    report = bytearray()
    while not report.endswith(b"\n") and len(report) <= MAX_LINE * 4:
        left = moment - time.monotonic()
        if left <= 0 or watch.fileno() < 0 or not select.select([watch], [], [], left)[0]:
            break
        try:
            chunk = watch.recv(CHUNK)
        except OSError:
            break
        if not chunk:
            break
        report += chunk
    return bytes(report)
