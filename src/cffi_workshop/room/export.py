"""A session as `workshop grade` shows a course: the page of the class, which names nobody."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from cffi_workshop.cohort.book.book_rows import PersonRow
from cffi_workshop.cohort.pages.anonymity import Anonymity
from cffi_workshop.cohort.pages.class_page import ClassExercise, class_page
from cffi_workshop.cohort.pages.first_mistake import kind_of
from cffi_workshop.cohort.pages.page import require_pages, write_page
from cffi_workshop.cohort.points.policy import Policy
from cffi_workshop.cohort.points.standing import Cell, Standing
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.grading.verdict import CheckResult, Verdict

from .texts import Texts

__all__ = ["write_class_page"]

NOBODY = PersonRow(0, "", "", "", "", False, {})
GRADED = "live in a room, by the checks that learners ran on their own machines"
CURVE = ("minute", "exercise", "done", "working", "stuck", "waiting")


class SessionExercise(ClassExercise):
    """What the last checks of a session have in common; a room knows which misconception it was."""

    told: tuple[str, str] = ("", "")

    def likely(self, check: CheckResult, sources: Mapping[str, str]) -> str:
        return self.told[1] if check.id == self.told[0] else ""

    def add_row(self, row: sqlite3.Row, texts: Texts) -> None:
        """Count where one learner stands."""
        slug = self.exercise.slug
        self.told = row["failed"] or "", texts.says(slug, row["misconception"])
        verdict = verdict_of(row, texts)
        earned, most = float(verdict.points), float(verdict.max_points)
        cell = Cell(self.exercise, "graded", earned, most, earned, verdict=verdict)
        self.add(Standing(NOBODY, (cell,)), cell, None)

    def add_example(self, row: sqlite3.Row, texts: Texts) -> None:
        """Show what somebody shared, if somebody still fails in this way."""
        says = texts.says(self.exercise.slug, row["misconception"])
        mistake = self.first.get(kind_of(row["failed"], row["cause"], says))
        if mistake:
            shared = (row["message"], row["code"])
            kept = [one for one in mistake.examples if one[1] and one != shared]
            mistake.examples[:] = [*kept, shared]


def verdict_of(row: sqlite3.Row, texts: Texts) -> Verdict:
    """Return the verdict that a learner's machine told of; the texts are those of this checkout."""
    checks = []
    for name, status, cause in json.loads(row["checks"]):
        known = texts.check(row["exercise"], name)
        points = known.points if status == "passed" else 0
        checks.append(
            CheckResult(
                name, known.title, status, points, known.points, cause, episode=known.episode
            )
        )
    return Verdict(row["exercise"], "", "", 0.0, tuple(checks))


def write_class_page(root: Path, path: Path, folder: Path) -> Path:
    """Write class.html and curve.csv into a folder; return the page.

    Raise WorkshopError where there is no room, or nobody has checked anything in it.
    """
    require_pages()
    texts = Texts(root)
    connection = opened(path)
    standings = connection.execute("SELECT * FROM standing ORDER BY learner").fetchall()
    if not standings:
        raise WorkshopError("Nobody has checked anything in this room, so there is no page yet.")
    by_exercise: dict[str, list[sqlite3.Row]] = defaultdict(list)
    for row in standings:
        by_exercise[row["exercise"]].append(row)
    shared = connection.execute("SELECT * FROM shared").fetchall()
    parts = [
        part_of(exercise, by_exercise[slug], shared, texts)
        for slug, exercise in texts.exercises.items()
        if slug in by_exercise
    ]
    folder.mkdir(parents=True, exist_ok=True)
    page = class_page(parts, Policy(), [GRADED])
    write_page(folder / "class.html", page=page)
    write_curve(connection, folder / "curve.csv")
    return folder / "class.html"


def opened(path: Path) -> sqlite3.Connection:
    """Open a room to read it, which its server may be using."""
    if not path.exists():
        raise WorkshopError(f"{path} is not there; `workshop room` opens a room.")
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    return connection


def part_of(
    exercise: Exercise, rows: Sequence[sqlite3.Row], shared: Sequence[sqlite3.Row], texts: Texts
) -> ClassExercise:
    part = SessionExercise(exercise, Anonymity())
    for row in rows:
        part.add_row(row, texts)
    for row in shared:
        if row["exercise"] == exercise.slug:
            part.add_example(row, texts)
    return part


def write_curve(connection: sqlite3.Connection, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(CURVE)
        rows = connection.execute(f"SELECT {', '.join(CURVE)} FROM sample ORDER BY minute")
        writer.writerows(map(tuple, rows))
