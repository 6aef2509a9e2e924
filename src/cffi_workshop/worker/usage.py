"""What a run uses of the machine, as its monitor measures it, and what limits the kernel keeps."""

from __future__ import annotations

import contextlib
import math
import os
import resource
import subprocess
import time
from collections import deque

from . import process_table
from .process_table import LINUX

__all__ = [
    "ProcessorTime",
    "hold_more",
    "limit_this_process",
    "limits_of_own",
    "processor_seconds_below",
    "resident_bytes",
]

LIMITS = [getattr(resource, name) for name in dir(resource) if name.startswith("RLIMIT_")]
TICKS, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
_ALL_THREADS = 2  # what the number of a process's clock ends with
ALL_COUNTED = 4000  # looks at a run that are kept


class ProcessorTime:
    """The processor time that a run has used, and how long it has waited for a processor.

    Both are in seconds, and go as far back as the judge may ask.
    """

    def __init__(self) -> None:
        self._samples = deque([(time.monotonic(), 0.0, 0.0)], maxlen=ALL_COUNTED)
        self._looked = time.monotonic()
        self._family: list[int] = []
        self._clocks: dict[int, int | None] = {}
        self._waiting: dict[int, float] = {}

    @property
    def total(self) -> float:
        return self._samples[-1][1]

    @property
    def starved(self) -> float:
        """How long the run could not go on since others had the processors."""
        return self._samples[-1][2]

    def has_moved(self) -> bool:
        """Say whether the run may have done anything since this was asked last.

        What has used no processor has neither asked for memory nor started a process.
        """
        before, self._clocks = self._clocks, {pid: _clock(pid) for pid in self._family}
        return not LINUX or not before or before != self._clocks

    def note(self, family: list[int]) -> bool:
        """Note the time used so far; return whether it has grown.

        What ended counts no less than before.
        """
        self._family = family
        _, used, starved = self._samples[-1]
        now, total = time.monotonic(), max(used, _processor_seconds(family))
        waiting = {pid: _waiting_seconds(pid) for pid in family}
        grown = sum(max(0.0, waiting[pid] - self._waiting.get(pid, 0.0)) for pid in family)
        # Processes of a run that are in each other's way use the processor meanwhile.
        starved += max(0.0, min(grown, now - self._looked - (total - used)))
        self._looked, self._waiting = now, waiting
        if (total, starved) != (used, self.starved):
            self._samples.append((now, total, starved))
        return total > used

    def since(self, moment: float) -> tuple[float, float]:
        """Return what was used since then, and how long the run has waited for a processor."""
        before = [sample for sample in self._samples if sample[0] <= moment]
        _, used, starved = before[-1] if before else (0.0, 0.0, 0.0)
        return self.total - used, self.starved - starved


def limits_of_own() -> list[tuple[int, int]]:
    """Return what the kernel allows this process; others of its user may take that from it."""
    return [resource.getrlimit(which) for which in LIMITS]


def limit_this_process(limits: dict) -> None:
    """Set the limits that the kernel keeps by itself; never raise one that is lower already."""
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: math.ceil(limits["cpu_seconds"]),
        resource.RLIMIT_FSIZE: limits["file_bytes"],
        resource.RLIMIT_NOFILE: limits["open_files"],
    }
    if limits.get("address_space"):
        wanted[resource.RLIMIT_AS] = limits["address_space"]
    if limits.get("kernel_processes"):
        wanted[resource.RLIMIT_NPROC] = limits["kernel_processes"]
    for which, value in wanted.items():
        ceiling = resource.getrlimit(which)[1]
        # A second for SIGXCPU, which tells the reason: at the hard limit the kernel only kills.
        both = value, value + (which == resource.RLIMIT_CPU)
        if ceiling != resource.RLIM_INFINITY:
            both = min(both[0], ceiling), min(both[1], ceiling)
        resource.setrlimit(which, both)


def _clock(pid: int) -> int | None:
    """Return the nanoseconds of processor time that a process has used, by one system call (Linux).

    Return None for a process that has ended.
    """
    try:
        return time.clock_gettime_ns(~pid << 3 | _ALL_THREADS)
    except OSError:
        return None


def hold_more(family: list[int], most: int) -> bool:
    """Say whether the processes of a run hold more memory than `most` bytes.

    Each of them began as a copy of this one, which is not its own doing.
    """
    if LINUX and _mapped_bytes(family) <= most:  # quick to ask for; libraries are in it, too
        return False
    return resident_bytes(family) - resident_bytes([os.getpid()]) * len(family) > most


def _mapped_bytes(pids: list[int]) -> int:
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            total += int(process_table.read(pid, "statm").split()[1]) * PAGE
    return total


def resident_bytes(pids: list[int]) -> int:
    """Return the memory that `pids` hold, files mapped into it (libraries) left out."""
    if not LINUX:
        sizes = process_table.from_ps("pid=,rss=")
        return sum(size * 1024 for pid, size in sizes if pid in pids)
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in process_table.read(pid, "status").splitlines():
                if line.startswith((b"RssAnon:", b"RssShmem:")):
                    total += int(line.split()[1]) * 1024
    return total


def _processor_seconds(family: list[int]) -> float:
    """Return the processor time of `family`, and of what has ended below this process."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime + _seconds_of(family)


def processor_seconds_below(pid: int) -> float:
    """Return the processor time of the processes below one, of those that are there now."""
    return _seconds_of(process_table.descendants(pid))


def _seconds_of(family: list[int]) -> float:
    if not LINUX:
        return sum(_cpu_seconds_from_ps(pid) for pid in family)
    # utime, stime, and the same of children that have ended; nothing of what is gone
    times = (process_table.stat_fields(pid)[11:15] for pid in family)
    return sum(sum(map(int, each)) for each in times) / TICKS


def _waiting_seconds(pid: int) -> float:
    """Return for how many seconds the threads of a process waited for a free processor (Linux).

    They were ready to run; the kernel counts from their start.
    """
    waited = 0
    for thread in process_table.threads(pid):
        with contextlib.suppress(OSError, IndexError):  # it may have ended, or not be counted
            waited += int(process_table.read(pid, f"{thread}/schedstat").split()[1])
    return waited / 1e9


def _cpu_seconds_from_ps(pid: int) -> float:
    """Return what ps tells as [[days-]hours:]minutes:seconds."""
    shown = subprocess.run(
        ["ps", "-o", "time=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
    seconds = 0.0
    for part in shown.replace("-", ":").split(":"):
        seconds = seconds * 60 + float(part or 0)
    return seconds
