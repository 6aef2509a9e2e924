"""Execute a notebook in a copy of its folder, and keep what it printed.

Nothing in the checkout is written, and nothing of this machine is let into the outputs.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.extras import ExtraMissing

from .cells import code
from .plain_environment import plain_environment

__all__ = ["execute", "lab", "places_of_this_machine", "sources"]

CELL_TIMEOUT_S = 120

# A traceback of one line, free of paths.
PROFILE = 'c = get_config()\nc.InteractiveShell.xmode = "Minimal"\n'

CACHES = {"__pycache__", ".ipynb_checkpoints", ".pytest_cache", ".ruff_cache", "build"}


def lab(module: str):
    """Import what only the [lab] extra brings."""
    try:
        return import_module(module)
    except ImportError:
        raise ExtraMissing("Making notebooks", module, "lab") from None


def sources(folder: Path) -> list[Path]:
    """Return the files that are written by hand: texts that no build, cache or notebook made."""
    return [
        path for path in sorted(folder.rglob("*")) if path.is_file() and is_source(path, folder)
    ]


def is_source(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    of_cffi = path.match("_[!_]*") and path.suffix != ".pyi"  # a stub is written by hand
    made = of_cffi or path.suffix in (".ipynb", ".egg-info")
    return not made and not CACHES & set(parts) and parts[0] != "answers" and is_text(path)


def is_text(path: Path) -> bool:
    try:
        return "\0" not in path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False


def execute(root: Path, path: Path, book: dict, has_check: bool = False) -> list[dict]:
    """Run a notebook as if it lay at `path`; return its cells with their outputs.

    Raise WorkshopError where a cell fails, where the check that its last command is does not pass,
    or where an output holds a path of this machine.
    """
    shown = path.relative_to(root).as_posix()
    probe = {**code("print(_exit_code)" if has_check else ""), "id": "probe"}
    with scratch_copy(root, path.parent) as folder:
        *cells, probed = run_cells({**book, "cells": [*book["cells"], probe]}, folder, shown)
        if has_check and "".join(output["text"] for output in probed["outputs"]).strip() != "0":
            raise WorkshopError(
                f"{shown}: the check at its end did not pass; run "
                f"`workshop check {path.stem} --path solutions/{path.stem}` and mend the solution."
            )
        refuse_paths(cells, shown, [folder.parents[1], root])
    return cells


@contextmanager
def scratch_copy(root: Path, folder: Path) -> Iterator[Path]:
    """Give a copy of `folder` in a small workshop of its own."""
    with tempfile.TemporaryDirectory(prefix="workshop-") as name:
        scratch = Path(name).resolve()
        (scratch / "exercises").mkdir()
        (scratch / "solutions").mkdir()
        shutil.copy(root / "_config.yml", scratch)
        for path in sources(folder):
            copy = scratch / path.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
        yield scratch / folder.relative_to(root)


def run_cells(book: dict, folder: Path, shown: str) -> list[dict]:
    for module in ("nbclient", "nbformat", "ipykernel"):
        lab(module)
    from .runner import ENDED, run_notebook

    environment = plain_environment() | {"IPYTHONDIR": str(profile(folder.parents[1]))}
    ran = run_notebook(book, folder, environment, CELL_TIMEOUT_S)
    if ENDED in ran.metadata:
        raise WorkshopError(f"{shown} does not run to its end: {ran.metadata[ENDED]}.")
    return json.loads(json.dumps(ran["cells"]))


def profile(scratch: Path) -> Path:
    """Return a folder with the settings that IPython starts with."""
    folder = scratch / ".ipython"
    (folder / "profile_default").mkdir(parents=True)
    (folder / "profile_default" / "ipython_config.py").write_text(PROFILE, encoding="utf-8")
    return folder


def places_of_this_machine(*more: Path) -> list[str]:
    """Return the folders that no output may name; `/` and a Python without venv are everywhere."""
    places = {str(place) for place in (*more, Path.home(), sys.prefix)}
    return sorted(places - {"/", sys.base_prefix})


def refuse_paths(cells: list[dict], shown: str, places: list[Path]) -> None:
    """Raise WorkshopError where an output holds a path that only this machine has."""
    for number, cell in enumerate(cells, 1):
        text = json.dumps(cell.get("outputs", []), ensure_ascii=False)
        for place in places_of_this_machine(*places):
            if place in text:
                raise WorkshopError(
                    f"{shown}: cell {number} prints a path of this machine, {place}; "
                    "change the cell so that what is stored is the same everywhere."
                )
