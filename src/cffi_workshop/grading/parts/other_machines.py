"""What a package asks for, held against the machines on which others build and install it."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from .build_requirements import is_met, too_old

if TYPE_CHECKING:
    from packaging.requirements import Requirement

__all__ = ["not_asked", "unmet"]

# Where a package is installed, and the check is not: what a marker may ask for there. PyPy is none
# of these, since cffi is part of it.
MACOS = {"sys_platform": "darwin", "platform_system": "Darwin"}
LINUX = {"sys_platform": "linux", "platform_system": "Linux"}
ELSEWHERE = {
    "on macOS": MACOS | {"platform_machine": "arm64"},
    "on Linux with an ARM processor": LINUX | {"platform_machine": "aarch64"},
    "in Python 3.11": {"python_version": "3.11", "python_full_version": "3.11.0"},
    "in a later Python": {"python_version": "3.19", "python_full_version": "3.19.0"},
}


def not_asked(name: str, requires: list[str]) -> str:
    """Say where a build does not ask for a distribution; nothing where it does everywhere."""
    asked = _named(name, requires)
    without = [where for where, there in ELSEWHERE.items() if not _any_holds(asked, there)]
    if asked and without:
        return (
            f"asks for {name} only where {asked[0].marker}, so not {without[0]}. There, setuptools "
            "does not know what cffi_modules means."
        )
    if without:
        return (
            f"does not name {name}. pip builds in an environment with the packages that are named "
            "there. What you have installed does not count."
        )
    return ""


def _holds(requirement: Requirement, there: dict[str, str]) -> bool:
    marker = requirement.marker
    return marker is None or marker.evaluate({"extra": "", **there})


def _any_holds(requirements: list[Requirement], there: dict[str, str]) -> bool:
    return any(_holds(each, there) for each in requirements)


def _named(name: str, lines: list[str]) -> list[Requirement]:
    """Return the requirements of that name."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    return [each for each in map(Requirement, lines) if canonicalize_name(each.name) == name]


def unmet(name: str, lines: list[str]) -> str:
    """Say why pip would not install a distribution with the package here; nothing if it would."""
    from packaging.requirements import InvalidRequirement

    try:
        named = _named(name, lines)
    except (InvalidRequirement, RecursionError) as error:
        return f"The wheel asks for something that is no requirement: {error}."
    wanted = [each for each in named if _holds(each, {})]
    here = version(name)
    if wanted and all(is_met(each, here) for each in wanted):
        without = [where for where, there in ELSEWHERE.items() if not _any_holds(named, there)]
        if not without:
            return ""
        return (
            f"The wheel says that it needs {name} only where {named[0].marker}, so not "
            f"{without[0]}. There, pip installs the package without {name}, and its import fails."
        )
    if why := next(filter(None, map(too_old, wanted)), ""):
        return f"The wheel asks for {wanted[0]}, which is too old: {why}."
    if wanted:
        return (
            f"The wheel asks for {wanted[0]}, and {name} {here} does not fit; expected a version "
            "that exists."
        )
    where = f", but for {named[0].marker}" if named else ""
    return (
        f"The wheel does not say that it needs {name}{where}. So pip does not install {name} with "
        "the package, and its import fails (No module named '_cffi_backend')."
    )
