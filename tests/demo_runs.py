"""How the tests run the demos: copied away, as a person would, each command its own process."""

import functools
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from cffi_workshop.alone import leaving_nothing
from cffi_workshop.notebooks.demos import demo_names

from .surroundings import REPOSITORY, not_here
from .workers import alone, shared_folder

DEMO = REPOSITORY / "demo"
DEMOS = demo_names(REPOSITORY)

COMPILER = os.environ.get("CC", "cc").split()[0]
# What a demo needs beside make and a C compiler: a program or a header, and the Debian package that
# has it.
NEEDS: dict[str, dict[str, str]] = {
    "zlib": {"zlib.h": "zlib1g-dev"},
    "mysqlite": {"sqlite3.h": "libsqlite3-dev"},
    "pi-package": {"g++": "g++", "gfortran": "gfortran", "nm": "binutils"},
    "cpp": {"g++": "g++"},
}
# A demo that is run where its compiler is installed already; the workshop asks nobody to install
# it.
WHERE_INSTALLED = {"rust": "rustc"}
LINUX_ONLY = {"timer"}
ALWAYS = {"make": "make", COMPILER: "gcc"}


def there_is(name: str) -> bool:
    """Say whether the shell finds a program of that name, or the compiler a header."""
    if not name.endswith(".h"):
        return shutil.which(name) is not None
    preprocess = [COMPILER, "-E", "-include", name, "-x", "c", os.devnull]
    return there_is(COMPILER) and subprocess.run(preprocess, capture_output=True).returncode == 0


def python_is_a_library() -> bool:
    """Say whether this Python can be linked into a C program."""
    found = run(sys.executable, DEMO / "embedding" / "python_paths.py", "library", cwd=DEMO)
    return bool(found.stdout.strip())


@functools.cache
def require(demo: str) -> None:
    """Skip on a machine that cannot build the demo; fail where a machine is set up for tests."""
    if demo in LINUX_ONLY and sys.platform != "linux":
        pytest.skip(f"demo/{demo} is for Linux")
    if not there_is(WHERE_INSTALLED.get(demo, "make")):
        pytest.skip(f"demo/{demo} needs more; install it: sudo apt install {WHERE_INSTALLED[demo]}")
    needs = {**ALWAYS, **NEEDS.get(demo, {})}
    missing = [package for name, package in needs.items() if not there_is(name)]
    if not Path(sysconfig.get_path("include"), "Python.h").is_file():
        missing.append("python3-dev")
    if demo == "embedding" and not python_is_a_library():
        missing.append("python3-dev")
    if missing:
        not_here(f"demo/{demo} needs more; install it: sudo apt install {' '.join(missing)}")


def run(
    *command: str | Path, cwd: Path, input: str | None = None, timeout_s: float = 300, **more
) -> subprocess.CompletedProcess:
    """Run a command as a person would, and keep what it says.

    At its end nothing that it started is left: a test may give up a `make` whose program loops.
    """
    argv, pipe = [str(part) for part in command], subprocess.PIPE
    more = {"stdin": pipe, "stdout": pipe, "stderr": pipe, "text": True, **more}
    with leaving_nothing(argv, cwd=cwd, **more) as process:
        said = process.communicate(input, timeout_s)
    return subprocess.CompletedProcess(argv, process.returncode, *said)


def make(directory: Path, *arguments: str) -> subprocess.CompletedProcess:
    return run("make", "-s", f"PYTHON={sys.executable}", *arguments, cwd=directory)


def require_pypy() -> None:
    if not shutil.which("pypy3"):
        not_here("PyPy is missing; install it: sudo apt install pypy3 pypy3-dev")


def copy(demo: str, parent: Path) -> Path:
    """Copy the demo as git has it, without what was built beside it."""
    listed = run(
        "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", ".", cwd=DEMO / demo
    )
    listed.check_returncode()
    for name in listed.stdout.split("\0"):
        if name and (DEMO / demo / name).is_file():
            target = parent / demo / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(DEMO / demo / name, target)
    return parent / demo


def files(directory: Path) -> set[str]:
    return {str(path.relative_to(directory)) for path in directory.rglob("*")}


def lock_of(directory: Path) -> Path:
    """Return the lock of a built demo, to be held while `make` is at work there."""
    return directory.with_suffix(".lock")


def copy_built(directory: Path, parent: Path) -> Path:
    """Copy a built demo, to change something in it.

    Meanwhile others may run it, and write bytecode.
    """
    being_written = shutil.ignore_patterns("*.pyc.*")
    with alone(lock_of(directory)):
        return Path(shutil.copytree(directory, parent / directory.name, ignore=being_written))


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Return made(demo): its directory and what `make` said, run once for all tests of all workers.

    Nothing may be changed there, but in a copy (copy_built).
    """
    parent = shared_folder(tmp_path_factory) / "a folder with spaces"
    parent.mkdir(exist_ok=True)

    def made(demo: str) -> tuple[Path, subprocess.CompletedProcess]:
        require(demo)
        directory = parent / demo
        told = directory.with_suffix(".json")
        with alone(lock_of(directory)):
            if not told.exists():
                done = make(copy(demo, parent))
                told.write_text(json.dumps([done.args, done.returncode, done.stdout, done.stderr]))
        return directory, subprocess.CompletedProcess(*json.loads(told.read_text()))

    return made
