"""The process that runs the learner's code: a command, or a loop that answers calls with JSON."""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import socket
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from . import namespaces, private, process_tree, usage

if TYPE_CHECKING:
    from .caller import Caller

__all__ = ["start"]

handler = private.load("handler")  # before any code of the learner's runs in this process

NICENESS = 3  # a fork bomb must not outrun the monitor
FAILED = 120  # exit status of what never came to the learner's code


def start(job: dict, talk: socket.socket, output: int, let_go: Callable[[], object]) -> int:
    """Fork the process that becomes what `job` says; return its number.

    `let_go` is called there first: it closes what is the monitor's.
    """
    settle = partial(_settle, job, output, let_go)
    if job["kind"] != "command":
        caller = handler.Caller()
        serve = partial(_answer_calls, job, talk, caller)
        return caller.fork(partial(_begin, settle, partial(caller.start, serve)))
    pid = os.fork()
    if pid == 0:
        settle()
        _execute(job, talk)
    return pid


@contextlib.contextmanager
def _last_words() -> Iterator[None]:
    """End the process on what nobody has caught, which must not come to the monitor's code."""
    try:
        yield
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        os._exit(FAILED)


@_last_words()
def _begin(settle: Callable[[], object], start: Callable[[], object]) -> None:
    handler.leaks.prepare()
    settle()
    start()


@_last_words()
def _execute(job: dict, talk: socket.socket) -> None:
    talk.close()
    os.execvpe(job["argv"][0], job["argv"], job["environment"])


@_last_words()
def _settle(job: dict, output: int, let_go: Callable[[], object]) -> None:
    """Take on all that a process has, so that threads which it starts later have it as well."""
    let_go()
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    if output > 2:
        os.close(output)
    os.chdir(Path(job["folder"]).parent if job.get("elsewhere") else job["folder"])
    os.nice(NICENESS)
    process_tree.hide_memory(False)  # the leak checker stops its own threads to look at them
    if job["isolated"]:
        namespaces.renounce()
    usage.limit_this_process(job["limits"])
    # The learner's code runs in another thread than what answers.
    faulthandler.enable(file=2, all_threads=True)


@_last_words()
def _answer_calls(job: dict, talk: socket.socket, caller: Caller) -> None:
    """Answer each line with one line of JSON until the judge closes its end."""
    subject = handler.ModuleUnderTest(job, caller)
    copies = handler.Copies(lambda begin: caller.fork(partial(caller.start, begin)))
    # Bound early: the learner's code may replace these names.
    loads, dumps, leave = json.loads, json.dumps, os._exit
    flush_out, flush_err = sys.stdout.flush, sys.stderr.flush

    def say(answer: dict, ticket: str) -> None:
        flush_out()
        flush_err()
        copies.work_on("")
        talk.sendall(dumps({**answer, "id": ticket}).encode() + b"\n")

    def serve() -> None:
        answer = subject.answer
        if copies.is_copy:
            say({"result": None}, copies.ticket)
        for line in requests:
            request = loads(line)
            copies.work_on(request["id"])
            if request["do"] != "copy":
                say(answer(request), request["id"])
            elif copies.is_copy:
                copies.leave()
            else:
                subject.prepare()
                copies.make(serve, request["id"])
                answer = copies.instead  # of one that has ended, until there is another
                if copies.ticket:
                    say(answer(request), copies.ticket)
        leave(0)

    with talk.makefile("rb") as requests:
        serve()
