"""How much a run may use: generous for honest work on a slow machine, small against a bomb.

Seconds are those of a processor: on a busy machine a right answer takes longer by the clock, and is
right. The clock on the wall stands well behind, for what sleeps, and is put off while a run waits
for a processor that others have. The whole check has an end that nothing puts off.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

__all__ = [
    "CALL_MEMORY",
    "CALL_SECONDS",
    "CHECK_SECONDS",
    "COMMAND_MEMORY",
    "COMMAND_SECONDS",
    "MB",
    "PATIENCE",
    "REPORT_SECONDS",
    "Deadline",
    "limits",
]

CALL_SECONDS = 3.0  # one import, or one call of the learner's function
REPORT_SECONDS = 20.0  # the sanitizer's leak report, which is none of the learner's doing
COMMAND_SECONDS = 10.0  # one compiler run, one `make`, one build script
RUN_SECONDS = 30  # all calls of one run
PATIENCE = 4.0  # how much longer all this may take by the clock
CHECK_SECONDS = 45.0  # by the clock, everything of one check but waiting for a processor
WHOLE_SECONDS = 52.0  # by the clock, that as well; of a minute the rest is for report and end
# What no right answer needs, here or on a slow machine: for one call or build, and for all of them.
MUCH_FOR_ONE, MUCH_FOR_ALL = 3.0, 9.0
MB = 1 << 20
CALL_MEMORY = 1024 * MB
# A C++ compiler needs 550 MB for <regex> with the sanitizer, C's a tenth; several work at a time.
COMMAND_MEMORY = 768 * MB


def limits(*, sanitized: bool = False, command: bool = False, confined: bool = False) -> dict:
    """Return the limits of one run, in bytes, seconds and counts.

    An address space limit would abort a sanitized run, which reserves terabytes; `confined` runs
    have a process count of their own that the kernel can keep, elsewhere it would count the
    person's other programs.
    """
    return {
        # A run that answers calls is timed by the judge.
        "seconds": COMMAND_SECONDS * PATIENCE if command else None,
        "cpu_seconds": COMMAND_SECONDS if command else RUN_SECONDS,
        "file_bytes": 64 * MB,
        "disk_bytes": 256 * MB,
        "open_files": 256,
        "output_bytes": 4 * MB,
        "processes": 48,
        "kernel_processes": 160 if confined else None,
        "resident_bytes": COMMAND_MEMORY if command else CALL_MEMORY,
        "address_space": None if sanitized else 4096 * MB,
    }


def judge_waited() -> float:
    """Return for how many seconds this process has waited for a processor that others had."""
    with contextlib.suppress(OSError, ValueError, IndexError):  # no Linux
        return int(Path("/proc/self/schedstat").read_text().split()[1]) / 1e9
    return 0.0


class Deadline:
    """The end of a check, by the clock; a little later where the machine was too busy to go on."""

    def __init__(self, seconds: float = CHECK_SECONDS, whole: float = WHOLE_SECONDS) -> None:
        self.began = time.monotonic()
        self._end, self._last = self.began + seconds, self.began + whole
        self._noted, self._excused = self.began, 0.0
        self._used = self._most = 0.0
        self._judge_waited = judge_waited()
        self._living: list[Callable[[], float]] = []

    @property
    def moment(self) -> float:
        return min(self._end + self._excused, self._last)

    @property
    def left(self) -> float:
        return max(0.0, self.moment - time.monotonic())

    def note(self, used: float, starved: float, own: float) -> None:
        """Take into account how long a run used a processor, and how long it waited for one.

        Both are seconds since this was told last; a call or a build of the run has taken its `own`
        time so far. Of runs that wait beside each other, each second counts once. The judge waits
        for a processor as they do.
        """
        now, waited = time.monotonic(), judge_waited()
        starved += waited - self._judge_waited
        self._judge_waited = waited
        self._used += used
        self._most = max(self._most, own)
        # A run that ended without a report tells of less than before.
        self._excused += max(0.0, min(starved, now - self._noted))
        self._noted = now

    def count(self, used: Callable[[], float]) -> None:
        """Count what runs use while nobody waits for them: `used` tells the time of the living."""
        self._living.append(used)

    @property
    def is_the_machines(self) -> bool:
        """Say whether the check comes to its end because others had the processors.

        A check that did much itself ends by its own doing.
        """
        put_off = self._end + self._excused > self._last
        if not put_off or self._most >= MUCH_FOR_ONE or self._used >= MUCH_FOR_ALL:
            return False
        return sum(used() for used in self._living) < MUCH_FOR_ALL

    def no_later_than(self, moment: float) -> Deadline:
        """Return the same end, or that moment where it is earlier, which no waiting puts off."""
        return Sooner(self, moment)


class Sooner(Deadline):
    """The end of what a check can do without: by the clock alone, however busy the machine is."""

    def __init__(self, whole: Deadline, latest: float) -> None:
        self.began, self._whole, self._latest = whole.began, whole, latest

    @property
    def moment(self) -> float:
        return min(self._whole.moment, self._latest)

    def count(self, used: Callable[[], float]) -> None:
        self._whole.count(used)

    @property
    def is_the_machines(self) -> bool:
        return self._whole.is_the_machines

    def note(self, used: float, starved: float, own: float) -> None:
        self._whole.note(used, starved, own)
