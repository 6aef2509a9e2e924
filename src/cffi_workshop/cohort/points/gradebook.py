"""The gradebook as tables: a row a person, a row a check; and the same as JSON."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from cffi_workshop.files import written_whole

from .policy import Policy
from .standing import Cell, Standing

__all__ = ["figure", "write_tables"]

FORMULA = tuple("=+-@\t\r＝＋－＠")  # noqa: RUF001  spreadsheets in East Asia take wide ones, too
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
PERSON = ("id", "name", "email", "login", "on_roster")
CHECK_COLUMNS = (
    "person", "exercise", "check", "status", "points", "max_points", "cause", "message", "file",
    "line", "sandbox", "seed", "counts",
)  # fmt: skip


def figure(number: float | None) -> str:
    """Return points as people write them: 7, 7.5, 6.67; nothing for none."""
    return "" if number is None else f"{round(number, 2):g}"


def safe(text: str) -> str:
    """Return a text that a spreadsheet does not take for a formula.

    Learners choose some of them.
    """
    return f"'{text}" if text.startswith(FORMULA) and not NUMBER.fullmatch(text) else text


def write_tables(
    folder: Path,
    standings: Iterable[Standing],
    policy: Policy,
    sandboxes: list[str],
    columns: list[str],
) -> None:
    """Write gradebook.csv, checks.csv and gradebook.json, a person at a time.

    `columns` are those of the roster that are not known here: they are kept as they are.
    """
    with (
        written_whole(folder / "gradebook.csv", newline="") as gradebook,
        written_whole(folder / "checks.csv", newline="") as checks,
        written_whole(folder / "gradebook.json") as as_json,
    ):
        people, each = csv.writer(gradebook), csv.writer(checks)
        each.writerow(CHECK_COLUMNS)
        as_json.write(f'{{"schema": 1, "sandboxes": {json.dumps(sandboxes)}, "people": [')
        for number, standing in enumerate(standings):
            if not number:
                people.writerow(header(standing, columns))
            people.writerow(row(standing, policy, columns))
            each.writerows(check_rows(standing, policy))
            as_json.write(",\n" if number else "\n")
            as_json.write(json.dumps(form(standing, policy)))  # dump() takes three times as long
        as_json.write("\n]}\n")


def header(standing: Standing, columns: list[str]) -> list[str]:
    slugs = (cell.exercise.slug for cell in standing.cells)
    return [*PERSON, *map(safe, columns), *slugs, "percent", "sandbox", "notes"]


def row(standing: Standing, policy: Policy, columns: list[str]) -> list[str]:
    person = standing.person
    known = [person.label, person.name, person.email, person.login]
    known += ["yes" if person.on_roster else "no"]
    more = [person.more.get(column, "") for column in columns]
    points = [figure(cell.points) if cell.has_grade else "" for cell in standing.cells]
    layers = sorted({cell.verdict.sandbox for cell in standing.cells if cell.verdict})
    percent = figure(standing.percent(policy))
    said = safe(" ".join(notes(standing)))
    return [*map(safe, [*known, *more]), *points, percent, " ".join(layers), said]


def notes(standing: Standing) -> Iterator[str]:
    yield from standing.notes
    for cell in standing.cells:
        yield from (f"{cell.exercise.slug}: {note}" for note in cell.notes)


def check_rows(standing: Standing, policy: Policy) -> Iterator[list[object]]:
    for cell in standing.cells:
        if (verdict := cell.verdict) is None:
            continue
        for check in verdict.checks:
            place = (check.location.file, check.location.line) if check.location else ("", "")
            found = (check.id, check.status, check.points, check.max_points, check.cause or "")
            message = safe(" ".join(check.message.split()))
            who = safe(standing.person.label)
            counts = "yes" if policy.of(cell.exercise.slug).counts(check.id) else "no"
            came_about = (verdict.sandbox, verdict.seed, counts)
            yield [who, cell.exercise.slug, *found, message, *place, *came_about]


def form(standing: Standing, policy: Policy) -> dict:
    person = standing.person
    return {
        "id": person.label,
        "name": person.name,
        "email": person.email,
        "login": person.login,
        "on_roster": person.on_roster,
        "more": person.more,
        "percent": standing.percent(policy),
        "notes": list(standing.notes),
        "exercises": {cell.exercise.slug: cell_form(cell) for cell in standing.cells},
    }


def cell_form(cell: Cell) -> dict:
    return {
        "state": cell.state,
        "points": cell.points,
        "max_points": cell.max_points,
        "earned": cell.earned,
        "percent_off": cell.percent_off,
        "adjusted": cell.adjustment is not None,
        "source": cell.hand_in.source if cell.hand_in else None,
        "notes": cell.notes,
        "verdict": cell.verdict.as_json() if cell.verdict else None,
    }
