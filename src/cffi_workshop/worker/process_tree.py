"""What the monitor asks of the operating system: who descends from whom, and how large they are."""

from __future__ import annotations

import contextlib
import functools
import itertools
import math
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

__all__ = [
    "adopting_orphans",
    "become_subreaper",
    "company",
    "descendants",
    "die_with_parent",
    "hide_memory",
    "is_well",
    "kill_everything_below",
    "kill_orphans",
    "kill_tree",
    "limit_this_process",
    "processor_seconds",
    "resident_bytes",
    "waiting_seconds",
]

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER = 1, 4, 36
_MOST_ROUNDS = 100
_LINUX = sys.platform.startswith("linux")
_TICKS = os.sysconf("SC_CLK_TCK")


def become_subreaper() -> None:
    """Make orphaned descendants children of this process, so that no daemon slips away (Linux)."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends (Linux)."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


_adopting = itertools.count(1), itertools.count(1)  # how often that was begun, and ended


@contextlib.contextmanager
def adopting_orphans(mark: str) -> Iterator[None]:
    """Make orphaned descendants children of this process for a
    while (Linux); then kill those of `mark`.
    """
    begun, ended = _adopting
    latest = next(begun)
    become_subreaper()
    try:
        yield
    finally:
        kill_orphans(mark)
        if next(ended) == latest:  # nobody else does the same at this time
            _prctl(_PR_SET_CHILD_SUBREAPER, 0)


def hide_memory(hidden: bool) -> None:
    """Keep other processes of the same user from reading this
    one's memory and descriptors (Linux).
    """
    _prctl(_PR_SET_DUMPABLE, 0 if hidden else 1)


def _prctl(option: int, value: int) -> None:
    if _LINUX:
        _libc_prctl()(option, value, 0, 0, 0)


@functools.cache  # each run begins as a copy of a process that has looked it up
def _libc_prctl() -> Callable[..., int]:
    """Return the function, with an import that a judge in bubblewrap has no need of."""
    from cffi import FFI

    ffi = FFI()
    ffi.cdef(
        "int prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d);"
    )
    return ffi.dlopen(None).prctl


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


def descendants(root: int, spared: Iterable[int] = ()) -> list[int]:
    """Return the processes below `root`, parents first, without those of `spared` and below."""
    children = _children if _LINUX else _children_from_ps()
    found, todo = [], [root]
    while todo:
        below = [pid for pid in children(todo.pop()) if pid not in spared]
        found += below
        todo += below
    return found


def _children(pid: int) -> list[int]:
    children: list[int] = []
    with contextlib.suppress(
        OSError
    ):  # the process, or one of its threads, may have ended meanwhile
        for task in Path(f"/proc/{pid}/task").iterdir():
            children += map(int, (task / "children").read_text().split())
    return children


def _children_from_ps() -> Callable[[int], list[int]]:
    pairs = list(_ps("pid=,ppid="))
    return lambda parent: [pid for pid, ppid in pairs if ppid == parent]


def _ps(columns: str) -> Iterator[tuple[int, ...]]:
    listing = subprocess.run(["ps", "-axo", columns], capture_output=True, text=True, check=False)
    return (tuple(map(int, line.split())) for line in listing.stdout.splitlines())


def resident_bytes(pids: list[int]) -> int:
    """Return the memory that `pids` hold, files mapped into it (libraries) left out."""
    if not _LINUX:
        return sum(size * 1024 for pid, size in _ps("pid=,rss=") if pid in pids)
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith(("RssAnon:", "RssShmem:")):
                    total += int(line.split()[1]) * 1024
    return total


def processor_seconds(family: list[int]) -> float:
    """Return the processor time of `family`, and of what has ended below this process."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = ended.ru_utime + ended.ru_stime
    if not _LINUX:
        return total + sum(_cpu_seconds_from_ps(pid) for pid in family)
    for pid in family:
        fields = _stat(pid)
        if fields:  # utime, stime, and the same of children that have ended
            total += sum(map(int, fields[11:15])) / _TICKS
    return total


def waiting_seconds(pid: int) -> float:
    """Return how long the threads of a process were ready to run while no processor was free for
    them (Linux; it counts from their start).
    """
    waited = 0
    with contextlib.suppress(OSError, IndexError):  # it may have ended; a kernel may not count this
        for task in Path(f"/proc/{pid}/task").iterdir():
            waited += int((task / "schedstat").read_text().split()[1])
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


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat after the name of
    the program; none for what has ended.
    """
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def is_well(pid: int) -> bool:
    """Say whether a process is there and not stopped (Linux); 0
    stands for one outside of the namespace.
    """
    return not _LINUX or pid == 0 or (_stat(pid) or ["gone"])[0] not in ("T", "t", "Z", "X", "gone")


def company(root: int, known: int) -> list[int]:
    """Return the processes below `root` that the learner's code started, but for `known` itself.

    clang's sanitizer starts a program that looks up line numbers, and keeps it.
    """
    return [
        pid
        for pid in descendants(root)
        if pid != known and _is_alive(pid) and not _is_symbolizer(pid)
    ]


def _is_symbolizer(pid: int) -> bool:
    try:
        program = Path(f"/proc/{pid}/exe").readlink()
    except OSError:
        return False
    return program.name.startswith("llvm-symbolizer") and program.is_relative_to("/usr")


def _is_alive(pid: int) -> bool:
    """Say whether a process still runs a program: what is on its way out has none any more."""
    if not _LINUX:
        return True
    try:
        Path(f"/proc/{pid}/exe").readlink()
    except FileNotFoundError:
        return False
    except OSError:  # it may not be looked at
        pass
    return (_stat(pid) or ["Z"])[0] != "Z"


def kill_everything_below(root: int, spared: Iterable[int] = ()) -> None:
    """Kill and reap until this process has no descendant left but the trees of `spared`.

    A process that forks while it is being killed leaves its child to this subreaper, so the loop
    ends only when the kernel says that there is no child at all.
    """
    while _reap():
        victims = descendants(root, spared)
        if spared and not victims:
            break
        _signal(victims, signal.SIGSTOP)  # a stopped process forks no further
        _signal(victims, signal.SIGKILL)
        time.sleep(0.001)


def kill_tree(root: int) -> None:
    """Kill a process and everything below it; what is stopped
    forks no further while that is looked for.
    """
    found = [root]
    for _ in range(_MOST_ROUNDS):
        _signal(found, signal.SIGSTOP)
        known, found = found, [root, *descendants(root)]
        if len(found) == len(known):
            break
    _signal(reversed(found), signal.SIGKILL)


def kill_orphans(mark: str, spared: Iterable[int] = ()) -> None:
    """Kill the children of this process that know of `mark`, but
    for `spared`: runs that lost their own.
    """
    me = os.getpid()
    for pid in _children(me) if _LINUX else []:
        if pid not in spared and _knows(pid, mark.encode()):
            kill_tree(pid)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _knows(pid: int, mark: bytes) -> bool:
    """Say whether a process has the text in its environment, in
    its command or among its open files.
    """
    for file in ("environ", "cmdline", "maps"):
        with contextlib.suppress(OSError):
            if mark in Path(f"/proc/{pid}", file).read_bytes():
                return True
    with contextlib.suppress(OSError):
        return mark in os.readlink(f"/proc/{pid}/cwd").encode()  # noqa: PTH115 - it may be gone
    return False


def _signal(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def _reap() -> bool:
    """Collect the children that have ended; return whether any child is left."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True
