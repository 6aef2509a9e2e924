"""The process that a sandbox starts: it imports what every run needs, once, and forks a monitor a run."""

from __future__ import annotations

import array
import gc
import importlib
import json
import os
import socket
import sys

import cffi

from . import monitor, process_tree

__all__ = ["main"]

HEADER = 8  # bytes that give the length of a job


def main(preload: list[str]) -> None:
    """Take jobs, each with its two sockets, from standard input until the judge closes it."""
    control = socket.socket(fileno=os.dup(0))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    process_tree.become_subreaper()
    cffi.FFI().cdef("int warm(int);")  # the first cdef() builds the parser's tables
    for name in preload:
        importlib.import_module(name)
    gc.freeze()  # what every run inherits is no garbage: looking through it would copy every page
    control.sendall(b"ready\n")
    while job := _receive(control):
        _start(control, *job)
        _reap()
    process_tree.kill_everything_below(os.getpid())
    os._exit(0)  # nothing is left to tidy up, and a sanitized interpreter takes its time about it


def _receive(control: socket.socket) -> tuple[dict, list[int]] | None:
    header, ancillary, _, _ = control.recvmsg(HEADER, socket.CMSG_SPACE(2 * 4))
    if len(header) < HEADER:
        return None
    sockets = array.array("i")
    for _, _, data in ancillary:
        sockets.frombytes(data)
    body = b""
    while len(body) < int(header):
        chunk = control.recv(int(header) - len(body))
        if not chunk:
            return None
        body += chunk
    return json.loads(body), list(sockets)


def _start(control: socket.socket, job: dict, sockets: list[int]) -> None:
    talk, watch = (socket.socket(fileno=number) for number in sockets)
    if os.fork() == 0:
        control.close()
        status = 1
        try:
            monitor.guard(job, talk, watch)
            status = 0
        except BaseException as error:  # told to the judge, who fails closed
            print(f"monitor: {error!r}", file=sys.stderr)
        finally:
            os._exit(status)
    talk.close()
    watch.close()


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
