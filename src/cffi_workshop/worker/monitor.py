"""One monitor a run: it starts the learner's process, watches it from outside, and ends its whole tree.

A signal handler in Python never runs while C loops, so every limit is kept from here, by a process that runs
none of the learner's code. The judge holds the other end of `watch`; when that end closes, all is killed.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import signal
import socket
import stat
import time
import traceback
from pathlib import Path

from . import child, process_tree

__all__ = ["guard"]

POLL_SECONDS = 0.01
DISK_POLL_SECONDS = 0.2
KEPT_OUTPUT = 64_000  # bytes from each end; what lies between is dropped
LONGEST_LINE = 1000  # characters
LARGEST_FILE = 16 << 20  # bytes
LARGEST_PIPE = 1 << 20  # bytes that a pipe may still hold when its writers are dead


class Output:
    """What the run printed: both ends of it, and how much it was."""

    def __init__(self) -> None:
        self.head, self.tail, self.total = b"", b"", 0

    def add(self, chunk: bytes) -> None:
        self.total += len(chunk)
        room = KEPT_OUTPUT - len(self.head)
        self.head += chunk[:room]
        self.tail = (self.tail + chunk[room:])[-KEPT_OUTPUT:]

    def text(self) -> str:
        gap = self.total - len(self.head) - len(self.tail)
        between = f"\n[{gap} bytes left out]\n".encode() if gap else b""
        text = (self.head + between + self.tail).decode(errors="replace")
        return "\n".join(map(_bounded, text.split("\n")))


def _bounded(line: str) -> str:
    """Cut the middle out of a line that nobody reads, and that no pattern should search."""
    half = LONGEST_LINE // 2
    return line if len(line) <= LONGEST_LINE else f"{line[:half]} [...] {line[-half:]}"


def guard(job: dict, talk: socket.socket, watch: socket.socket) -> None:
    """Run `job` to its end and report on `watch`; never return with a descendant alive."""
    process_tree.become_subreaper()
    process_tree.hide_memory(True)
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        watch.close()
        os.close(read_end)
        child.run(job, talk, write_end)  # never returns
    talk.close()
    os.close(write_end)
    os.set_blocking(read_end, False)
    output = Output()
    try:
        status, reason = _watch_over(pid, job, watch, read_end, output)
    except Exception:  # ours; the judge must not blame the learner for it
        status, reason = None, "broken"
        output.add(traceback.format_exc().encode())
    finally:
        strays = process_tree.company(os.getpid(), pid)
        process_tree.kill_everything_below(os.getpid())
    _drain(read_end, output, output.total + LARGEST_PIPE)
    if reason is None and strays:
        reason = "processes"
    files = _collect(job["folder"], job.get("collect", [])) if reason is None else {}
    report = {"status": status, "reason": reason, "output": output.text(), "files": files}
    with contextlib.suppress(OSError):
        watch.sendall(json.dumps(report).encode() + b"\n")


def _watch_over(pid, job, watch, read_end, output) -> tuple[int | None, str | None]:
    """Return the exit status, or None and the reason why the run has to be killed."""
    limits, started, disk_due = job["limits"], time.monotonic(), DISK_POLL_SECONDS
    wake = [watch, read_end, *_exit_descriptor(pid)]
    while True:
        ready, _, _ = select.select(wake, [], [], POLL_SECONDS)
        if watch in ready:
            if watch.recv(1) != b"?":  # the judge's time is over, or the judge is gone
                return None, "stopped"
            watch.sendall(b"0" if process_tree.company(os.getpid(), pid) else b"1")
        if read_end in ready and not _drain(read_end, output, limits["output_bytes"]):
            wake.remove(read_end)
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status), _kernel_limit(status)
        elapsed = time.monotonic() - started
        reason = _limit_passed(limits, output, elapsed)
        if reason is None and elapsed > disk_due:
            disk_due = elapsed + DISK_POLL_SECONDS
            reason = "output" if _disk_bytes(job["scratch"]) > limits["disk_bytes"] else None
        if reason:
            return None, reason


def _exit_descriptor(pid: int) -> list[int]:
    """Return what becomes readable when `pid` ends, where the system has such a thing (Linux)."""
    return [os.pidfd_open(pid)] if hasattr(os, "pidfd_open") else []


def _kernel_limit(status: int) -> str | None:
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGXFSZ):
        return "timeout" if os.WTERMSIG(status) == signal.SIGXCPU else "output"
    return None


def _limit_passed(limits: dict, output: Output, elapsed: float) -> str | None:
    if output.total > limits["output_bytes"]:
        return "output"
    if limits.get("seconds") and elapsed > limits["seconds"]:
        return "timeout"
    family = process_tree.descendants(os.getpid())
    if len(family) > limits["processes"]:
        return "processes"
    # Each process of the family began as a copy of this one, which is not its own doing.
    inherited = process_tree.resident_bytes([os.getpid()]) * len(family)
    if process_tree.resident_bytes(family) - inherited > limits["resident_bytes"]:
        return "memory"
    return None


def _drain(read_end: int, output: Output, most: int) -> bool:
    """Read what is there, until it is `most` in total; return whether more may come."""
    with contextlib.suppress(BlockingIOError):
        while output.total <= most and (chunk := os.read(read_end, 1 << 16)):
            output.add(chunk)
        return output.total > most
    return True


def _disk_bytes(folder: str) -> int:
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += Path(parent, name).lstat().st_size
    return total


def _collect(folder: str, patterns: list[str]) -> dict[str, str]:
    """Return regular files of bounded size, as base64; links are not followed."""
    files = {}
    for pattern in patterns:
        for path in sorted(Path(folder).glob(pattern)):
            with contextlib.suppress(OSError):
                descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
                with os.fdopen(descriptor, "rb") as file:
                    if stat.S_ISREG(os.fstat(descriptor).st_mode):
                        content = file.read(LARGEST_FILE + 1)
                        if len(content) <= LARGEST_FILE:
                            files[path.name] = base64.b64encode(content).decode()
    return files
