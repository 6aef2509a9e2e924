"""The clone that a person works in: where it is, and the order of its episodes."""

from __future__ import annotations

import re
from pathlib import Path

from cffi_workshop.errors import WorkshopError

__all__ = ["episode_slugs", "find_root", "root_if_any", "working_directory"]


def find_root(start: Path | None = None) -> Path:
    """Return the checkout around `start` (default: the working directory).

    Outside of any checkout, the one that the package is installed from (`pip install -e`) is used.
    """
    start = working_directory() if start is None else Path(start).resolve()
    for folder in (start, *start.parents, Path(__file__).resolve().parents[3]):
        if is_root(folder):
            return folder
    raise WorkshopError(
        f"No workshop found from {start} upwards; expected a folder with _config.yml, exercises/ "
        "and solutions/: change into your clone of cffi-workshop. `workshop explain` and `workshop "
        "cdef` work in any folder."
    )


def root_if_any() -> Path | None:
    """Return the checkout, None where a package of the workshop is used in another project."""
    try:
        return find_root()
    except WorkshopError:
        return None


def working_directory() -> Path:
    """Return the folder that a person is in; raise WorkshopError where it is gone."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise WorkshopError(
            "The folder that you are in was deleted; change into your clone of cffi-workshop."
        ) from None


def is_root(folder: Path) -> bool:
    return (
        (folder / "_config.yml").is_file()
        and (folder / "exercises").is_dir()
        and (folder / "solutions").is_dir()
    )


def episode_slugs(root: Path) -> list[str]:
    """Return the slugs of the `episodes:` list in _config.yml, in order.

    The list is plain `- slug` lines, so that learners need no YAML library.
    """
    lines = iter((root / "_config.yml").read_text(encoding="utf-8").splitlines())
    slugs = []
    for line in lines:
        if line.partition("#")[0].rstrip() == "episodes:":
            break
    for line in lines:
        text = line.partition("#")[0].strip()
        if not text:
            continue
        item = re.fullmatch(r"-\s+[\"']?([\w-]+)[\"']?", text)
        if not item:
            break
        slugs.append(item[1])
    if not slugs:
        raise WorkshopError(
            "_config.yml: no episodes found, expected a line `episodes:` and `- slug` lines below."
        )
    return slugs
