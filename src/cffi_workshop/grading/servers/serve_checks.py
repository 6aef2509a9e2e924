"""The inside of check_server.py: `python -m cffi_workshop.grading.servers.serve_checks`.

Each line of standard input is a check to run, each line of standard output what came of it; the
end of standard input ends everything, a check that is under way included. Where standard input is
a socket, each connection to it is such a channel instead (shared_server.py).
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import socket
import stat
import sys
import sysconfig
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NoReturn

import _pytest.helpconfig  # what a check imports, imported once
import _pytest.skipping  # noqa: F401
import numpy  # noqa: F401

from cffi_workshop import checks  # noqa: F401
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.explain import matching
from cffi_workshop.sandbox.fork_server import Start
from cffi_workshop.worker.process_tree import (
    become_subreaper,
    die_with_parent,
    kill_everything_below,
)

from .. import diagnose, grader, parts  # noqa: F401
from ..blame import better  # noqa: F401
from ..building.toolchain import find_compiler, find_sanitizer_runtime
from ..pytest_plugin import by_trial, plugin  # noqa: F401
from ..ready import Ready
from ..verdict import CheckResult
from .check_server import Job

CHUNK = 1 << 20


def serve() -> None:
    """Take jobs until there is no channel left to take them from."""
    become_subreaper()
    warm_up()
    gc.freeze()  # what a child inherits is no garbage: looking through it would copy every page
    ready = Ready()
    for asking, answering in channels():
        serve_channel(asking, answering, ready)
    ready.kept.clear()


def warm_up() -> None:
    """Read once what each check would read again."""
    matching.explaining("Nothing that an entry explains.")  # takes all templates apart
    sysconfig.get_config_vars()
    if compiler := find_compiler():  # a check with another one in its environment asks that one
        find_sanitizer_runtime(compiler)


def channels() -> Iterator[tuple[int, int]]:
    """Yield descriptors to read jobs from and to answer on, one pair after the other is closed."""
    if not stat.S_ISSOCK(os.fstat(0).st_mode):
        yield 0, 1
        return
    die_with_parent()
    with socket.socket(fileno=os.dup(0)) as listening:
        listening.listen()  # from here on, who connects is served
        while True:
            connection, _ = listening.accept()
            with connection:
                yield connection.fileno(), connection.fileno()


def serve_channel(asking: int, answering: int, ready: Ready) -> None:
    while (line := read_job(asking)) and (reply := run(Job(**json.loads(line)), ready, asking)):
        wanted, test_file = reply.pop("wanted", []), reply.pop("test_file", None)
        ready.remembered.learn(reply.pop("learnt", {}))
        with contextlib.suppress(BrokenPipeError):  # who asked has gone
            write_all(answering, json.dumps(reply).encode() + b"\n")
        learn_to_explain(reply)
        ready.kept.keep(map(Start.from_json, wanted))
        if test_file and ready.collected.prepare(Path(test_file)):
            gc.freeze()


def learn_to_explain(reply: dict) -> None:
    """Explain what a check has just explained: of a class, many make the same mistake."""
    for check in reply.get("verdict", {}).get("checks", ()):
        _ = CheckResult.from_json(check).explained


def read_job(asking: int) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        chunk = os.read(asking, CHUNK)
        if not chunk:
            return b""
        line += chunk
    return line


def write_all(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


def run(job: Job, ready: Ready, asking: int) -> dict | None:
    """Return what a child says about a job; None when nobody waits for it any more."""
    reading, writing = os.pipe()
    with tempfile.TemporaryFile() as printed:
        pid = os.fork()
        if pid == 0:
            become_check(job, ready, writing, printed)
        os.close(writing)
        try:
            said, how = listen(reading, job.seconds, asking)
        finally:
            os.close(reading)
            kill_everything_below(os.getpid(), ready.kept.pids)
        try:
            reply = json.loads(said)
        except ValueError:
            # The check may have ended in the middle of a word to one of them, which would take what
            # the next check says for the rest of it.
            ready.kept.clear()
            if how == "nobody waits":
                return None
            printed.seek(0)
            text = printed.read().decode(errors="replace").strip()
            return {"lost": f"The check {how}. {text[-2000:]}".strip()}
    ready.kept.settle()
    return reply


def listen(reading: int, seconds: float, asking: int) -> tuple[bytes, str]:
    """Return all that a child writes until it ends, and how it ended."""
    end, said = time.monotonic() + seconds, b""
    while (left := end - time.monotonic()) > 0:
        ready = select.select([reading, asking], [], [], left)[0]
        if reading in ready:
            chunk = os.read(reading, CHUNK)
            if not chunk:
                return said, "ended without a verdict"
            said += chunk
        elif asking in ready:  # one job at a time: this is the end of the channel
            return b"", "nobody waits"
    return b"", f"has not ended in {seconds:g} seconds"


def become_check(job: Job, ready: Ready, writing: int, printed: IO[bytes]) -> NoReturn:
    """Run the check, write what came of it, and never return."""
    status = 1
    try:
        die_with_parent()
        os.setsid()
        os.environ.clear()
        os.environ.update(job.environment)
        tempfile.tempdir = None
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(printed.fileno(), 1)
        os.dup2(printed.fileno(), 2)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
        write_all(writing, json.dumps(outcome(job, ready)).encode())
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def outcome(job: Job, ready: Ready) -> dict:
    try:
        exercise = load_exercise(Path(job.root), job.exercise)
        verdict = grader.check(
            exercise,
            Path(job.folder),
            sandbox=job.sandbox,
            seed=job.seed,
            until_first_failure=job.until_first_failure,
            only_changed=job.only_changed,
            line_by_trial=job.line_by_trial,
            ready=ready,
        )
    except WorkshopError as error:
        return {"error": str(error)}
    return {
        "verdict": verdict.as_json(),
        "sources": dict(verdict.sources),
        "wanted": list(map(vars, ready.kept.wanted)),
        "learnt": ready.remembered.learnt,
        "test_file": str(grader.test_file_of(exercise)),
    }


if __name__ == "__main__":
    serve()
