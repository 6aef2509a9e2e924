"""The process that a sandbox starts: it imports what runs need, once, and forks a monitor a run."""

from __future__ import annotations

import array
import contextlib
import gc
import importlib
import json
import os
import site
import socket
import sys
import traceback

import cffi

from . import monitor, namespaces, private, process_tree
from .words import ALONE, SETTLE, SHARED

__all__ = ["main"]

HEADER = 8  # bytes that give the length of a job


def main(preload: list[str], work: str, *, library_comes: bool) -> None:
    """Take jobs, each with its two sockets, from standard input until the judge closes it.

    Where a `library_comes`, it is the first: the one by which the sanitizer sees Python's memory.
    """
    control = socket.socket(fileno=os.dup(0))
    if library_comes and "PYTHONMALLOC" not in os.environ:  # else it came before execv()
        _open_memory(control)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    process_tree.become_subreaper()
    site.setquit()  # of what -S leaves out, scripts use exit(), quit() and help()
    site.sethelper()
    cffi.FFI().cdef("int warm(int);")  # the first cdef() builds the parser's tables
    for name in preload:
        importlib.import_module(name)
    gc.collect()
    _give_memory_back()
    gc.freeze()  # what every run inherits is no garbage: looking through it would copy every page
    control.sendall(ALONE if _isolates(work) else SHARED)
    process_tree.hide_memory(True)
    while job := _receive(control):
        _start(control, *job)
        process_tree.reap(os.WNOHANG)
    process_tree.kill_everything_below(os.getpid())
    os._exit(0)  # nothing is left to tidy up, and a sanitized interpreter takes its time about it


def _open_memory(control: socket.socket) -> None:
    """Take the library that lets the sanitizer watch Python's memory later.

    Where that does not work here, begin once more, with all of that memory watched.
    """
    library = _receive_exactly(control, int(control.recv(HEADER)))
    if not private.load("python_memory").load(library):
        os.environ["PYTHONMALLOC"] = "malloc"
        os.execv(sys.executable, sys.orig_argv)


def _give_memory_back() -> None:
    """Let go of what the sanitizer, where it is here, keeps of freed memory for later reports.

    Each run would begin with a copy of its page tables, for a good third of all that is mapped.
    """
    ffi = cffi.FFI()
    ffi.cdef("void __sanitizer_purge_allocator(void);")
    with contextlib.suppress(AttributeError):  # a process without the sanitizer
        ffi.dlopen(None).__sanitizer_purge_allocator()


def _isolates(work: str) -> bool:
    """Try whether a run can have namespaces of its own here."""
    if not namespaces.POSSIBLE:
        return False
    owner = os.getuid(), os.getgid()
    try:
        pid = namespaces.fork_into_own()
    except OSError:
        return False
    if pid == 0:
        status = 1
        try:
            namespaces.move_in(*owner, work, 1 << 20)
            namespaces.renounce()
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def _receive(control: socket.socket) -> tuple[dict, list[int]] | None:
    header, ancillary, _, _ = control.recvmsg(HEADER, socket.CMSG_SPACE(2 * 4))
    while header == SETTLE:
        process_tree.reap()
        control.sendall(ALONE)
        header, ancillary, _, _ = control.recvmsg(HEADER, socket.CMSG_SPACE(2 * 4))
    if len(header) < HEADER:
        return None
    sockets = array.array("i")
    for _, _, data in ancillary:
        sockets.frombytes(data)
    body = _receive_exactly(control, int(header))
    return (json.loads(body), list(sockets)) if body else None


def _receive_exactly(control: socket.socket, size: int) -> bytes:
    """Return so many bytes; none when the judge is gone."""
    body = b""
    while len(body) < size:
        chunk = control.recv(size - len(body))
        if not chunk:
            return b""
        body += chunk
    return body


def _start(control: socket.socket, job: dict, sockets: list[int]) -> None:
    talk, watch = (socket.socket(fileno=number) for number in sockets)
    owner = os.getuid(), os.getgid()  # who this is in namespaces of its own, nobody says at first
    try:
        pid = namespaces.fork_into_own() if job["isolated"] else os.fork()
    except OSError as error:
        monitor.report_broken(watch, f"{error.strerror} (fork)")
        pid = -1
    if pid == 0:
        try:
            control.close()
            if job["isolated"]:
                process_tree.hide_memory(False)  # the kernel keeps the maps of users from others
                namespaces.move_in(*owner, job["scratch"], job["limits"]["disk_bytes"])
            monitor.guard(job, talk, watch)
        except BaseException as error:  # ours; the judge must not blame the learner for it
            trace = "".join(traceback.format_exception(error))
            monitor.report_broken(watch, trace)
        finally:
            os._exit(0)
    talk.close()
    watch.close()
