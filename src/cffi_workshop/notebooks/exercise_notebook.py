"""The notebook of an exercise: the steps of its README, its files, and the commands it shows."""

from __future__ import annotations

import re
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.markers import source_text, stub_text
from cffi_workshop.exercises.readme import README

from .cells import as_text, code, markdown, notebook
from .readme_steps import Command, read_readme

__all__ = ["solution_notebook", "stub_notebook"]

# A build names the compiler, a time is never the same twice, and each matplotlib draws in its way.
DIFFERS = re.compile(r"\d\s?(ns|µs|us|ms|s|seconds)\b|\.\.\.|\.png\b")

# A link to a heading of the same page; no two programs agree on what it is called in a notebook.
ANCHORED = re.compile(r"\[([^\]]+)\]\(#[^)]*\)")

# Python in several lines, and what a shell does with what it prints.
SEVERAL_LINES = re.compile(r"python -c '(?P<lines>[^'\n]*\n[^']*)'(?P<rest>.*)")

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
| `workshop explain "MESSAGE"` | `%explain`, for what failed last, or `%%explain` and the message below it |
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


def stub_notebook(exercise: Exercise) -> str:
    """Return the learner's notebook as text; it needs no Jupyter to be made."""
    check = f"%check {exercise.slug}"
    texts = {name: stub_text(exercise, name) for name in exercise.editable}
    made = exercise_cells(exercise, stub_text(exercise, README), texts, IN_EXERCISE, check)
    return as_text(notebook(with_end_folded(made, check)))


def with_end_folded(cells: list[dict], check: str) -> list[dict]:
    """Return the cells; what the check before "Done?" says of mistakes is folded."""
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
    """Return the notebook of the solution, yet to be executed."""
    check = f"%check {exercise.slug}"
    texts = {name: source_text(exercise, name) for name in exercise.editable}
    readme = source_text(exercise, README)
    last = f"# NBVAL_IGNORE_OUTPUT\n{check}"
    return notebook(exercise_cells(exercise, readme, texts, IN_SOLUTION, last))


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
    """Return a command of a transcript as a cell; run again, it builds as the first time."""
    program, _, rest = command.line.partition(" ")
    unlike = program == "make" or DIFFERS.search(command.shown)
    ignored = "# NBVAL_IGNORE_OUTPUT\n" if unlike else ""
    if several := SEVERAL_LINES.fullmatch(command.line):
        return f"%%terminal python{several['rest']}\n{ignored}{several['lines']}"
    line = f"make -B {rest}".rstrip() if program == "make" else command.line
    return f"{ignored}%terminal {line}"
