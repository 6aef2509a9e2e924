"""`make start`: from a clone to a verdict, and one sentence where the machine lacks something."""

import os
import shutil
import subprocess
import sys

import pytest

from cffi_workshop.cli.main import COMMANDS

from .surroundings import COMMAND, EXERCISES, REPOSITORY


@pytest.fixture
def clone(tmp_path):
    """A fresh clone of what is committed."""
    target = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(REPOSITORY), str(target)], check=True)
    return target


def run(command, cwd, **changes):
    return subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | changes,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """A clone with what a learner has installed and nothing else, and what `make start` printed."""
    clone = tmp_path_factory.mktemp("started") / "a course"
    subprocess.run(["git", "clone", "--quiet", str(REPOSITORY), str(clone)], check=True)
    done = run(["make", "start", f"PYTHON={sys.executable}"], clone)
    if "No matching distribution" in done.stderr + done.stdout and not os.environ.get("CI"):
        pytest.skip("no package index can be reached; try again with a network")
    yield clone, done
    shutil.rmtree(clone)


def test_make_start_takes_a_fresh_clone_to_a_verdict(started):
    clone, done = started
    assert done.returncode == 0, done.stderr
    assert "the same as NumPy's: True" in done.stdout
    assert "fibonacci 2/20: This step is still to be done: TODO 1" in " ".join(done.stdout.split())
    assert f"0 of {len(EXERCISES)} exercises done" in done.stdout
    status = run(["git", "status", "--porcelain"], clone)
    assert status.stdout == "", "nothing that is built shows up in git"


# What each command is tried with, where it has to be told something.
GIVEN = {
    "answers": ["check", "libm", "wrong/abi-float-for-double"],
    "check": ["libm"],
    "cdef": ["--write", "cbrt", "--header", "math.h"],
    "draw": ["struct", "int x;"],
    "explain": ["undefined symbol: foo"],
    "export-nbgrader": ["libm", "../course"],
    "grade": ["exercises"],
    "hint": ["libm"],
    "join": ["http://127.0.0.1:9", "ABC-DEF"],
    "new": ["thing"],
    "reset": ["libm"],
    "solution": ["libm", "--yes"],
    "start": ["--help"],  # make start has run it
    "watch": ["--help"],
}


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_each_command_works_with_what_a_learner_has_or_says_what_it_needs(started, command):
    clone, _ = started
    words = [command, *GIVEN.get(command, [])] if command else []
    python = clone / ".venv" / "bin" / "python"
    done = run([python, "-m", "cffi_workshop", *words], clone, PYTHONPATH="")
    assert "Traceback" not in done.stderr
    assert "broken" not in done.stderr
    if done.returncode == 2:
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("missing", "told"),
    [("gcc", "apt install gcc"), ("make", "apt install make")],
    ids=["gcc", "make"],
)
def test_a_missing_tool_is_one_sentence_with_its_package(missing, told, tmp_path):
    for tool in {"gcc", "cc", "make", "as", "ld", "sh", "env"} - {
        missing,
        "cc" if missing == "gcc" else "",
    }:
        found = subprocess.run(
            ["which", tool], capture_output=True, text=True, check=True
        ).stdout.strip()
        (tmp_path / tool).symlink_to(found)
    done = run([*COMMAND, "start"], REPOSITORY, PATH=str(tmp_path), CC="")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert told in done.stderr


def test_an_old_python_is_refused_in_a_sentence(clone):
    old = clone / "old-python"
    old.write_text(
        f'#!/bin/sh\nexec {sys.executable} -c "import sys; sys.version_info = (3, 9, 2); $2"\n'
    )
    old.chmod(0o755)
    done = run(["make", "start", f"PYTHON={old}"], clone)
    assert done.returncode != 0
    assert "Python 3.9 was found; 3.11 or later is needed." in done.stderr
    assert not (clone / ".venv").exists()


def test_a_folder_that_was_moved_has_its_environment_made_anew(clone):
    environment = clone / ".venv"
    environment.mkdir()
    (environment / ".learner").touch()
    would_do = []
    for place in ("/where it was", clone.resolve()):
        (environment / ".place").write_text(f"{place}\n")
        would_do.append(run(["make", "--dry-run", "start"], clone).stdout)
    assert ["venv --clear" in one and "--editable" in one for one in would_do] == [True, False]
    assert "--editable" not in would_do[1]


def test_who_asks_for_another_python_than_the_environment_has_is_told(tmp_path):
    shutil.copy(REPOSITORY / "Makefile", tmp_path)
    fresh = run(["make", "help", "PYTHON=/absent/python"], tmp_path).stdout
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (tmp_path / ".venv" / ".place").write_text(f"{tmp_path.resolve()}\n")
    same, other, silent = (
        run(["make", "help", *words], tmp_path).stdout
        for words in ([f"PYTHON={sys.executable}"], ["PYTHON=/absent/python"], [])
    )
    said = [".venv is there already" in each for each in (fresh, same, other, silent)]
    assert said == [False, False, True, False]


def test_help_names_every_target():
    listed = run(["make", "help"], REPOSITORY).stdout
    named = {line.split()[1] for line in listed.splitlines()}
    wanted = "start check watch demo test lint bench stubs notebooks clean".split()  # noqa: SIM905
    assert set(wanted) <= named


def test_missing_headers_are_one_sentence_with_their_package(tmp_path):
    code = (
        f"import sysconfig; sysconfig.get_path = lambda name: {str(tmp_path)!r}; "
        "import sys; sys.argv[1:] = ['start']; from cffi_workshop.cli.main import main; main()"
    )
    done = run([sys.executable, "-c", code], REPOSITORY)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "apt install python3-dev" in done.stderr
