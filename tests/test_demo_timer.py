"""The timer demo asks the compiler for constants and structs; a failed call becomes an OSError."""

import errno
import json
import os
import sys
import time
from fractions import Fraction
from math import ceil

import pytest

from .demo_runs import copy, make, run


def answer(directory, program: str):
    """Run a program beside the demo and return what it printed as JSON."""
    start = "import json, signal\nfrom timer_api import Timer, ffi, lib, timespec\n"
    result = run(sys.executable, "-c", start + program, cwd=directory)
    assert (result.returncode, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_constant_is_the_one_that_python_knows(made):
    assert answer(made("timer")[0], "print(lib.CLOCK_MONOTONIC)") == time.CLOCK_MONOTONIC


@pytest.mark.parametrize("seconds", [0.0, 1e-12, 0.1, 1.5, 1.9999999999, 86400.0])
def test_seconds_become_nanoseconds_and_never_none(made, seconds):
    split = answer(made("timer")[0], f"print(json.dumps(timespec({seconds!r})))")
    assert 0 <= split["tv_nsec"] < 10**9
    assert split["tv_sec"] * 10**9 + split["tv_nsec"] == pytest.approx(
        ceil(Fraction(seconds) * 10**9), abs=1
    )
    assert any(split.values()) == (seconds > 0)


SET = """
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
with Timer(signal.SIGUSR1) as timer:
    left = [timer.left()]
    timer.start(1000, every=0.25)
    left.append(timer.left())
    times = ffi.new("struct itimerspec *")
    lib.timer_gettime(timer._timer, times)
    timer.start(0)
    left.append(timer.left())
    timer.start(0.001)
    signal.sigwait({signal.SIGUSR1})
    left.append(timer.left())
print(json.dumps([left, times.it_interval.tv_sec, times.it_interval.tv_nsec]))
"""


def test_timer_runs_from_start_to_stop_or_to_its_signal(made):
    (new, started, stopped, done), seconds, nanoseconds = answer(made("timer")[0], SET)
    assert 0 < started <= 1000
    assert [new, stopped, done] == [0, 0, 0]
    assert (seconds, nanoseconds) == (0, 250_000_000)


@pytest.mark.parametrize("wrong", ["Timer(12345)", "Timer(signal.SIGUSR1, clock=999)"])
def test_refused_call_is_an_oserror_with_the_reason(made, wrong):
    program = f"""
try:
    {wrong}
except OSError as error:
    print(json.dumps([error.errno, error.strerror]))
"""
    assert answer(made("timer")[0], program) == [errno.EINVAL, os.strerror(errno.EINVAL)]


# Linux counts the timers of a user among the pending signals, and refuses one too many.
MANY = """
import resource

resource.setrlimit(resource.RLIMIT_SIGPENDING, (500, 500))
kept = []
try:
    for _ in range(1000):
        {make}
except OSError as error:
    print(error.errno)
else:
    print(0)
"""


@pytest.mark.parametrize(
    ("make_one", "told"),
    [
        ("kept.append(Timer(signal.SIGUSR1))", errno.EAGAIN),
        ("Timer(signal.SIGUSR1).close()", 0),
        ("with Timer(signal.SIGUSR1): pass", 0),
    ],
    ids=["left open", "close", "with"],
)
def test_closed_timer_is_given_back(made, make_one, told):
    assert answer(made("timer")[0], MANY.format(make=make_one)) == told


CLOSED = """
timer = Timer(signal.SIGUSR1)
timer.close()
timer.close()
try:
    {use}
except ValueError as error:
    print(json.dumps(str(error)))
"""


@pytest.mark.parametrize("use", ["timer.start(1)", "timer.left()"])
def test_closed_timer_refuses(made, use):
    assert "closed" in answer(made("timer")[0], CLOSED.format(use=use))


def test_makefile_says_on_macos_that_the_demo_is_for_linux(tmp_path, monkeypatch):
    directory = copy("timer", tmp_path)
    (tmp_path / "bin").mkdir()
    uname = tmp_path / "bin" / "uname"
    uname.write_text("#!/bin/sh\necho Darwin\n")
    uname.chmod(0o755)
    monkeypatch.setenv("PATH", f"{uname.parent}{os.pathsep}{os.environ['PATH']}")
    result = make(directory)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("macOS has no timer_create()")
