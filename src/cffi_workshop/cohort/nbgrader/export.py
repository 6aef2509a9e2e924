"""A course directory of nbgrader with an exercise as its source assignment.

The notebook holds the solution; `nbgrader generate_assignment` takes it out by the markers and the
stub lines of this repository (nbgrader_stubs.py). Each check is a test cell of its points; what the
cells ask is answered by `workshop check`, run once over the files that the cells before wrote.
"""

from __future__ import annotations

from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.markers import source_text
from cffi_workshop.grading.grader import check as run_checks
from cffi_workshop.grading.verdict import CheckResult
from cffi_workshop.notebooks.cells import as_text, code, markdown, notebook

__all__ = ["export_nbgrader"]

CONFIG = '''\
"""Settings of nbgrader for this course; `workshop export-nbgrader` wrote them."""

from cffi_workshop.cohort.nbgrader_stubs import PREPROCESSORS

c = get_config()  # noqa: F821 - nbgrader provides it
c.CourseDirectory.course_id = "cffi-workshop"
# The solution is taken out by the exercise's own markers: the stub is that of the workshop.
c.GenerateAssignment.preprocessors = PREPROCESSORS
# The first test cell runs all checks.
c.Execute.timeout = 180
'''

INTRO = """\
# {title}

A cell that starts with `%%writefile` writes the file it names: fill in its TODOs, and run it. The
cells at the end are the checks; each says what it found. Do not rename the files.
"""


def export_nbgrader(exercise: Exercise, folder: Path) -> list[Path]:
    """Write nbgrader_config.py and source/NAME/NAME.ipynb into `folder`; return what was written.

    Raise WorkshopError where files are there already, or where the solution does not pass here.
    """
    book = folder / "source" / exercise.slug / exercise.notebook
    if book.exists():
        raise WorkshopError(f"{book} is there already; remove it, or give another folder.")
    verdict = run_checks(exercise, exercise.solution)
    if not verdict.passed:
        raise WorkshopError(
            f"The solution of {exercise.slug} does not pass all checks on this machine, so that "
            "its points are not "
            f"known; `workshop check {exercise.slug} --path solutions/{exercise.slug}` says why."
        )
    texts = {book: as_text(notebook(list(cells_of(exercise, verdict.checks))))}
    config = folder / "nbgrader_config.py"
    if not config.exists():
        texts[config] = CONFIG
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(texts)


def cells_of(exercise: Exercise, checks: tuple[CheckResult, ...]) -> list[dict]:
    readme = source_text(exercise, "README.md").partition("\n")[2]
    cells = [marked(markdown(INTRO.format(title=exercise.title) + readme), "about", locked=True)]
    for name in (*exercise.locked, *exercise.editable):
        cell = code(f"%%writefile {name}\n{source_text(exercise, name)}")
        editable = name in exercise.editable
        cells.append(marked(cell, f"file-{name}", solution=editable, locked=not editable))
    start = "from cffi_workshop.cohort.nbgrader.cell import checks_of\n\n"
    cells.append(
        marked(code(f'{start}checks = checks_of("{exercise.slug}")'), "checks", locked=True)
    )
    for check in checks:
        text = f'# {check.title}\nchecks.require("{check.id}")'
        cells.append(marked(code(text), check.id, points=check.max_points))
    return cells


def marked(
    cell: dict,
    name: str,
    *,
    solution: bool = False,
    locked: bool = False,
    points: int | None = None,
) -> dict:
    """Return a cell with what nbgrader keeps of it, in the third version of its schema."""
    known = {
        "schema_version": 3,
        "grade_id": "".join(letter if letter.isalnum() else "-" for letter in name),
        "grade": points is not None,
        "solution": solution,
        "locked": locked or points is not None,
        "task": False,
    }
    if points is not None:
        known["points"] = points
    return {**cell, "metadata": {"nbgrader": known}}
