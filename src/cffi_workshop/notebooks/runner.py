"""Run the cells of a notebook in a kernel of its own: for generated ones, the site and tests."""

from __future__ import annotations

import asyncio
import atexit
import re
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbclient
import nbformat

from .forked_kernels import KernelServer

__all__ = ["ENDED", "run_notebook"]

ENDED = "ended"
"""Where the metadata of a notebook say why it was not run to its end; absent if it was."""
ADDED_RETURNS = re.compile(r"\r+(?=\r\n)")


class Client(nbclient.NotebookClient):
    """A client that keeps lines which end in CR LF.

    The terminal of a command adds a return to each. What stands before two of them would be taken
    for a line that was written over, as progress bars are.
    """

    kernels: KernelServer | None = None
    """What a kernel is forked from; without it one is started."""

    def create_kernel_manager(self) -> Any:
        if not self.kernels:
            return super().create_kernel_manager()
        self.km = self.kernels.manager(kernel_name=self.kernel_name)
        return self.km

    async def async_start_new_kernel(self, **options: Any) -> None:
        self.options = options
        await super().async_start_new_kernel(**options)

    async def async_start_new_kernel_client(self) -> Any:
        """Start one kernel more where the first does not answer; no cell has run yet.

        The ports of a kernel are chosen before it starts, and another process may take one since.
        """
        try:
            return await super().async_start_new_kernel_client()
        except RuntimeError:
            self.create_kernel_manager()
            await self.async_start_new_kernel(**self.options)
            return await super().async_start_new_kernel_client()

    def process_message(self, msg: dict, cell: Any, cell_index: int) -> Any:
        if msg["msg_type"] == "stream":
            msg["content"]["text"] = ADDED_RETURNS.sub("", msg["content"]["text"])
        return super().process_message(msg, cell, cell_index)


def run_notebook(
    book: Any,
    folder: Path,
    environment: Mapping[str, str],
    timeout_s: float,
    allow_errors: bool = False,
    kernels: KernelServer | None = None,
) -> Any:
    """Return a copy of a notebook with outputs, run as if it lay in `folder`.

    A cell may take `timeout_s` seconds. With `allow_errors` it goes on after a cell that fails.
    The kernel comes from `kernels`, where many notebooks are run; else it is started.
    """
    client = Client(
        nbformat.from_dict(book),
        timeout=timeout_s,
        kernel_name="python3",
        allow_errors=allow_errors,
        record_timing=False,
        coalesce_streams=True,
        # Asked to end, one kernel in six does not, and is waited for 3.6 s. So it is killed, and
        # what it would have cleared up lies in a folder of its own.
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(folder)}},
    )
    client.kernels = kernels
    with tempfile.TemporaryDirectory(prefix="kernel-", ignore_cleanup_errors=True) as scratch:
        env = {**environment, "TMPDIR": scratch}
        try:
            # The kernel talks on stderr of its transport; what a cell prints comes by another way.
            asyncio.run(client.async_execute(env=env, stderr=subprocess.DEVNULL))
        except (nbclient.exceptions.CellControlSignal, RuntimeError) as error:
            client.nb.metadata[ENDED] = reason(error)
            # Where no kernel answered, nbclient leaves this, and it fails at the end.
            atexit.unregister(client._cleanup_kernel)
    return client.nb


def reason(error: Exception) -> str:
    """Return the line of nbclient's message that says what happened: of a time-out, the first."""
    lines = [line.strip().rstrip(".") for line in str(error).splitlines() if line.strip()]
    return lines[0 if isinstance(error, TimeoutError) else -1]
