"""A check as a process of its own, which can be cancelled whole."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cffi_workshop.grading.servers.shared_server import SharedServer
from cffi_workshop.worker.process_tree import kill_everything_below

__all__ = ["Check"]

# Seconds that a cancelled check has to clean up behind itself.
GRACE = 1.0


class Check:
    """A running check, and everything that it started."""

    def __init__(self, process: asyncio.subprocess.Process, spared: Sequence[int]) -> None:
        self.process, self.spared = process, spared
        self.waiter = asyncio.ensure_future(process.wait())

    @classmethod
    async def start(cls, command: Sequence[str], cwd: Path, server: SharedServer) -> Check:
        """Start a check that asks the `server`, which outlives it."""
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=cwd,
            env={**os.environ, **server.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        return cls(process, server.pids)

    @property
    def status(self) -> int | None:
        return self.process.returncode

    async def cancel(self) -> None:
        """End the check, first in good order, then by force; return when nothing of it is left."""
        self.send(signal.SIGTERM)
        await asyncio.wait([self.waiter], timeout=GRACE)
        self.send(signal.SIGKILL)
        await self.waiter
        await asyncio.to_thread(kill_everything_below, os.getpid(), self.spared)

    def send(self, number: signal.Signals) -> None:
        """Signal the whole group, which may outlive its leader."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)
