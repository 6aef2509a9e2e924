"""What tests find around them: the checkout, its command,
processes, and what a machine may lack.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "cffi_workshop"]
REPOSITORY = Path(__file__).resolve().parent.parent


def not_here(sentence):
    """Skip on a machine that lacks something; fail where a machine is set up for tests."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)


def run_apart(command, folder=REPOSITORY, **settings):
    """Run a command as a process that takes the package from this checkout."""
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), **settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )


def running(mark):
    """Return the command of each process that has the text in its environment or its command."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        command = what_is_known_of(process, "cmdline")
        if mark in command + what_is_known_of(process, "environ"):
            found.append(command.replace("\0", " "))
    return found


def what_is_known_of(process, name):
    try:
        return (process / name).read_text(errors="replace")
    except OSError:  # it has ended, or is somebody else's
        return ""
