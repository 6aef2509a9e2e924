"""Which installed files a list of requirements stands for, to make an environment of just these."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.requirements import Requirement
    from packaging.version import Version

__all__ = ["NotInstalled", "folders_of", "is_met", "too_old"]

# What setuptools has in itself, since its version 70.1; guides go on asking for it.
IN_SETUPTOOLS = ("wheel",)
# The first version that does what a package of cffi needs, and what that is.
FIRST = {
    "cffi": ("1.0", "has modules to compile, and cffi_modules"),
    "setuptools": ("61", "reads [project]"),
}


class NotInstalled(Exception):
    """A requirement that this environment cannot meet.

    `args[0]` is the requirement as written, `args[1]` what is wrong with it, where that is known.
    """


def folders_of(requirements: Iterable[str]) -> list[Path]:
    """Return the files and folders to link so that the requirements, and theirs, can be imported.

    Raises NotInstalled for one that is not here in the version that is wanted, ValueError for one
    that is no requirement.
    """
    from packaging.requirements import InvalidRequirement, Requirement

    found: dict[str, Path] = {}
    seen: set[str] = set()
    left = list(requirements)
    while left:
        text = left.pop()
        try:
            wanted = Requirement(text)
        except InvalidRequirement:
            raise ValueError(
                f"{text!r} is no requirement; expected one such as 'cffi>=1.17'"
            ) from None
        if wanted.name in seen or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        seen.add(wanted.name)
        if wanted.name in IN_SETUPTOOLS:
            continue
        installed = _installed(wanted.name, text)
        if not is_met(wanted, installed.version):
            raise NotInstalled(text, too_old(wanted))
        found |= {path.name: path for path in _top_level(installed)}
        left += installed.requires or []
    return [found[name] for name in sorted(found)]


def is_met(wanted: Requirement, version: str) -> bool:
    """Return whether a version is what a requirement asks for, or a later one than that.

    Which versions there were, only an index knows: who asks for an older one than is here, as
    `cffi~=1.17` does, asks for nothing that is wrong, unless it is too old for a package of cffi.
    """
    from packaging.version import Version

    here, first = Version(version), Version(FIRST.get(wanted.name, ("0", ""))[0])
    older = [first, *(each for each in _named(wanted) if first <= each < here)]
    return any(wanted.specifier.contains(each, prereleases=True) for each in (here, *older))


def too_old(wanted: Requirement) -> str:
    """Say of a requirement that no version meets which would do what has to be done; or nothing."""
    from packaging.version import Version

    if wanted.name not in FIRST:
        return ""
    first, does = FIRST[wanted.name]
    older = [str(each) for each in _named(wanted) if each < Version(first)]
    if not any(wanted.specifier.contains(each) for each in ("0", "0.1", *older)):
        return ""
    return f"{wanted.name} {first} is the first that {does}"


def _named(wanted: Requirement) -> Iterator[Version]:
    """Yield the versions that a requirement names."""
    from packaging.version import InvalidVersion, Version

    for each in wanted.specifier:
        with contextlib.suppress(InvalidVersion):
            yield Version(each.version.removesuffix(".*"))


def _installed(name: str, text: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError:
        raise NotInstalled(text, "") from None


def _top_level(installed: Distribution) -> set[Path]:
    """Return what a distribution put directly into site-packages, but for scripts outside of it."""
    names = {
        file.parts[0]
        for file in installed.files or []
        if file.parts[0] not in ("..", "__pycache__")
    }
    return {Path(str(installed.locate_file(name))) for name in names}
