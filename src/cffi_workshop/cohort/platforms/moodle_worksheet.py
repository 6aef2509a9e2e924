"""Moodle's grading worksheet, as mod/assign/feedback/offline/importgradeslib.php reads it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import partial

from ..points.gradebook import figure
from ..points.standing import Cell, Standing
from ..roster.roster import Claim, names
from ..roster.titles import is_hidden
from .worksheet import (
    Find,
    Put,
    Worksheet,
    cell_of,
    finder,
    quoted,
    ticket_of,
    unquoted,
    worth_of_a_point,
)

__all__ = ["above_most", "moodle_accounts", "moodle_finder", "moodle_rows", "moodle_sheet"]

TITLES = [
    "Identifier", "Full name", "Grade", "Maximum grade", "Last modified (grade)",
    "Feedback comments",
]  # fmt: skip
PARTICIPANT = re.compile(r"\d+$")


def moodle_accounts(sheet: Worksheet) -> Iterator[tuple[str, Claim]]:
    """Yield each participant's number, and who that is: a name alone may be that of several."""
    for row in range(1, len(sheet.rows)):
        ticket, address = ticket_in(sheet, row), sheet.value(row, "Email address")
        if ticket and address:
            yield ticket, Claim(login=address, name=sheet.value(row, "Full name"))


def moodle_finder(sheet: Worksheet, exercise: str, standings: list[Standing]) -> Find:
    """Find a row by the number that Moodle put into the hand-in's name, else by address or name."""

    def claims(row: int) -> list[Claim]:
        address, name = sheet.value(row, "Email address"), sheet.value(row, "Full name")
        return [Claim(login=address, name=name)]

    def fits(row: int, source: str) -> bool:
        """Say whether it is this person's number: teams have numbers of their own."""
        name = sheet.value(row, "Full name")
        return bool(name and names(source, name)) or any(map(is_hidden, re.split("[-_]", source)))

    return finder(standings, partial(ticket_in, sheet), claims, exercise, fits)


def ticket_in(sheet: Worksheet, row: int) -> str:
    number = PARTICIPANT.search(sheet.value(row, "Identifier"))
    return f"moodle:{number[0]}" if number else ""


def moodle_rows(sheet: Worksheet, exercise: str) -> Put:
    grade, feedback = sheet.column("Grade"), sheet.column("Feedback comments")
    assert grade is not None

    def put(row: int, standing: Standing) -> None:
        cell = cell_of(standing, exercise)
        if cell is None or cell.points is None or not cell.has_grade:
            return
        scale = worth_of_a_point(most_in(sheet, row, grade), cell)
        sheet.put(row, grade, f"{cell.points * scale:.2f}")
        if feedback is not None:
            sheet.put(row, feedback, feedback_of(cell))

    return put


def above_most(sheet: Worksheet, standings: list[Standing], exercise: str) -> Iterator[str]:
    """Yield a sentence for each grade above the maximum: Moodle leaves it out and says nothing."""
    for standing in standings:
        cell = cell_of(standing, exercise)
        if cell and cell.points is not None and cell.points > cell.max_points:
            yield (
                f"{standing.person.who} has more than the maximum in {sheet.name}, and Moodle "
                "takes no such grade, without a word; give it there by hand."
            )


def most_in(sheet: Worksheet, row: int, grade: int) -> str:
    """Return the largest grade: it stands behind the grade, however the column is called."""
    if sheet.column("Maximum grade") is None:
        behind = sheet.rows[row][grade + 1 : grade + 2]
        return unquoted(behind[0][0]) if behind else ""
    return sheet.value(row, "Maximum grade")


def feedback_of(cell: Cell) -> str:
    """Return a few sentences in HTML, which is what Moodle's field holds.

    No `"` stands in them: behind a backslash, PHP takes it for no end of a cell.
    """
    sentences = [f"{figure(cell.points)} of {figure(cell.max_points)} points.", *cell.notes]
    if failure := cell.first_failure:
        sentences.append(f"First failure: {failure.title}. {' '.join(failure.message.split())}")
    return "".join(f"<p>{shown_in_html(sentence)}</p>" for sentence in sentences)


def shown_in_html(sentence: str) -> str:
    return html.escape(sentence, quote=False).replace('"', "&quot;")


def moodle_sheet(standings: list[Standing], exercise: str) -> bytes:
    """Return a worksheet for those whose hand-in has a number of Moodle's.

    None of them, no worksheet. A stranger's number may be that of a team, and somebody else's here.
    """
    has_roster = any(standing.person.on_roster for standing in standings)
    lines = []
    for standing in standings:
        cell = cell_of(standing, exercise)
        number = ticket_of(cell, "moodle") if cell else ""
        label = standing.person.name.rpartition(" ")[0]
        is_theirs = standing.person.on_roster or not has_roster or is_hidden(label)
        if cell and number and is_theirs and cell.points is not None:
            who = [f"Participant {number}", standing.person.name]
            points = [f"{number:.2f}" for number in (cell.points, cell.max_points)]
            lines.append([*who, *points, "-", feedback_of(cell)])
    rows = [TITLES, *lines] if lines else []
    return "".join(",".join(quoted(cell, "moodle") for cell in row) + "\n" for row in rows).encode()
