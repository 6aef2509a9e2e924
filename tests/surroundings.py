"""What tests find around them: the checkout, its command, processes, what a machine may lack."""

import os
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from cffi_workshop.exercises.metadata import all_exercises
from cffi_workshop.grading.building.toolchain import Toolchain
from cffi_workshop.sandbox import bubblewrap_works
from cffi_workshop.worker.process_table import descendants

COMMAND = [sys.executable, "-m", "cffi_workshop"]
REPOSITORY = Path(__file__).resolve().parent.parent
EXERCISES = all_exercises(REPOSITORY)


def not_here(sentence):
    """Skip on a machine that lacks something; fail where a machine is set up for tests."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)


def need_program(name, package):
    if shutil.which(name) is None:
        not_here(f"{name} is not installed; install it: sudo apt install {package}")


def need_module(name, extra="test"):
    if find_spec(name) is None:
        not_here(f"{name} is not installed; install it: pip install -e '.[{extra}]'")


def need_bubblewrap():
    works, reason = bubblewrap_works()
    if not works:
        not_here(f"{reason}; install it: sudo apt install bubblewrap")


def sanitizer_settings():
    """Return the settings with which a Python loads what is built for the sanitizer."""
    runtime = Toolchain.find().sanitizer_runtime
    if runtime is None or sys.platform != "linux":
        not_here("There is no AddressSanitizer here; install it: sudo apt install gcc")
    return {"LD_PRELOAD": str(runtime), "ASAN_OPTIONS": "detect_leaks=0"}


def run_apart(command, folder=REPOSITORY, given="", **settings):
    """Run a command as a process that takes the package from this checkout, and reads `given`."""
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), **settings},
        input=given,
        capture_output=True,
        text=True,
        timeout=600,
    )


def replace_in(path, old, new, count=-1):
    """Change a text that is in a file."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, count))


def until(condition, seconds=60):
    """Wait for what has to come; a machine under load may take its time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError(f"did not come within {seconds} s")


def running(mark):
    """Return the command of each process that has the text in its environment or its command."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        command = what_is_known_of(process, "cmdline")
        if mark in command + what_is_known_of(process, "environ"):
            found.append(command.replace("\0", " "))
    return found


def runs_below(root):
    """Return the processes below the fork servers of the sandbox that a process has started."""
    pythons = [pid for pid in descendants(root) if command_of(pid).startswith(sys.executable)]
    servers = [pid for pid in pythons if "worker.fork_server" in command_of(pid)]
    return [command_of(one) for pid in servers for one in descendants(pid)]


def command_of(pid):
    return what_is_known_of(Path(f"/proc/{pid}"), "cmdline").replace("\0", " ")


def what_is_known_of(process, name):
    try:
        return (process / name).read_text(errors="replace")
    except OSError:  # it has ended, or is somebody else's
        return ""
