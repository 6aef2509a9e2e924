"""What several test files need: a copy to hand in, and a check as a process of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from .built_site import site
from .demo_runs import made
from .jupyterlab import browser, server
from .surroundings import REPOSITORY, running

__all__ = ["browser", "made", "server", "site"]

# `make test` is run by make, which tells its children so: the make of a test would answer differently.
# Bytecode is what some tests look for.
for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "PYTHONDONTWRITEBYTECODE"):
    os.environ.pop(name, None)

# What takes longest, most of it one test after the other.
LONG = ("test_newest_python", "test_site", "test_start", "test_lab", "test_demo_slurm")

# Longer than any check takes, on a machine that does four other things.
SECONDS = 120


def pytest_collection_modifyitems(items):
    """Begin with what takes longest, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: not item.path.name.startswith(LONG))


@pytest.fixture(scope="session")
def repository():
    return REPOSITORY


@pytest.fixture
def copy_of_solution(tmp_path):
    """Return a function that lays the solved files of an exercise into a fresh folder."""

    def copy(name):
        left_out = shutil.ignore_patterns("submissions", "checker", "__pycache__")
        source = REPOSITORY / "solutions" / name
        return Path(shutil.copytree(source, tmp_path / "handed-in", ignore=left_out))

    return copy


@pytest.fixture(scope="session")
def checks():
    """The process that runs checks for this worker (check_server.py)."""
    command = [sys.executable, "-m", "tests.check_server"]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        yield server
        server.stdin.close()


@pytest.fixture
def check(checks, tmp_path):
    """Return a function that runs `workshop check --json` and gives its verdict.

    Everything that the check puts down is below `tmp_path / "tmp"`, so that a test can see what is left.
    """
    scratch = tmp_path / "tmp"
    scratch.mkdir()

    def run(name, folder, sandbox="auto"):
        output, errors = tmp_path / "verdict.json", tmp_path / "verdict.json.errors"
        job = {
            "arguments": ["check", name, "--json", "--sandbox", sandbox, "--path", str(folder)],
            "environment": {**os.environ, "TMPDIR": str(scratch)},
            "output": str(output),
            "seconds": SECONDS,
        }
        checks.stdin.write(json.dumps(job) + "\n")
        checks.stdin.flush()
        status = checks.stdout.readline()
        assert status, "the process that runs the checks has ended"
        assert int(status) != -signal.SIGALRM, f"the check of {name} has not ended in {SECONDS} seconds"
        assert errors.read_text() == ""
        text = output.read_text()
        output.unlink()
        errors.unlink()
        return json.loads(text)

    return run


@pytest.fixture
def nothing_left(tmp_path):
    """Return a function that fails when a check left a file, or a process of its scratch folder."""

    def look():
        assert list((tmp_path / "tmp").iterdir()) == []
        assert running(str(tmp_path / "tmp")) == []

    return look
