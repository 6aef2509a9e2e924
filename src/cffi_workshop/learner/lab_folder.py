"""The folder that JupyterLab works in: copies of what git tracks, so that git sees no work.

It is a small workshop of its own, with exercises, solutions and demos, so that all commands work
there. Its copies are brought up to date at each start; what a learner has written into stays as it
is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cffi_workshop.cache import Cache
from cffi_workshop.errors import WorkshopError
from cffi_workshop.notebooks.execute import is_text
from cffi_workshop.notebooks.kernel_names import named_as_here
from cffi_workshop.notebooks.lesson_notebooks import lesson_notebooks
from cffi_workshop.notebooks.start_page import LANDING, landing_notebook

from . import COPIES, LAB
from .progress import FILE as PROGRESS
from .reset import is_product

__all__ = ["prepare"]

COPIED = ("demo", "exercises", "solutions")
CONFIG = "_config.yml"


@dataclass(frozen=True)
class Prepared:
    """The folder, and the new versions of files that learner and update have changed."""

    folder: Path
    beside: tuple[str, ...]


def prepare(root: Path) -> Prepared:
    """Bring the copies up to date, and lose nothing that a learner wrote.

    A file that only an update has changed is replaced, one that only the learner has changed is
    left alone. Where both have, the new version is written beside it. Raise WorkshopError where
    nothing can be written.
    """
    folder = root / LAB
    try:
        before = read_state(folder)
        wanted = {name: as_opened(name, content) for name, content in copies_of(root)}
        beside = [
            new
            for name, content in wanted.items()
            if (new := put(folder, name, content, before.get(name)))
        ]
        bring_along(root, folder)
        state = {name: written_in(name, content) for name, content in wanted.items()}
        (folder / COPIES).write_text(json.dumps(state, indent=1), encoding="utf-8")
    except OSError as error:
        raise WorkshopError(
            f"The copies that JupyterLab works on cannot be written to {LAB}: {error.strerror}; "
            "put the workshop into a folder of your own."
        ) from None
    return Prepared(folder, tuple(beside))


def read_state(folder: Path) -> Mapping[str, str]:
    """Return what was written in each copy as it was made last, by name."""
    try:
        return json.loads((folder / COPIES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def copies_of(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each copy."""
    yield CONFIG, (root / CONFIG).read_bytes()
    yield LANDING, landing_notebook(root, ".ipynb").encode()
    yield from lesson_notebooks(root)
    for path in (path for name in COPIED for path in sorted((root / name).rglob("*"))):
        name = path.relative_to(root)
        if path.is_file() and not any(map(is_product, name.parts)) and is_text(path):
            yield name.as_posix(), path.read_bytes()


def as_opened(name: str, content: bytes) -> bytes:
    """Return a file as JupyterLab leaves it when somebody looks at it."""
    return named_as_here(content) if name.endswith(".ipynb") else content


def put(folder: Path, name: str, content: bytes, before: str | None) -> str | None:
    """Write a copy; return the name of the new version where it was put beside the learner's."""
    path = folder / name
    now = written_in(name, content)
    there = written_in(name, path.read_bytes()) if path.is_file() else None
    is_mine = there is not None and there != before
    if there == now or (is_mine and now == before):
        return None
    if is_mine:
        path = path.with_name(f"{path.stem}.new{path.suffix}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path.relative_to(folder).as_posix() if is_mine else None


def written_in(name: str, content: bytes) -> str:
    """Return what changes with what a person writes: a notebook that was only run is as it was."""
    if name.endswith(".ipynb"):
        try:
            cells = [
                (cell["cell_type"], "".join(cell["source"]))
                for cell in json.loads(content)["cells"]
            ]
            return Cache.key(json.dumps(cells))
        except (ValueError, KeyError, TypeError):
            pass
    return Cache.key(content)


def bring_along(root: Path, folder: Path) -> None:
    """Give a new folder what was compiled before, and what a learner has done before."""
    own = folder / PROGRESS.parent
    own.mkdir(exist_ok=True)
    if not (own / "cache").exists():
        Cache.of_checkout(root)
        (own / "cache").symlink_to("../../cache")
        if (root / PROGRESS).is_file():
            (folder / PROGRESS).write_bytes((root / PROGRESS).read_bytes())
