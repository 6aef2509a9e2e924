"""The process that runs the learner's code: a command, or a loop that answers calls with JSON."""

from __future__ import annotations

import faulthandler
import json
import os
import socket
import sys
from pathlib import Path

from . import namespaces, private, process_tree

__all__ = ["run"]

handler = private.load("handler")  # before any code of the learner's runs in this process

NICENESS = 3  # a fork bomb must not outrun the monitor


def run(job: dict, talk: socket.socket, output: int) -> None:
    """Become what `job` says; never return."""
    status = 120
    try:
        _settle(job, output)
        if job["kind"] == "command":
            talk.close()
            os.execvpe(job["argv"][0], job["argv"], job["environment"])
        _answer_calls(handler.ModuleUnderTest(job), talk)
        status = 0
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(status)


def _settle(job: dict, output: int) -> None:
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
    process_tree.limit_this_process(job["limits"])
    # The learner's code runs in another thread than this one.
    faulthandler.enable(file=2, all_threads=True)


def _answer_calls(subject, talk: socket.socket) -> None:
    """Answer each line with one line of JSON until the judge closes its end."""
    # Bound early: the learner's code may replace these names.
    dumps, flush_out, flush_err = json.dumps, sys.stdout.flush, sys.stderr.flush
    with talk.makefile("rb") as requests:
        for line in requests:
            request = json.loads(line)
            answer = subject.answer(request)
            answer["id"] = request["id"]
            flush_out()
            flush_err()
            talk.sendall(dumps(answer).encode() + b"\n")
