"""Whose children processes are, and how all of them are ended: strays, orphans, whole trees."""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath

from . import process_table
from .process_table import LINUX

__all__ = [
    "adopting_orphans",
    "become_subreaper",
    "company",
    "die_with_parent",
    "hide_memory",
    "is_well",
    "kill_everything_below",
    "kill_namespace",
    "kill_orphans",
    "kill_tree",
    "reap",
]

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER = 1, 4, 36
_MOST_ROUNDS = 100


def become_subreaper() -> None:
    """Make orphaned descendants children of this process, so that no daemon slips away (Linux)."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends (Linux)."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


_adopting = itertools.count(1), itertools.count(1)  # how often that was begun, and ended


@contextlib.contextmanager
def adopting_orphans(mark: str) -> Iterator[None]:
    """Make orphaned descendants children of this process for a while; then kill those of `mark`.

    Elsewhere than on Linux, this does nothing.
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
    """Keep other processes of this user from reading this one's memory and descriptors (Linux)."""
    _prctl(_PR_SET_DUMPABLE, 0 if hidden else 1)


def _prctl(option: int, value: int) -> None:
    if LINUX:
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


def is_well(pid: int) -> bool:
    """Say whether a process is there and not stopped (Linux); 0 is one outside of the namespace."""
    if not LINUX or pid == 0:
        return True
    fields = process_table.stat_fields(pid)
    return bool(fields) and fields[0] not in (b"T", b"t", b"Z", b"X")


def company(family: Iterable[int], known: int) -> list[int]:
    """Return those of a run's processes that the learner's code started, but for `known` itself.

    clang's sanitizer starts a program that looks up line numbers, and keeps it. What is on its way
    out runs no program any more.
    """
    return [pid for pid in family if pid != known and _is_learners(pid)]


def _is_learners(pid: int) -> bool:
    if not LINUX:
        return True
    try:
        program = process_table.program(pid)
    except OSError:  # it may not be looked at
        program = ""
    if program is None or (process_table.stat_fields(pid) or [b"Z"])[0] == b"Z":
        return False
    path = PurePosixPath(program)
    return not (path.name.startswith("llvm-symbolizer") and path.is_relative_to("/usr"))


def kill_everything_below(root: int, spared: Iterable[int] = ()) -> None:
    """Kill and reap until this process has no descendant left but the trees of `spared`.

    A process that forks while it is being killed leaves its child to this subreaper, so the loop
    ends only when the kernel says that there is no child at all.
    """
    while reap(os.WNOHANG):
        victims = process_table.descendants(root, spared)
        if spared and not victims:
            break
        _signal(victims, signal.SIGSTOP)  # a stopped process forks no further
        _signal(victims, signal.SIGKILL)
        time.sleep(0.001)


def kill_namespace() -> None:
    """Kill and reap all others of the PID namespace whose first process this is (Linux).

    It is one system call, during which nobody forks: processes that fork without end would have the
    processors to themselves while they are looked up one by one.
    """
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)
    reap()


def kill_tree(root: int) -> None:
    """Kill a process and everything below it; what is stopped forks no further meanwhile."""
    found = [root]
    for _ in range(_MOST_ROUNDS):
        _signal(found, signal.SIGSTOP)
        known, found = found, [root, *process_table.descendants(root)]
        if len(found) == len(known):
            break
    _signal(reversed(found), signal.SIGKILL)


def kill_orphans(mark: str, spared: Iterable[int] = ()) -> None:
    """Kill this process's children that know of `mark`, but for `spared`: runs that lost theirs."""
    me = os.getpid()
    for pid in process_table.children(me) if LINUX else []:
        if pid not in spared and _knows(pid, os.fsencode(mark)):
            kill_tree(pid)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _knows(pid: int, mark: bytes) -> bool:
    """Say whether a process has the text in its environment, command or open files."""
    for file in ("environ", "cmdline", "maps"):
        with contextlib.suppress(OSError):
            if mark in process_table.read(pid, file):
                return True
    with contextlib.suppress(OSError):
        return mark in os.readlink(f"/proc/{pid}/cwd").encode()  # noqa: PTH115 - it may be gone
    return False


def _signal(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def reap(options: int = 0) -> bool:
    """Wait for all children, or (WNOHANG) collect those that have ended; say if any is left."""
    try:
        while os.waitpid(-1, options)[0]:
            pass
    except ChildProcessError:
        return False
    return True
