"""Start the learner's process, watch it from outside, and end its whole tree: one monitor a run.

A signal handler in Python never runs while C loops, so every limit is kept from here, by a process
that runs none of the learner's code. The judge holds the other end of `watch`; when that end
closes, all is killed.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import time
import traceback

from . import child, folder, process_table, process_tree
from .usage import ProcessorTime, hold_more, limits_of_own
from .words import COMPANY, TIME_SINCE, TIMES, TIMESTAMP

__all__ = ["guard", "report_broken"]

# How soon a run is looked at first, and then again: while it is at work, and while it waits.
FIRST_LOOK_SECONDS, BUSY_LOOK_SECONDS, IDLE_LOOK_SECONDS = 0.02, 0.04, 0.16
DISK_POLL_SECONDS = 0.2
KEPT_OUTPUT = 32_000  # bytes from each end; what lies between is dropped
LONGEST_LINE = 1000  # characters
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


def report_broken(watch: socket.socket, why: str) -> None:
    """Tell the judge that a run could not be made, or watched, by no fault of the learner's."""
    _report(watch, None, "broken", why)


def _report(
    watch: socket.socket,
    status: int | None,
    reason: str | None,
    output: str,
    files: dict[str, str] | None = None,
    starved: float = 0.0,
) -> None:
    report: dict[str, object] = {"status": status, "reason": reason, "output": output}
    report |= {"files": files or {}, "starved": starved}
    with contextlib.suppress(OSError):
        watch.sendall(json.dumps(report).encode() + b"\n")


def guard(job: dict, talk: socket.socket, watch: socket.socket) -> None:
    """Run `job` to its end and report on `watch`; never return with a descendant alive."""
    process_tree.become_subreaper()
    process_tree.hide_memory(True)
    server, own_limits = os.getppid(), limits_of_own()
    folder.lay_down(job["folder"], job["files"])
    read_end, write_end = os.pipe()

    def let_go() -> None:
        watch.close()
        os.close(read_end)

    pid = child.start(job, talk, write_end, let_go)
    talk.close()
    os.close(write_end)
    os.set_blocking(read_end, False)
    output, used = Output(), ProcessorTime()
    strays: list[int] = []
    try:
        status, reason = _watch_over(pid, job, watch, read_end, output, used)
        if reason is None:  # what is over a limit would go on while it is looked at
            strays = process_tree.company(_family(job), pid)
    except Exception:  # ours; the judge must not blame the learner for it
        status, reason = None, "broken"
        output.add(traceback.format_exc().encode())
    finally:
        if job["isolated"]:
            process_tree.kill_namespace()
        elif limits_of_own() == own_limits:  # without descriptors, say, nobody can be found
            process_tree.kill_everything_below(os.getpid())
        else:
            os._exit(0)  # without a report, the judge kills all
    _drain(read_end, output, output.total + LARGEST_PIPE)
    if limits_of_own() != own_limits or not process_tree.is_well(server):
        reason = "tampering"
    if reason is None and strays:
        reason = "processes"
    files = folder.collect(job["folder"], job.get("collect", [])) if reason is None else {}
    _report(watch, status, reason, output.text(), files, used.starved)


def _watch_over(
    pid: int,
    job: dict,
    watch: socket.socket,
    read_end: int,
    output: Output,
    used: ProcessorTime,
) -> tuple[int | None, str | None]:
    """Return the exit status, or None and the reason why the run has to be killed."""
    limits, started, disk_due = job["limits"], time.monotonic(), DISK_POLL_SECONDS
    look = started + FIRST_LOOK_SECONDS
    wake: list[socket.socket | int] = [watch, read_end, *_exit_descriptor(pid)]
    while True:
        ready, _, _ = select.select(wake, [], [], max(0.0, look - time.monotonic()))
        if watch in ready and not _answer(watch, job, pid, used):
            return None, "stopped"
        if read_end in ready and not _drain(read_end, output, limits["output_bytes"]):
            wake.remove(read_end)
        ended, status = os.waitpid(pid, os.WNOHANG)
        if os.WIFSTOPPED(status):  # a monitor hears of that where a process has itself traced
            return None, "tampering"
        if ended:
            return os.waitstatus_to_exitcode(status), _kernel_limit(status)
        now = time.monotonic()
        if now < look and output.total <= limits["output_bytes"]:
            continue
        elapsed = now - started
        busy, reason = _limit_passed(job, output, elapsed, used)
        look = now + (BUSY_LOOK_SECONDS if busy else IDLE_LOOK_SECONDS)
        if reason is None and elapsed > disk_due:
            disk_due = elapsed + DISK_POLL_SECONDS
            reason = "output" if folder.is_full(job) else None
        if reason:
            return None, reason


def _family(job: dict) -> list[int]:
    """Return the processes of the run; where it is alone in its namespace, those are all others."""
    return process_table.others() if job["isolated"] else process_table.descendants(os.getpid())


def _answer(watch: socket.socket, job: dict, pid: int, used: ProcessorTime) -> bool:
    """Answer the judge; return False when its time is over, or when it is gone."""
    question = watch.recv(1)
    if question == COMPANY:
        watch.sendall(b"0" if process_tree.company(_family(job), pid) else b"1")
    elif question == TIME_SINCE:
        moment = watch.recv(len(TIMESTAMP % 0), socket.MSG_WAITALL)
        used.note(_family(job))
        watch.sendall((TIMES % used.since(float(moment))).encode())
    elif not question and job["isolated"]:
        os._exit(0)  # nobody waits for a report, and the kernel ends what is in the namespace
    else:
        return False
    return True


def _exit_descriptor(pid: int) -> list[int]:
    """Return what becomes readable when `pid` ends, where the system has such a thing (Linux)."""
    return [os.pidfd_open(pid)] if hasattr(os, "pidfd_open") else []


def _kernel_limit(status: int) -> str | None:
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGXFSZ):
        return "timeout" if os.WTERMSIG(status) == signal.SIGXCPU else "output"
    return None


def _limit_passed(
    job: dict, output: Output, elapsed: float, used: ProcessorTime
) -> tuple[bool, str | None]:
    """Return whether the run is at work, and which limit it has passed."""
    limits = job["limits"]
    if output.total > limits["output_bytes"]:
        return True, "output"
    late = limits["seconds"] and elapsed - used.starved > limits["seconds"]
    if not used.has_moved() and not late:
        return False, None
    family = _family(job)
    if len(family) > limits["processes"]:
        return True, "processes"
    busy = used.note(family)
    if used.total > limits["cpu_seconds"] or (late and elapsed - used.starved > limits["seconds"]):
        return True, "timeout"
    return busy, "memory" if hold_more(family, limits["resident_bytes"]) else None


def _drain(read_end: int, output: Output, most: int) -> bool:
    """Read what is there, until it is `most` in total; return whether more may come."""
    with contextlib.suppress(BlockingIOError):
        while output.total <= most and (chunk := os.read(read_end, 1 << 16)):
            output.add(chunk)
        return output.total > most
    return True
