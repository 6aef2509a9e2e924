"""Kernels that are forked from one process, which has imported what each of them imports.

A kernel that is started takes a quarter of a second of work before its first cell, and the site
needs more than twenty. `python -m cffi_workshop.notebooks.forked_kernels DESCRIPTOR` is the process
that they are forked from.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any, NoReturn

from jupyter_client import AsyncKernelManager

from .plain_environment import plain_environment

__all__ = ["KernelServer"]

# What reads a cdef, too. setuptools would show in the path of each kernel.
IMPORTED = (
    "ipykernel.ipkernel", "ipykernel.zmqshell", "ipykernel.kernelapp", "numpy", "cffi",
    "cffi.cparser", "cffi.recompiler",
)  # fmt: skip
IMPORTED_OF_OURS = ("cffi_workshop.jupyter.magics", "cffi_workshop.jupyter.page_magics")


class KernelServer:
    """A context: the process is started for the first kernel, and ends on leaving."""

    def __init__(self) -> None:
        self.process: subprocess.Popen | None = None
        self.control, self.theirs = socket.socketpair()
        self.lock = Lock()

    def __enter__(self) -> KernelServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.control.close()
        self.theirs.close()
        if self.process:
            self.process.wait()

    def start(self) -> None:
        with self.theirs as theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(theirs.fileno())],
                # A process with threads should not fork.
                env=plain_environment() | {"OPENBLAS_NUM_THREADS": "1"},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for who waits for the pages
            )

    def fork(self, arguments: list[str], folder: str, environment: dict[str, str]) -> Forked:
        """Return a new kernel; it has no output but by its messages."""
        with self.lock:
            if not self.process:
                self.start()
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self.control, [b"k"], [theirs.fileno()])
        asked = {"arguments": arguments, "folder": folder, "environment": environment}
        ours.sendall(json.dumps(asked).encode() + b"\n")
        return Forked(ours, int(read_line(ours)))

    def manager(self, **options: Any) -> AsyncKernelManager:
        """Return a manager whose kernel is forked here."""
        return Manager(self, **options)


class Manager(AsyncKernelManager):
    """Has a kernel forked where another would start one."""

    def __init__(self, server: KernelServer, **options: Any) -> None:
        super().__init__(**options)
        self.forks = server

    async def _async_launch_kernel(self, kernel_cmd: list[str], **options: Any) -> None:
        arguments = kernel_cmd[kernel_cmd.index("ipykernel_launcher") + 1 :]
        provisioner: Any = self.provisioner
        forked = self.forks.fork(arguments, str(options["cwd"]), dict(options["env"]))
        provisioner.process, provisioner.pid, provisioner.pgid = forked, forked.pid, forked.pid
        self._reconcile_connection_info(provisioner.connection_info)


class Forked:
    """What jupyter_client asks of a subprocess.Popen. When the kernel ends, its socket does."""

    stdin = stdout = stderr = None

    def __init__(self, ended: socket.socket, pid: int) -> None:
        self.ended, self.pid = ended, pid
        self.returncode: int | None = None

    def wait(self, timeout: float | None = None) -> int | None:
        if self.returncode is None and select.select([self.ended], [], [], timeout)[0]:
            self.ended.close()
            self.returncode = 1  # nobody asks how it ended
        return self.returncode

    def poll(self) -> int | None:
        return self.wait(0)

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def read_line(channel: socket.socket) -> bytes:
    line = b""
    while not line.endswith(b"\n") and (more := channel.recv(1 << 16)):
        line += more
    return line


# The process that kernels are forked from


def serve(control: socket.socket) -> None:
    """Fork a kernel for each socket that is sent, until there is nobody left who could send one."""
    for module in (*IMPORTED, *IMPORTED_OF_OURS):
        import_module(module)
    gc.collect()
    gc.freeze()  # looking through it would copy every page of memory
    while received := socket.recv_fds(control, 1, 1)[1]:
        reap()
        with socket.socket(fileno=received[0]) as channel:
            channel.set_inheritable(False)  # what a cell starts may go on after the kernel
            if os.fork() == 0:
                control.close()
                become_kernel(channel)
    reap()


def reap() -> None:
    """Wait for the kernels that have ended, so that their time counts as that of the build."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def become_kernel(channel: socket.socket) -> NoReturn:
    """Be what `python -m ipykernel_launcher` would be, in the folder and environment asked for.

    The channel stays open until the end.
    """
    try:
        asked = json.loads(read_line(channel))
        os.setsid()
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["environment"], JPY_PARENT_PID=str(os.getppid()))
        named = os.environ.get("PYTHONPATH", "").split(os.pathsep)
        sys.path[:0] = [folder for folder in named if folder and folder not in sys.path]
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nothing, stream)
        sys.argv = [str(import_module("ipykernel_launcher").__file__), *asked["arguments"]]
        channel.sendall(f"{os.getpid()}\n".encode())
        import_module("ipykernel.kernelapp").launch_new_instance()
    finally:
        os._exit(0)


if __name__ == "__main__":
    # As in ipykernel_launcher: the kernel adds the folder that it is in itself.
    if sys.path[0] == "" or Path(sys.path[0]) == Path.cwd():
        del sys.path[0]
    with socket.socket(fileno=int(sys.argv[1])) as control:
        serve(control)
