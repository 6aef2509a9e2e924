"""Make the notebooks: of an exercise from its README and files, of a demo from its NAME.md.

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
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.markers import source_text, stub_text
from cffi_workshop.exercises.metadata import all_exercises, load_exercise
from cffi_workshop.exercises.readme import README

from .cells import as_text, code, in_lines, markdown, notebook
from .demos import demo_names
from .execute import execute, lab, sources
from .readme_steps import Command, read_readme
from .start_page import LANDING, landing_notebook

__all__ = ["generate_notebooks", "outdated_notebooks", "stub_notebook"]

# A build names the compiler, a time is never the same twice, and each matplotlib draws in its way.
DIFFERS = re.compile(r"\d\s?(ns|µs|us|ms|s|seconds)\b|\.\.\.|\.png\b")

# A link to a heading of the same page; no two programs agree on what it is called in a notebook.
ANCHORED = re.compile(r"\[([^\]]+)\]\(#[^)]*\)")

DONE = "### Done?"
FOLD = "What the check says, of a mistake and at the end (it may give a solution away)"

IN_EXERCISE = """\
**In this notebook** you need no terminal. A cell that starts with `%%writefile` writes the file it names:
fill in its TODOs, run it, and run the cells below it. Edit here or in the file, not in both: running the cell
replaces the file.

| where the text says | run in a cell |
| --- | --- |
| `make` | `%terminal make -B` (`-B`: build although nothing has changed) |
| `python {slug}_abi.py` | `%terminal python {slug}_abi.py` |
| `workshop check {slug}` | `%check` |
| `workshop hint {slug}` | `%hint` |
| `workshop solution {slug}` | `%solution` |
| `workshop reset {slug}` | `%restart_exercise`, after saving: a backup is kept |

{processes}"""

IN_SOLUTION = """\
**This is the solution.** A cell that starts with `%%writefile` writes what the file holds already, with the
comments (`BEGIN SOLUTION` ... `END SOLUTION`) around what a learner writes; the text after the first colon
is what stands there before.

{processes}"""

PROCESSES = """\
`%terminal` runs a command in a process of its own, and so does `%%terminal python` with the Python below it.
A crash in C ends that process alone, and each run opens your library as it was built last. The process behind
this notebook would go on with the library that it opened first, so importing {modules} here is refused."""


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
    ran = in_lines({**book, "cells": cells})
    return {**ran, "cells": settled(ran["cells"], stored_cells(path))}


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
    solved = {one.solution / one.notebook: solution_notebook(one) for one in exercises}
    names = demo_names(root) if everything else demos
    shown = {root / "demo" / name / f"{name}.ipynb": demo_notebook(root, name) for name in names}
    return stubs, solved | shown


def stub_notebook(exercise: Exercise) -> str:
    """Return the learner's notebook as text; it needs no Jupyter to be made."""
    check = f"%check {exercise.slug}"
    texts = {name: stub_text(exercise, name) for name in exercise.editable}
    made = exercise_cells(exercise, stub_text(exercise, README), texts, IN_EXERCISE, check)
    return as_text(notebook(with_end_folded(made, check)))


def with_end_folded(cells: list[dict], check: str) -> list[dict]:
    """Return the cells with the check before "Done?", which
    shows what it says of mistakes, folded.
    """
    end = next((cell for cell in cells if cell["source"].startswith(DONE)), None)
    if end is None:
        return cells
    last = next(cell for cell in cells if cell["source"] == check)
    text = end["source"].removeprefix(DONE).strip()
    folded = f"{DONE}\n\n<details><summary>{FOLD}</summary>\n\n{text}\n\n</details>"
    others = [cell for cell in cells if cell not in (end, last)]
    place = cells.index(end)
    return [*others[:place], last, markdown(folded), *others[place:]]


def solution_notebook(exercise: Exercise) -> dict:
    check = f"%check {exercise.slug}"
    texts = {name: source_text(exercise, name) for name in exercise.editable}
    readme = source_text(exercise, README)
    last = f"# NBVAL_IGNORE_OUTPUT\n{check}"
    book = notebook(exercise_cells(exercise, readme, texts, IN_SOLUTION, last))
    return with_source(book, exercise.solution)


def exercise_cells(
    exercise: Exercise, text: str, texts: dict[str, str], intro: str, check: str
) -> list[dict]:
    """Return the text of the README with, after each step, its files and the commands it shows."""
    readme = read_readme(ANCHORED.sub(r"\1", text), exercise.editable)
    intro = intro.format(
        slug=exercise.slug, processes=PROCESSES.format(modules=modules_of(exercise))
    )
    cells = [*map(markdown, readme.before), markdown(intro), code("%load_ext cffi_workshop")]
    for step in readme.steps:
        cells += [markdown(step.text)]
        cells += [write_cell(exercise, name, texts[name]) for name in step.files]
        cells += [code(as_cell(command)) for command in step.commands]
    return [*cells, code(check), *map(markdown, readme.after)]


def write_cell(exercise: Exercise, name: str, text: str) -> dict:
    if not text.endswith("\n") or text.endswith("\n\n"):
        raise WorkshopError(
            f"solutions/{exercise.slug}/{name}: found no line end or an empty line at the end; "
            "a notebook cell writes such a file with exactly one line end, so end it that way."
        )
    return code(f"%%writefile {name}\n{text}")


def modules_of(exercise: Exercise) -> str:
    scripts = [
        Path(name).stem for name in exercise.editable if name.endswith(("_abi.py", "_api.py"))
    ]
    return " or ".join(f"`{name}`" for name in scripts) or "its modules"


def as_cell(command: Command) -> str:
    """Return a command of a transcript as a cell; a second run
    of it builds again, as the first did.
    """
    program, _, rest = command.line.partition(" ")
    line = (
        f"%terminal make -B {rest}".rstrip() if program == "make" else f"%terminal {command.line}"
    )
    unlike = program == "make" or DIFFERS.search(command.shown)
    return f"# NBVAL_IGNORE_OUTPUT\n{line}" if unlike else line


def demo_notebook(root: Path, name: str) -> dict:
    lab("nbformat")  # jupytext needs it, and would say so less plainly
    jupytext = lab("jupytext")
    source = root / "demo" / name / f"{name}.md"
    if not source.is_file():
        raise WorkshopError(f"No demo {name!r}; there are: {', '.join(demo_names(root))}.")
    text = source.read_text(encoding="utf-8")
    read = jupytext.reads(text, fmt="md:myst" if "{code-cell}" in text else "md")
    cells = [
        {**markdown(cell.source), "metadata": tags_of(cell)}
        if cell.cell_type != "code"
        else {**code(cell.source), "metadata": tags_of(cell)}
        for cell in read.cells
    ]
    return with_source(notebook(cells), source.parent)


def tags_of(cell: dict) -> dict:
    return {"tags": list(cell["metadata"]["tags"])} if cell["metadata"].get("tags") else {}


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
