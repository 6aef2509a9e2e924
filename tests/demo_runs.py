"""How the tests of the demos run them: copied away, as a person would, each command a process of its own."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

DEMO = Path(__file__).resolve().parents[1] / "demo"
# The order is the Makefile's.
DEMOS = re.search(r"^DEMOS := (.*?[^\\])$", (DEMO / "Makefile").read_text(), re.MULTILINE | re.DOTALL)[1]
DEMOS = DEMOS.replace("\\", " ").split()

COMPILER = os.environ.get("CC", "cc").split()[0]
# What a demo needs beside make and a C compiler: a program or a header, and the Debian package that has it.
NEEDS: dict[str, dict[str, str]] = {
    "zlib": {"zlib.h": "zlib1g-dev"},
    "pi-package": {"g++": "g++", "gfortran": "gfortran", "nm": "binutils"},
    "cpp": {"g++": "g++"},
}
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


def require(demo: str) -> None:
    """Skip on a machine that cannot build the demo; fail where a machine is set up for tests."""
    if demo in LINUX_ONLY and sys.platform != "linux":
        pytest.skip(f"demo/{demo} is for Linux")
    needs = {**ALWAYS, **NEEDS.get(demo, {})}
    missing = [package for name, package in needs.items() if not there_is(name)]
    if not Path(sysconfig.get_path("include"), "Python.h").is_file():
        missing.append("python3-dev")
    if demo == "embedding" and not python_is_a_library():
        missing.append("python3-dev")
    if missing:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up(f"demo/{demo} needs more; install it: sudo apt install {' '.join(missing)}")


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess:
    """Run a command as from a shell of its own, not as a part of `make test`."""
    of_outer_make = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "PYTHONDONTWRITEBYTECODE"}
    env = {name: value for name, value in os.environ.items() if name not in of_outer_make}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
    )


def make(directory: Path, *arguments: str) -> subprocess.CompletedProcess:
    return run("make", "-s", f"PYTHON={sys.executable}", *arguments, cwd=directory)


def on_pypy(demo: str, parent: Path) -> subprocess.CompletedProcess:
    """Run `make` of the demo with PyPy; skip where there is none, or fail as require() does."""
    require(demo)
    if not shutil.which("pypy3"):
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up("PyPy is missing; install it: sudo apt install pypy3 pypy3-dev")
    return make(copy(demo, parent), "PYTHON=pypy3")


def copy(demo: str, parent: Path) -> Path:
    """Copy the demo as git has it, without what was built beside it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "."],
        cwd=DEMO / demo,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.split("\0"):
        if name and (DEMO / demo / name).is_file():
            target = parent / demo / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(DEMO / demo / name, target)
    return parent / demo


def files(directory: Path) -> set[str]:
    return {str(path.relative_to(directory)) for path in directory.rglob("*")}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return made(demo): its directory and what `make` said, run once for all tests of a file."""
    done = {}

    def made(demo: str) -> tuple[Path, subprocess.CompletedProcess]:
        require(demo)
        if demo not in done:
            directory = copy(demo, tmp_path_factory.mktemp("a folder with spaces"))
            done[demo] = directory, make(directory)
        return done[demo]

    return made
