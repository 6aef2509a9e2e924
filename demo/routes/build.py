"""Build the routes, each with its own tool, as its route.toml says.

`make` runs this after the C library.

    python build.py [SLUG ...] [--python INTERPRETER] [--clean]

A route whose tools are missing is told in one sentence, and the others go on.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

__all__ = ["HERE", "environment", "load", "missing", "slugs"]

HERE = Path(__file__).resolve().parent
LIBRARY_SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
# What pip and the build tools leave in every folder, beside what route.toml names as generated.
LEFT_OVERS = ["build", "*.egg-info", "*.dist-info", "*.o", "__pycache__"]

COMPILER = "`sudo apt install build-essential` (on macOS: `xcode-select --install`)"
HOW_TO_INSTALL = {
    "cc": COMPILER,
    "c++": COMPILER,
    "Python.h": "`sudo apt install python3-dev` (or the -dev package of the Python you use)",
}

# The build requirements are installed already, and are looked for nowhere else: it works without a
# network.
PIP_OPTIONS = ["--no-build-isolation", "--no-deps"]

# Run by the interpreter that the modules are for: prints what it lacks.
LOOK = """
import importlib.util, os, sys, sysconfig
# Not here: a folder of ours is called pybind11, too.
sys.path = [folder for folder in sys.path if folder]
for name in sys.argv[1:]:
    if name == "Python.h":
        there = os.path.isfile(os.path.join(sysconfig.get_paths()["include"], name))
    else:
        there = importlib.util.find_spec(name) is not None
    if not there:
        print(name)
"""


def slugs() -> list[str]:
    """Return the folders that hold a route, in the order in which they are told."""
    found = [path.parent.name for path in HERE.glob("*/route.toml")]
    return sorted(found, key=lambda slug: load(slug)["order"])


def load(slug: str) -> dict:
    """Return what route.toml says."""
    return tomllib.loads((HERE / slug / "route.toml").read_text())


def environment(python: str) -> dict[str, str]:
    """Return the environment to build in.

    The tools that were installed beside the interpreter come first.
    """
    beside = str(Path(shutil.which(python) or python).parent)
    # Of an outer make, and of an outer interpreter, nothing is passed on.
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "PYTHON"))
    }
    return kept | {"PATH": os.pathsep.join([beside, os.environ.get("PATH", os.defpath)])}


def missing(slug: str, python: str = sys.executable) -> dict[str, str]:
    """Return what the route needs and the machine lacks, each with how to install it."""
    route = load(slug)
    modules = route.get("packages", {})
    programs = route.get("programs", {})
    look = [python, "-c", LOOK, *modules.values(), *(["Python.h"] if route.get("headers") else [])]
    lacking = subprocess.run(look, capture_output=True, text=True, check=True).stdout.split()
    path = environment(python)["PATH"]
    found = {
        name: f"`python -m pip install {name}`"
        for name, module in modules.items()
        if module in lacking
    }
    found |= {name: HOW_TO_INSTALL[name] for name in lacking if name == "Python.h"}
    for name, package in programs.items():
        if shutil.which(program(name), path=path) is None:
            found[name] = HOW_TO_INSTALL.get(name, f"`python -m pip install {package}`")
    return found


def program(name: str) -> str:
    """Return what is run for `cc` and `c++`: the compilers that the person chose, as make does."""
    chosen = {"cc": "CC", "c++": "CXX"}.get(name, "")
    return (os.environ.get(chosen) or name).split()[0]


def build(slug: str, python: str = sys.executable) -> subprocess.CompletedProcess | None:
    """Run the route's commands in its folder. Return the one that failed, or None."""
    for line in load(slug)["build"]:
        words = shlex.split(line.format(library_suffix=LIBRARY_SUFFIX))
        command = [python if words[0] == "python" else program(words[0]), *words[1:]]
        if "pip" in words:
            command += PIP_OPTIONS
        result = subprocess.run(
            command,
            cwd=HERE / slug,
            env=environment(python),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if result.returncode != 0:
            return result
    return None


def clean(slug: str) -> None:
    """Remove what was generated."""
    for pattern in [*load(slug).get("generated", []), *LEFT_OVERS]:
        for path in (HERE / slug).glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def report(slug: str, python: str) -> str:
    """Build a route, print what came of it, and return it: "ready", "missing" or "failed"."""
    lacking = missing(slug, python)
    if lacking:
        cures = " and ".join(dict.fromkeys(lacking.values()))
        verb = "is" if len(lacking) == 1 else "are"
        print(
            f"{slug}: not built, because {' and '.join(lacking)} {verb} missing; install: {cures}",
            flush=True,
        )
        return "missing"
    failed = build(slug, python)
    if failed is None:
        print(f"ready: {slug}", flush=True)
        return "ready"
    words = shlex.join(["python" if word == python else word for word in failed.args])
    print(f"{slug}: not built, because `{words}` failed in demo/routes/{slug}; it said:")
    print(reason(failed.stdout), flush=True)
    return "failed"


def reason(told: str) -> str:
    """Return twenty lines of what the tools said: from the first error on, or else the last."""
    lines = told.splitlines()
    first = next((number for number, line in enumerate(lines) if "error:" in line.lower()), -20)
    return "\n".join(lines[first:][:20])


def main() -> int:
    """Do what the command line says, and return the exit status."""
    parser = argparse.ArgumentParser(description="Build the routes from Python to C.")
    parser.add_argument(
        "slugs", nargs="*", metavar="SLUG", help="which to build; all, if none is named"
    )
    parser.add_argument(
        "--python", default=sys.executable, help="the interpreter that the modules are for"
    )
    parser.add_argument("--clean", action="store_true", help="remove what was built")
    asked = parser.parse_args()
    chosen = asked.slugs or slugs()
    unknown = set(chosen) - set(slugs())
    if unknown:
        parser.error(
            f"no route is called {', '.join(sorted(unknown))}; there are {', '.join(slugs())}"
        )
    if asked.clean:
        for slug in chosen:
            clean(slug)
        return 0
    came = [report(slug, asked.python) for slug in chosen]
    # A tool that is missing is no failure, unless its route was asked for by name.
    return int("failed" in came or (bool(asked.slugs) and "missing" in came))


if __name__ == "__main__":
    sys.exit(main())
