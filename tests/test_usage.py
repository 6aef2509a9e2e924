"""What a monitor asks before it looks at a run: whether the run has done anything since."""

import os
import subprocess
import sys

import pytest

from cffi_workshop.worker import process_table
from cffi_workshop.worker.usage import ProcessorTime

# Answers each line with one; forks a process that waits as well where the line says so.
WAITS = """
import os, sys
for line in sys.stdin:
    if line == "fork\\n" and os.fork() == 0:
        os.read(0, 1)
        os._exit(0)
    print("done", flush=True)
"""
linux = pytest.mark.skipif(not process_table.LINUX, reason="elsewhere, each look is a whole one")


@pytest.fixture
def waiting():
    with subprocess.Popen(
        [sys.executable, "-c", WAITS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def asked(process, line):
    """Have the process do something, and return when it waits again."""
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
    assert process.stdout.readline() == "done\n"
    for pid in (process.pid, *process_table.descendants(process.pid)):
        while process_table.stat_fields(pid)[0] != b"S":
            os.sched_yield()


def looked_at(used, process):
    """Return whether there was something to look at; note it, as a monitor does."""
    moved = used.has_moved()
    if moved:
        used.note([process.pid, *process_table.descendants(process.pid)])
    return moved


@linux
@pytest.mark.parametrize("line", ["compute", "fork"])
def test_a_run_is_looked_at_when_it_has_done_something(waiting, line):
    used = ProcessorTime()
    asked(waiting, "begin")
    assert [looked_at(used, waiting) for _ in range(4)] == [True, True, False, False]
    asked(waiting, line)
    assert looked_at(used, waiting)
    found = [looked_at(used, waiting) for _ in range(3)]
    assert found == [line == "fork", False, False]  # a new process is looked at once more


@linux
def test_a_run_that_has_ended_is_looked_at_once_more(waiting):
    used = ProcessorTime()
    asked(waiting, "begin")
    assert [looked_at(used, waiting) for _ in range(3)] == [True, True, False]
    waiting.kill()
    waiting.wait()
    assert looked_at(used, waiting)
