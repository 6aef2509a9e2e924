"""Grades as Moodle and Canvas take them back.

A worksheet that the platform exported is filled in: only the cells of the grades differ, byte for byte, from what
it wrote. Without one, a table of the columns that its importer asks for is made. Sources: Moodle's
mod/assign/feedback/offline/importgradeslib.php, Canvas's lib/gradebook_importer.rb.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cffi_workshop.errors import WorkshopError

from .gradebook import figure
from .policy import Policy
from .roster import Claim, Person, Roster
from .standing import Cell, Standing

__all__ = ["Asked", "Worksheet", "read_asked", "write_sheets"]

MOODLE_NEEDS = ("Identifier", "Grade", "Last modified (grade)")
PARTICIPANT = re.compile(r"\d+$")


@dataclass
class Worksheet:
    """A table of a platform: cells as they were written, and what stands after each."""

    name: str
    platform: str
    rows: list[list[tuple[str, str]]]
    mark: bytes

    def value(self, row: int, title: str) -> str:
        place = self.column(title)
        cells = self.rows[row]
        return unquoted(cells[place][0]) if place is not None and place < len(cells) else ""

    def column(self, title: str) -> int | None:
        """Return where a column is; titles that differ in case alone are one (Maximum Grade)."""
        titles = [unquoted(cell).casefold() for cell, _ in self.rows[0]]
        return titles.index(title.casefold()) if title.casefold() in titles else None

    def put(self, row: int, place: int, text: str) -> None:
        after = self.rows[row][place][1]
        self.rows[row][place] = (quoted(text, self.platform), after)

    def content(self) -> bytes:
        return self.mark + "".join(cell + after for row in self.rows for cell, after in row).encode()


def unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


def quoted(text: str, platform: str) -> str:
    """Quote as the platform does: PHP's fputcsv, which Moodle uses, quotes spaces as well."""
    special = ',;"\r\n' + (" \t\\" if platform == "moodle" else "")
    return '"' + text.replace('"', '""') + '"' if any(letter in text for letter in special) else text


def read_worksheet(path: Path) -> Worksheet:
    """Read what Moodle or Canvas exported; raise WorkshopError for what is neither."""
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WorkshopError(f"{path} cannot be read ({error}); expected a worksheet in CSV.") from None
    rows = split(text)
    titles = [unquoted(cell) for cell, _ in rows[0]] if rows else []
    platform = "moodle" if set(MOODLE_NEEDS) <= set(titles) else "canvas" if titles[:2] == ["Student", "ID"] else ""
    if not platform:
        raise WorkshopError(
            f"{path} is no worksheet of Moodle (columns {', '.join(MOODLE_NEEDS)}) and no gradebook of Canvas "
            f"(Student, ID, ...); its columns are {', '.join(titles[:8]) or 'none'}."
        )
    mark = content[:3] if content.startswith(b"\xef\xbb\xbf") else b""
    return Worksheet(path.name, platform, rows, mark)


def split(text: str) -> list[list[tuple[str, str]]]:
    """Return the rows of cells as they are written, each with what ends it."""
    rows: list[list[tuple[str, str]]] = [[]]
    separator = re.escape(max(",;\t", key=text.partition("\n")[0].count))
    pattern = re.compile(rf'("(?:[^"]|"")*"|[^{separator}"\r\n]*)({separator}|\r\n|\n|\r|$)')
    place = 0
    while place < len(text):
        found = pattern.match(text, place)
        if found is None or found.end() == place:
            raise WorkshopError(f"A quotation mark is not closed in the worksheet, near {text[place : place + 40]!r}.")
        rows[-1].append((found[1], found[2]))
        place = found.end()
        if found[2] in ("\n", "\r\n", "\r"):
            rows.append([])
    return [row for row in rows if row]


def fill_worksheet(sheet: Worksheet, standings: list[Standing], exercise: str | None, policy: Policy) -> list[str]:
    """Put the grades in; return a sentence for each person of the course who has no row there."""
    if sheet.platform == "moodle":
        if exercise is None:
            raise WorkshopError(
                f"{sheet.name} is of one assignment, and the course has several exercises; "
                f"say which: --worksheet NAME={sheet.name}."
            )
        return fill(sheet, standings, moodle_rows(sheet, exercise), moodle_finder(sheet, exercise, standings))
    return fill(sheet, standings, canvas_rows(sheet, exercise, policy), canvas_finder(sheet, standings))


Put = Callable[[int, Standing], None]
Find = Callable[[int], Standing | None]


def fill(sheet: Worksheet, standings: list[Standing], put: Put, find: Find) -> list[str]:
    found = set()
    for row in range(1, len(sheet.rows)):
        if standing := find(row):
            found.add(standing.person.id)
            put(row, standing)
    return [
        f"{standing.person.label} has no row in {sheet.name}."
        for standing in standings
        if standing.person.id not in found and any(cell.hand_in for cell in standing.cells)
    ]


def roster_of(standings: list[Standing]) -> tuple[Roster, dict[str, Standing]]:
    people = {one.person.label: one for one in standings}
    return Roster(
        Person(p.label, p.name, p.email, p.login) for p in (one.person for one in standings)
    ), people


def one_of(found: list, people: dict[str, Standing]) -> Standing | None:
    return people[found[0].id] if len(found) == 1 else None


# Moodle


def moodle_finder(sheet: Worksheet, exercise: str, standings: list[Standing]) -> Find:
    """Find a row by the number that Moodle put into the hand-in's name, else by address, else by name."""
    tickets = {
        cell.hand_in.ticket: standing
        for standing in standings
        for cell in standing.cells
        if cell.hand_in and cell.hand_in.ticket and cell.exercise.slug == exercise
    }
    roster, people = roster_of(standings)

    def find(row: int) -> Standing | None:
        number = PARTICIPANT.search(sheet.value(row, "Identifier"))
        if number and f"moodle:{number[0]}" in tickets:
            return tickets[f"moodle:{number[0]}"]
        claim = Claim(login=sheet.value(row, "Email address"), name=sheet.value(row, "Full name"))
        return one_of(roster.find(claim), people)

    return find


def moodle_rows(sheet: Worksheet, exercise: str) -> Put:
    grade, feedback = sheet.column("Grade"), sheet.column("Feedback comments")
    assert grade is not None

    def put(row: int, standing: Standing) -> None:
        cell = cell_of(standing, exercise)
        if cell is None or cell.points is None or (cell.state == "missing" and not cell.adjustment):
            return
        most = sheet.value(row, "Maximum grade").replace(",", ".")
        scale = float(most) / cell.max_points if re.fullmatch(r"\d+(\.\d+)?", most) and cell.max_points else 1.0
        sheet.put(row, grade, f"{cell.points * scale:.2f}")
        if feedback is not None:
            sheet.put(row, feedback, feedback_of(cell))

    return put


def cell_of(standing: Standing, exercise: str) -> Cell | None:
    return next((cell for cell in standing.cells if cell.exercise.slug == exercise), None)


def feedback_of(cell: Cell) -> str:
    """Return a few sentences in HTML, which is what Moodle's field holds."""
    sentences = [f"{figure(cell.points)} of {figure(cell.max_points)} points.", *cell.notes]
    if failure := cell.first_failure:
        sentences.append(f"First failure: {failure.title}. {' '.join(failure.message.split())}")
    return "".join(f"<p>{html.escape(sentence, quote=False)}</p>" for sentence in sentences)


def moodle_sheet(standings: list[Standing], exercise: str) -> bytes:
    """Return a worksheet for those whose hand-in has a number of Moodle's; none of them, no worksheet."""
    titles = ["Identifier", "Full name", "Grade", "Maximum grade", "Last modified (grade)", "Feedback comments"]
    lines = []
    for standing in standings:
        cell = cell_of(standing, exercise)
        number = ticket_of(cell, "moodle") if cell else ""
        if cell and number and cell.points is not None:
            who = [f"Participant {number}", standing.person.name]
            lines.append([*who, f"{cell.points:.2f}", f"{cell.max_points:.2f}", "-", feedback_of(cell)])
    rows = [titles, *lines] if lines else []
    return "".join(",".join(quoted(cell, "moodle") for cell in row) + "\n" for row in rows).encode()


# Canvas


def canvas_finder(sheet: Worksheet, standings: list[Standing]) -> Find:
    tickets = {
        cell.hand_in.ticket: standing
        for standing in standings
        for cell in standing.cells
        if cell.hand_in and cell.hand_in.ticket
    }
    roster, people = roster_of(standings)

    def find(row: int) -> Standing | None:
        name = sheet.value(row, "Student")
        if not name.strip() or "Points Possible" in name:
            return None
        number = sheet.value(row, "ID")
        if f"canvas:{number}" in tickets:
            return tickets[f"canvas:{number}"]
        known = [sheet.value(row, title) for title in ("SIS User ID", "SIS Login ID")]
        claims = [*(Claim(id=one, login=one) for one in known if one), Claim(name=name)]
        return next((found for claim in claims if (found := one_of(roster.find(claim), people))), None)

    return find


def canvas_rows(sheet: Worksheet, exercise: str | None, policy: Policy) -> Put:
    """Fill the column of each exercise: the one of the name in grading.toml, or of the exercise's title or name."""

    def put(row: int, standing: Standing) -> None:
        for cell in standing.cells:
            if exercise in (None, cell.exercise.slug):
                put_cell(row, cell)

    def put_cell(row: int, cell: Cell) -> None:
        place = canvas_column(sheet, cell, policy)
        if place is not None and cell.points is not None and (cell.state != "missing" or cell.adjustment):
            sheet.put(row, place, f"{cell.points * canvas_scale(sheet, place, cell):.2f}")

    return put


def canvas_column(sheet: Worksheet, cell: Cell, policy: Policy) -> int | None:
    wanted = {policy.of(cell.exercise.slug).platform, cell.exercise.title, cell.exercise.slug} - {""}
    for place, (title, _) in enumerate(sheet.rows[0]):
        text = unquoted(title)
        if {text, re.sub(r" \(\d+\)$", "", text)} & wanted:
            return place
    return None


def canvas_scale(sheet: Worksheet, place: int, cell: Cell) -> float:
    """Return what a point is worth, by the row of points possible."""
    for row in sheet.rows[1:4]:
        if "Points Possible" in unquoted(row[0][0]) and place < len(row):
            most = unquoted(row[place][0])
            if re.fullmatch(r"\d+(\.\d+)?", most) and cell.max_points:
                return float(most) / cell.max_points
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
            points = [figure(cell.points) if cell.hand_in or cell.adjustment else "" for cell in one.cells]
            rows.append([one.person.name, ticket, "", one.person.login, "", *points])
    rows = rows if len(rows) > 2 else []
    return "".join(",".join(quoted(cell, "canvas") for cell in row) + "\n" for row in rows).encode()


def ticket_of(cell: Cell, platform: str) -> str:
    """Return the number that a platform gave the person; nothing for a hand-in of another one."""
    name, _, number = (cell.hand_in.ticket if cell.hand_in else "").partition(":")
    return number if name == platform else ""


# What is written


@dataclass(frozen=True)
class Asked:
    """A worksheet to fill in, and the exercise that it is of where that was said."""

    sheet: Worksheet
    exercise: str | None


def read_asked(said: tuple[str, ...], known: list[str]) -> list[Asked]:
    """Read the worksheets of `--worksheet [EXERCISE=]FILE`."""
    asked = []
    for one in said:
        name, equals, path = one.partition("=")
        named = bool(equals) and name in known
        asked.append(Asked(read_worksheet(Path(path if named else one)), name if named else None))
    return asked


def write_sheets(into: Path, standings: list[Standing], asked: list[Asked], policy: Policy) -> list[str]:
    """Write what the platforms take; return the names of the files, and who is missing in one."""
    slugs = [cell.exercise.slug for cell in standings[0].cells] if standings else []
    made = {f"moodle-{slug}.csv": moodle_sheet(standings, slug) for slug in slugs}
    made["canvas.csv"] = canvas_sheet(standings, policy)
    lacking: list[str] = []
    for one in asked:
        alone = slugs[0] if len(slugs) == 1 else None
        lacking += fill_worksheet(one.sheet, standings, one.exercise or alone, policy)
        made[f"filled-{one.sheet.name}"] = one.sheet.content()
    for name, content in made.items():
        if content:
            (into / name).write_bytes(content)
    return [*(f"Written: {into / name}." for name, content in made.items() if content), *lacking]
