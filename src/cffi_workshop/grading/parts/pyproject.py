"""What pyproject.toml, and setup.py in the old way, ask for ahead of a build."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from cffi_workshop.grading.blame.building.project_keys import PROJECT, key_line
from cffi_workshop.grading.python_code import nodes_of
from cffi_workshop.grading.verdict import Location

from .build_requirements import NotInstalled, folders_of
from .part import fail

__all__ = ["build_requires", "folders_to_link", "setup_requires"]

# tomllib takes a time that grows with the square of the parts of a key.
LARGEST, LONGEST_LINE = 50_000, 2_000  # characters


def build_requires(text: str) -> list[str]:
    """Return the requirements of a build; a failed check if the file does not say them rightly."""
    system = parsed(text).get("build-system", {})
    requires = system.get("requires", ["setuptools"]) if isinstance(system, dict) else system
    if not isinstance(requires, list) or not all(isinstance(each, str) for each in requires):
        message = (
            f"requires in {PROJECT} is {requires!r}; expected a list with a text for each package: "
            'requires = ["setuptools", "cffi"].'
        )
        line = key_line(text, "build-system.requires")
        fail("compile-error", message, Location(PROJECT, line) if line else None)
    return requires


def setup_requires(setup: str) -> Iterator[str]:
    """Yield what setup() in setup.py asks for, which setuptools tells pip ahead of a build.

    Guides have it, that of cffi too, from the time before pyproject.toml.
    """
    for node in nodes_of(setup):
        if isinstance(node, ast.keyword) and node.arg == "setup_requires":
            said = (getattr(each, "value", None) for each in ast.walk(node.value))
            yield from (each for each in said if isinstance(each, str))


def parsed(text: str) -> dict:
    longest = max(map(len, text.split("\n")))
    if len(text) > LARGEST or longest > LONGEST_LINE:
        fail("compile-error", f"{PROJECT} is far too large to be read.", Location(PROJECT, 1))
    try:
        return tomllib.loads(text)
    except RecursionError:
        fail("compile-error", f"{PROJECT} is nested too deep to be read.", Location(PROJECT, 1))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        place = Location(PROJECT, int(line[1])) if line else None
        fail("compile-error", f"{PROJECT} is no valid TOML: {error}.", place)


def folders_to_link(requires: Iterable[str]) -> list[Path]:
    """Return the installed files that the requirements stand for.

    Fail the check where a requirement cannot be met here or cannot be read.
    """
    try:
        return folders_of(requires)
    except NotInstalled as missing:
        asked, why = missing.args
        if why:
            fail("import-error", f"{PROJECT} asks for {asked!r}, which is too old: {why}.")
        fail(
            "import-error",
            f"{PROJECT} asks for {asked!r}, which is not among the packages here, and "
            "the check has no network to fetch it; expected setuptools and cffi.",
        )
    except (ValueError, TypeError) as error:
        fail("compile-error", f"{PROJECT}: {error}.")
    except RecursionError:
        fail("compile-error", f"{PROJECT}: requires is nested too deep to be read.")
