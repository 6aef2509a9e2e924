"""The parent's end of a worker process: start it, ask it, end it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from cffi_workshop.errors import WorkshopError

from .interleaved import Timed

__all__ = ["Remote"]

PACKAGES = Path(__file__).resolve().parents[2]


class Remote:
    """A worker that is alive; to be used as a context manager.

    `error` is why it can time nothing, or empty; `ready` names what it can time.
    """

    def __init__(
        self, name: str, module: str, *arguments: str, python: Sequence[str] = (sys.executable,)
    ):
        self.name = name
        # The place of our package is given along, for an interpreter that does not know it.
        path = os.pathsep.join(filter(None, [str(PACKAGES), os.environ.get("PYTHONPATH")]))
        self.process = subprocess.Popen(
            [*python, "-m", f"cffi_workshop.bench.{module}", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": path},
        )
        assert self.process.stdin is not None  # both are pipes
        assert self.process.stdout is not None
        self._to, self._from = self.process.stdin, self.process.stdout
        self._greeting: dict | None = None

    def __enter__(self) -> Remote:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    @property
    def greeting(self) -> dict:
        """The first line of the worker: waited for when needed, so that many can start at once."""
        if self._greeting is None:
            line = self._from.readline()
            self._greeting = json.loads(line) if line else {"error": self.end()}
        return self._greeting

    @property
    def error(self) -> str:
        return self.greeting.get("error", "")

    @property
    def ready(self) -> list[str]:
        return self.greeting.get("ready", [])

    def timer(self, timer: str) -> Timed:
        """Return a function that has the worker do `timer` so many times."""

        def timed(loops: int) -> float:
            return self.ask({"timer": timer, "loops": loops})["seconds"]

        return timed

    def ask(self, request: dict) -> dict:
        if self.error:
            raise WorkshopError(f"{self.name} cannot be measured: {self.error}.")
        try:
            self._to.write(json.dumps(request) + "\n")
            self._to.flush()
            line = self._from.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise WorkshopError(f"{self.name} broke off while it was measured: {self.end()}.")
        return json.loads(line)

    def end(self) -> str:
        status = self.process.wait()
        return (
            f"its process ended by signal {-status}"
            if status < 0
            else f"its process ended with {status}"
        )
