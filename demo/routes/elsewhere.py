"""Try a route with another kind of interpreter, where one is installed.

That is PyPy, or a free-threaded Python.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from build import HERE

__all__ = ["KINDS", "try_route"]

KINDS = {
    "pypy": ["pypy3", "pypy3.11", "pypy3.10"],
    "free_threading": ["python3.15t", "python3.14t", "python3.13t"],
}

# Says which interpreter it is; ends with an error where the route does not work, or turns the GIL
# back on.
WORKS = """
import sys
import route
assert route.fib(20) == 6765, "fib(20) is wrong there"
assert not getattr(sys, "_is_gil_enabled", bool)(), "the import turned the GIL back on"
pypy = getattr(sys, "pypy_version_info", None)
print("PyPy" if pypy else "Python", ".".join(map(str, (pypy or sys.version_info)[:3])))
"""


def try_route(slug: str, kind: str) -> tuple[str, str]:
    """Return "works", "fails" or "not tried", and what is to be said of it."""
    interpreter = next(filter(None, map(shutil.which, KINDS[kind])), None)
    if interpreter is None:
        return "not tried", f"no {KINDS[kind][0]} is installed here"
    with tempfile.TemporaryDirectory() as scratch:
        routes = shutil.copytree(
            HERE, Path(scratch, "routes"), ignore=shutil.ignore_patterns("build")
        )
        told = rebuild(routes, slug, interpreter)
        if told:
            return "not tried", f"with {Path(interpreter).name} it was not built: {told}"
        return run(routes / slug, interpreter)


def rebuild(routes: Path, slug: str, interpreter: str) -> str:
    """Build the route anew for the interpreter, and return why it could not be, or nothing."""
    # What was built for this interpreter would only be in the way.
    for arguments in [slug, "--clean"], [slug, "--python", interpreter]:
        command = [sys.executable, str(routes / "build.py"), *arguments]
        built = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if built.returncode == 0:
        return ""
    return built.stdout.partition("because ")[2].partition("; ")[0]


def run(folder: Path, interpreter: str) -> tuple[str, str]:
    result = subprocess.run(
        [interpreter, "-W", "ignore", "-c", WORKS],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if result.returncode == 0:
        return "works", f"works with {result.stdout.strip()}"
    last = (result.stderr.strip() or "it crashed").splitlines()[-1]
    return "fails", f"fails with {Path(interpreter).name}: {last}"
