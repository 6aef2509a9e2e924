"""What the kernel tells of the processes below one: who descends from whom, and of each its state.

A monitor asks many times in each run, so files of /proc are read by their descriptors: Python's own
files cost several times as much.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator

__all__ = [
    "LINUX",
    "children",
    "descendants",
    "from_ps",
    "others",
    "program",
    "read",
    "stat_fields",
    "threads",
]

LINUX = sys.platform.startswith("linux")
PAGE = 4096  # bytes; nearly all of these files are shorter


def read(pid: int, name: str) -> bytes:
    """Return a file of /proc/PID; raise OSError for what has ended, or may not be looked at."""
    descriptor = os.open(f"/proc/{pid}/{name}", os.O_RDONLY | os.O_CLOEXEC)
    try:
        text = b""
        while chunk := os.read(descriptor, PAGE):
            text += chunk
        return text
    finally:
        os.close(descriptor)


def threads(pid: int) -> list[str]:
    """Return the folders of a process's threads, below its own; none for what has ended."""
    try:
        return [f"task/{thread}" for thread in os.listdir(f"/proc/{pid}/task")]  # noqa: PTH208
    except OSError:
        return []


def descendants(root: int, spared: Iterable[int] = ()) -> list[int]:
    """Return the processes below `root`, parents first, without those of `spared` and below."""
    below_one = children if LINUX else _children_from_ps()
    found, todo = [], [root]
    while todo:
        below = [pid for pid in below_one(todo.pop()) if pid not in spared]
        found += below
        todo += below
    return found


def others() -> list[int]:
    """Return all processes of this PID namespace but this one; a new one has a higher number."""
    me = os.getpid()
    pids = map(int, filter(str.isdecimal, os.listdir("/proc")))  # noqa: PTH208 - Path() costs more
    return sorted(pid for pid in pids if pid != me)


def children(pid: int) -> list[int]:
    """Return the processes that a process and its threads have started (Linux)."""
    found: list[int] = []
    for thread in threads(pid):
        with contextlib.suppress(OSError):  # it may have ended meanwhile
            found += map(int, read(pid, f"{thread}/children").split())
    return found


def _children_from_ps() -> Callable[[int], list[int]]:
    pairs = list(from_ps("pid=,ppid="))
    return lambda parent: [pid for pid, ppid in pairs if ppid == parent]


def from_ps(columns: str) -> Iterator[tuple[int, ...]]:
    """Return numbers of all processes, as ps tells them where there is no /proc."""
    listing = subprocess.run(["ps", "-axo", columns], capture_output=True, text=True, check=False)
    return (tuple(map(int, line.split())) for line in listing.stdout.splitlines())


def stat_fields(pid: int) -> list[bytes]:
    """Return the fields of /proc/PID/stat after the program's name; none for what has ended."""
    try:
        return read(pid, "stat").rpartition(b")")[2].split()
    except OSError:
        return []


def program(pid: int) -> str | None:
    """Return the program that a process runs; None for what has ended, or is on its way out.

    Raise OSError where it may not be looked at.
    """
    try:
        return os.readlink(f"/proc/{pid}/exe")  # noqa: PTH115 - Path() costs more than the call
    except FileNotFoundError:
        return None
