"""What several test files need: the repository, and a check as a process of its own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "cffi_workshop"]
REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def repository():
    return REPOSITORY


@pytest.fixture
def copy_of_solution(tmp_path):
    """Return a function that lays the solved files of an exercise into a fresh folder."""

    def copy(name, into="handed-in"):
        folder = tmp_path / into
        folder.mkdir()
        left_out = shutil.ignore_patterns("submissions", "checker", "__pycache__")
        source = REPOSITORY / "solutions" / name
        return Path(shutil.copytree(source, folder, ignore=left_out, dirs_exist_ok=True))

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
        output = tmp_path / "verdict.json"
        job = {
            "arguments": ["check", name, "--json", "--sandbox", sandbox, "--path", str(folder)],
            "environment": {**os.environ, "TMPDIR": str(scratch)},
            "folder": str(REPOSITORY),
            "output": str(output),
        }
        checks.stdin.write(json.dumps(job) + "\n")
        checks.stdin.flush()
        assert checks.stdout.readline(), "the process that runs the checks has ended"
        assert Path(f"{output}.errors").read_text() == ""
        text = output.read_text()
        output.unlink()
        Path(f"{output}.errors").unlink()
        return json.loads(text)

    return run


@pytest.fixture
def nothing_left(tmp_path):
    """Return a function that fails when a check left a file, or a process of its scratch folder."""

    def look():
        assert list((tmp_path / "tmp").iterdir()) == []
        marks = [str(tmp_path / "tmp").encode()]
        assert [pid for pid in running() if any(mark in what_is_known_of(pid) for mark in marks)] == []

    return look


def running():
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def what_is_known_of(pid):
    try:
        return Path(f"/proc/{pid}/environ").read_bytes() + Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it ended meanwhile
        return b""
