"""A check server that other processes ask: `workshop watch` keeps one for the checks it starts."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise

from ..verdict import Verdict
from .check_server import GRACE_SECONDS, CheckLost, Job, read_line, reply_to, started

__all__ = ["SharedServer", "check"]

VARIABLE = "WORKSHOP_CHECK_SERVER"
"""Tells a process the path of the socket."""


class SharedServer:
    """A context for the server, which takes one check at a time once it was told to start."""

    def __enter__(self) -> SharedServer:
        # Nobody else may look into the folder, so nobody else can ask.
        self._folder = tempfile.TemporaryDirectory(prefix="workshop-server-")
        self._path = str(Path(self._folder.name, "socket"))
        self._process: subprocess.Popen[bytes] | None = None
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()  # all that it started sees a channel close, and ends
            self._process.wait()
        self._folder.cleanup()

    def start(self) -> None:
        """Start it, or start it again; until it is ready, nobody can connect."""
        if self._process is not None and self._process.poll() is None:
            return
        Path(self._path).unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as unheard:
            unheard.bind(self._path)
            self._process = started(stdin=unheard.fileno(), stdout=subprocess.DEVNULL)

    @property
    def pids(self) -> list[int]:
        return [self._process.pid] if self._process else []

    @property
    def environment(self) -> dict[str, str]:
        """What makes a process that gets it ask here (check)."""
        return {VARIABLE: self._path}


def check(exercise: Exercise, folder: Path, sandbox: str, seed: int | None) -> Verdict | None:
    """Return the verdict of the server that this process was told of; None where there is none.

    Raise WorkshopError when the request or the machine is wrong.
    """
    path = os.environ.get(VARIABLE)
    if not path:
        return None
    job = Job(exercise.slug, str(folder.resolve()), str(exercise.root), sandbox, seed)
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(path)
            connection.sendall(job.as_line())
            reply = json.loads(read_line(connection.fileno(), job.seconds + GRACE_SECONDS))
            found = reply_to(reply)
        except (OSError, ValueError, CheckLost):  # what can be done here needs no server
            return None
    return replace(Verdict.from_json(found["verdict"]), sources=found["sources"])
