"""start.ipynb, the page that a learner lands on: what there is, with a link to each.

It is made from _config.yml, the episodes, exercise.toml and the demos, so it names what is there.
"""

from __future__ import annotations

import re
from pathlib import Path

from cffi_workshop.exercises.checkout import episode_slugs
from cffi_workshop.exercises.metadata import all_exercises

from .cells import as_text, code, markdown, notebook
from .demos import demo_names

__all__ = ["LANDING", "landing_notebook"]

LANDING = "start.ipynb"

WELCOME = """\
# Learn to call C from Python

You know Python and a little C. In this workshop you put C libraries behind Python interfaces, with cffi,
in small steps.

Click a link: it opens in a tab beside this one. In a notebook, **Shift + Enter** runs a cell and goes to
the next."""

EXERCISES = """\
## Exercises

Each notebook is a whole exercise: read a step, fill in the TODOs, run the cells, and let the check at the end
name the cause of the first mistake. Try for a while before you open the solution."""

DEMOS = """\
## Demos

Small complete programs, to read and to run."""

PROGRESS = """\
## How far you are

Run this cell (Shift + Enter) to see what is done, and how many points you have."""

# The notebook's own Python, whatever the PATH says. What it prints is never stored.
WHERE = '# NBVAL_IGNORE_OUTPUT\nimport sys\n\n!"{sys.executable}" -m cffi_workshop list'


def landing_notebook(root: Path, suffix: str = ".md") -> str:
    """Return the notebook as text; `suffix` is that of the episodes, notebooks in JupyterLab."""
    episodes = [
        f"{slug}.md" for slug in episode_slugs(root) if (root / "episodes" / f"{slug}.md").is_file()
    ]
    cells = [markdown(WELCOME)]
    if episodes:
        cells.append(
            markdown(
                "\n".join(["## Lesson", "", *(episode(root, name, suffix) for name in episodes)])
            )
        )
    cells.append(markdown(EXERCISES + "\n\n" + exercise_table(root)))
    demos = [demo(root, name) for name in demo_names(root)]
    if demos:
        cells.append(markdown("\n".join([DEMOS, "", *demos])))
    return as_text(notebook([*cells, markdown(PROGRESS), code(WHERE)]))


def exercise_table(root: Path) -> str:
    rows = ["| exercise | minutes | points | |", "| --- | --- | --- | --- |"]
    for one in all_exercises(root):
        place = f"{one.slug}/{one.notebook}"
        rows.append(
            f"| [{one.title}](exercises/{place}) | {one.minutes} | {one.points} "
            f"| [solution](solutions/{place}) |"
        )
    return "\n".join(rows)


def episode(root: Path, name: str, suffix: str) -> str:
    link = Path("episodes", name).with_suffix(suffix).as_posix()
    return f"1. [{title(root / 'episodes' / name)}]({link})"


def demo(root: Path, name: str) -> str:
    return f"- [{title(root / 'demo' / name / f'{name}.md')}](demo/{name}/{name}.ipynb)"


def title(path: Path) -> str:
    """Return the title in a page's front matter, or else its first heading."""
    text = path.read_text(encoding="utf-8")
    front = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    found = front and re.search(r"^title:[ \t]*(.+)$", front[1], re.MULTILINE)
    found = found or re.search(r"^# (.+)$", text, re.MULTILINE)
    return found[1].strip().strip("\"'") if found else path.stem
