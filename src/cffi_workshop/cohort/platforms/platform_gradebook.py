"""A gradebook: a row for each person, a column for each assignment.

That of Canvas is as lib/gradebook_importer.rb reads it. Those of Brightspace and Blackboard have
the maximum in the title of a column: `Libm Points Grade <Numeric MaxPoints:20>`, `Libm [Total Pts:
20 Score] |4711`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..points.gradebook import figure
from ..points.policy import Policy
from ..points.standing import Cell, Standing
from ..roster.roster import Claim, plain
from .worksheet import Find, Put, Worksheet, finder, quoted, ticket_of, unquoted, worth_of_a_point

__all__ = [
    "canvas_sheet",
    "gradebook_accounts",
    "gradebook_finder",
    "gradebook_rows",
    "without_column",
]


EXCUSED = "EX"  # what Canvas writes, and reads, for somebody who need not hand in
# The columns that say who somebody is.
WHO = {
    "canvas": ("SIS User ID", "SIS Login ID"),
    "brightspace": ("OrgDefinedId", "Username"),
    "blackboard": ("Username", "Student ID"),
}
# What a platform has behind the name of an assignment, and the maximum in it.
BEHIND_NAME = re.compile(r" \(\d+\)$| (?:Points|Numeric) Grade(?: <.*>)?$| \[Total Pts: .*$")
MOST = re.compile(r"<.*\bMaxPoints:([\d.,]+)|\[Total Pts: (?:up to )?([\d.,]+)")


def gradebook_accounts(sheet: Worksheet) -> Iterator[tuple[str, Claim]]:
    """Yield the number of each account, and who that is."""
    for row in range(1, len(sheet.rows)):
        number = sheet.value(row, "ID")
        claim = Claim(id=sheet.value(row, "SIS User ID"), login=sheet.value(row, "SIS Login ID"))
        if number and claim != Claim():
            yield f"canvas:{number}", claim


def gradebook_finder(sheet: Worksheet, standings: list[Standing]) -> Find:
    def is_person(row: int) -> bool:
        name = name_in(sheet, row)
        if sheet.platform == "canvas":
            return bool(name.strip()) and "Points Possible" not in name
        return True

    def ticket(row: int) -> str:
        return f"canvas:{sheet.value(row, 'ID')}" if is_person(row) else ""

    def claims(row: int) -> list[Claim]:
        if not is_person(row):
            return []
        # Brightspace marks what a spreadsheet might take for a number.
        known = [sheet.value(row, title).removeprefix("#") for title in WHO[sheet.platform]]
        names = Claim(name=name_in(sheet, row))
        return [*(Claim(id=one, login=one) for one in known if one), names]

    return finder(standings, ticket, claims)


def name_in(sheet: Worksheet, row: int) -> str:
    """Return the name of a row: one cell of Canvas, two of the others."""
    if sheet.platform == "canvas":
        return sheet.value(row, "Student")
    return f"{sheet.value(row, 'Last Name')}, {sheet.value(row, 'First Name')}"


def gradebook_rows(sheet: Worksheet, exercise: str | None, policy: Policy) -> Put:
    """Fill the column of each exercise.

    The one of the name in grading.toml, or of the exercise's title or name.
    """

    def put(row: int, standing: Standing) -> None:
        for cell in standing.cells:
            if exercise in (None, cell.exercise.slug):
                put_cell(row, cell)

    def put_cell(row: int, cell: Cell) -> None:
        place = gradebook_column(sheet, cell, policy)
        if place is not None and cell.state == "excused" and sheet.platform == "canvas":
            sheet.put(row, place, EXCUSED)
        if place is None or cell.points is None or not cell.has_grade:
            return
        before = sheet.rows[row][place : place + 1]
        if not before or unquoted(before[0][0]).strip().upper() != EXCUSED:
            sheet.put(row, place, f"{cell.points * gradebook_scale(sheet, place, cell):.2f}")

    return put


def without_column(
    sheet: Worksheet, exercise: str | None, policy: Policy, cells: Iterable[Cell]
) -> Iterator[str]:
    """Yield a sentence for each exercise that has no column there."""
    for cell in cells:
        slug, title = cell.exercise.slug, cell.exercise.title
        if exercise in (None, slug) and gradebook_column(sheet, cell, policy) is None:
            called = policy.of(slug).platform
            yield (
                f"{sheet.name} has no column {called or title!r}, so that no grade of {slug} is in "
                f"it; write what {sheet.platform.capitalize()} calls the assignment into "
                "grading.toml, as `platform` of "
                f"[exercises.{slug}]."
            )


def gradebook_column(sheet: Worksheet, cell: Cell, policy: Policy) -> int | None:
    slug, title = cell.exercise.slug, cell.exercise.title
    wanted = {plain(policy.of(slug).platform), plain(title), slug} - {""}
    for place, (said, _) in enumerate(sheet.rows[0]):
        text = unquoted(said)
        if {plain(text), plain(BEHIND_NAME.sub("", text))} & wanted:
            return place
    return None


def gradebook_scale(sheet: Worksheet, place: int, cell: Cell) -> float:
    """Return what a point is worth, by the title or the row of points possible."""
    if most := MOST.search(unquoted(sheet.rows[0][place][0])):
        return worth_of_a_point(most[1] or most[2], cell)
    for row in sheet.rows[1:4]:
        if "Points Possible" in unquoted(row[0][0]) and place < len(row):
            return worth_of_a_point(unquoted(row[place][0]), cell)
    return 1.0


def canvas_sheet(standings: list[Standing], policy: Policy) -> bytes:
    """Return a gradebook for those whose hand-in has a number of Canvas's."""
    exercises = [cell.exercise for cell in standings[0].cells] if standings else []
    most = [figure(cell.max_points) for cell in standings[0].cells] if standings else []
    titles = [policy.of(one.slug).platform or one.title for one in exercises]
    rows = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *titles],
        ["    Points Possible", "", "", "", "", *most],
    ]
    for one in standings:
        ticket = next(filter(None, (ticket_of(cell, "canvas") for cell in one.cells)), "")
        if ticket and not ticket.startswith("anon_"):
            points = [
                EXCUSED
                if cell.state == "excused"
                else figure(cell.points)
                if cell.has_grade
                else ""
                for cell in one.cells
            ]
            rows.append([one.person.name, ticket, "", one.person.login, "", *points])
    rows = rows if len(rows) > 2 else []
    return "".join(",".join(quoted(cell, "canvas") for cell in row) + "\n" for row in rows).encode()
