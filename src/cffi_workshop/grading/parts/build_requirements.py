"""Which installed files a list of requirements stands for, to make an environment of just these."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.requirements import Requirement

__all__ = ["NotInstalled", "folders_of", "is_met"]

# What setuptools has in itself, since its version 70.1; guides go on asking for it.
IN_SETUPTOOLS = ("wheel",)


class NotInstalled(Exception):
    """A requirement that this environment cannot meet; `args[0]` is how it was written."""


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
            raise NotInstalled(text)
        found |= {path.name: path for path in _top_level(installed)}
        left += installed.requires or []
    return [found[name] for name in sorted(found)]


def is_met(wanted: Requirement, version: str) -> bool:
    """Return whether a version is what a requirement asks for, or a later one than that.

    Which versions there were, only an index knows: who asks for an older one than is here, as
    `cffi~=1.17` does, asks for nothing that is wrong.
    """
    from packaging.version import InvalidVersion, Version

    here = Version(version)
    older = ["0"]
    for each in wanted.specifier:
        with contextlib.suppress(InvalidVersion):
            named = Version(each.version.removesuffix(".*"))
            older += [str(named)] if named < here else []
    return any(wanted.specifier.contains(each, prereleases=True) for each in (version, *older))


def _installed(name: str, text: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError:
        raise NotInstalled(text) from None


def _top_level(installed: Distribution) -> set[Path]:
    """Return what a distribution put directly into site-packages, but for scripts outside of it."""
    names = {
        file.parts[0]
        for file in installed.files or []
        if file.parts[0] not in ("..", "__pycache__")
    }
    return {Path(str(installed.locate_file(name))) for name in names}
