"""Write the notebooks that are wanted, and say which are out of date.

What is stored is the same on every run: fixed cell ids, no times, no path of this machine.
Notebooks with outputs are executed in a copy, and only when something they are made from has
changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path

from cffi_workshop.authoring.generated_files import differing, refuse_to_lose, write_generated
from cffi_workshop.exercises.metadata import all_exercises, load_exercise

from .cells import as_text, in_lines
from .demos import demo_names, demo_notebook
from .execute import execute, sources
from .exercise_notebook import solution_notebook, stub_notebook
from .start_page import LANDING, landing_notebook

__all__ = ["STYLE_SHEET", "generate_notebooks", "outdated_notebooks"]

STYLE_SHEET = re.compile(r"<style>.*?</style>\n?", re.DOTALL)


def generate_notebooks(
    root: Path, slugs: Iterable[str] = (), demos: Iterable[str] = (), force: bool = False
) -> list[Path]:
    """Write the notebooks of exercises, solutions and demos; return the paths that changed.

    Without names, all. Raise WorkshopError where edits would be lost, or where a solution does not
    score full; `force` overwrites edits, and executes also what is current.
    """
    stubs, executed = wanted_notebooks(root, tuple(slugs), tuple(demos))
    stale = {path: book for path, book in executed.items() if force or not is_current(path, book)}
    if not force:  # before executing, which takes a while
        refuse_to_lose(root, [path for path in (*differing(stubs), *stale) if path.exists()])
    ran = {path: as_text(with_outputs(root, path, book)) for path, book in stale.items()}
    return write_generated(root, stubs | ran, force)


def with_outputs(root: Path, path: Path, book: dict) -> dict:
    cells = execute(root, path, book, has_check=path.is_relative_to(root / "solutions"))
    ran = in_lines({**book, "cells": list(map(without_style, cells))})
    return {**ran, "cells": settled(ran["cells"], stored_cells(path))}


def without_style(cell: dict) -> dict:
    """Return a cell whose outputs bring no style sheet.

    JupyterLab drops it from a notebook that it does not trust, and what is stored would keep the
    one of its day.
    """
    for output in cell.get("outputs", []):
        if html := output.get("data", {}).get("text/html"):
            output["data"]["text/html"] = STYLE_SHEET.sub("", html)
    return cell


def settled(cells: list[dict], stored: list[dict]) -> list[dict]:
    """Return the cells; where only numbers changed that nobody compares, what was stored stays."""
    before = {cell["id"]: cell for cell in stored}
    return [before[cell["id"]] if alike(cell, before.get(cell["id"])) else cell for cell in cells]


def alike(cell: dict, before: dict | None) -> bool:
    ignored = "nbval-ignore-output" in json.dumps(
        [cell["source"], cell["metadata"]]
    ).lower().replace("_", "-")
    return before is not None and ignored and without_numbers(cell) == without_numbers(before)


def without_numbers(cell: dict) -> str:
    return re.sub(r"\s*(0x[0-9a-f]+|\d[\d.,]*)", "0", json.dumps(cell, sort_keys=True))


def stored_cells(path: Path) -> list[dict]:
    """Return the cells of a notebook as it is, or none where it is missing or broken."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [cell for cell in cells if "id" in cell]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def outdated_notebooks(
    root: Path, slugs: Iterable[str] = (), demos: Iterable[str] = ()
) -> list[Path]:
    """Return the notebooks that are missing or made from something else than what is there now."""
    stubs, executed = wanted_notebooks(root, tuple(slugs), tuple(demos))
    stale = [path for path, book in executed.items() if not is_current(path, book)]
    return sorted([*differing(stubs), *stale])


def wanted_notebooks(
    root: Path, slugs: tuple, demos: tuple
) -> tuple[dict[Path, str], dict[Path, dict]]:
    """Return the text of each stub notebook, and each notebook to execute, by path."""
    everything = not slugs and not demos
    exercises = all_exercises(root) if everything else [load_exercise(root, slug) for slug in slugs]
    stubs = {one.folder / one.notebook: stub_notebook(one) for one in exercises}
    if everything:
        stubs[root / LANDING] = landing_notebook(root)
    solved = {
        one.solution / one.notebook: with_source(solution_notebook(one), one.solution)
        for one in exercises
    }
    names = demo_names(root) if everything else demos
    shown = {
        root / "demo" / name / f"{name}.ipynb": with_source(
            demo_notebook(root, name), root / "demo" / name
        )
        for name in names
    }
    return stubs, solved | shown


def with_source(book: dict, folder: Path) -> dict:
    """Add a digest of all that the outputs depend on: the cells and the files beside them."""
    total = hashlib.sha256(as_text(book).encode())
    for path in sources(folder):
        total.update(f"\n{path.relative_to(folder).as_posix()}\n".encode() + path.read_bytes())
    book["metadata"]["cffi_workshop"] = {"source": total.hexdigest()}
    return book


def is_current(path: Path, book: dict) -> bool:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return stored["metadata"]["cffi_workshop"] == book["metadata"]["cffi_workshop"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
