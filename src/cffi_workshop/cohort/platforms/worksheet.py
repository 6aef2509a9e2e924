"""A table that a platform exported, filled in so that only the cells of the grades differ.

Byte for byte.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.files import readable

from ..points.standing import Cell, Standing
from ..roster.roster import Claim, Person, Roster
from ..roster.titles import same_title

__all__ = [
    "Find",
    "Put",
    "Worksheet",
    "cell_of",
    "fill_cells",
    "finder",
    "quoted",
    "read_worksheet",
    "ticket_of",
    "unquoted",
    "worth_of_a_point",
]

MOODLE_NEEDS = ("Identifier", "Grade", "Last modified (grade)")
# What stands ahead of a text; Blackboard writes a table with tabs in UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NO_MARK = (b"", "utf-8")
BLACKBOARDS = re.compile(r" \[Total Pts: .*\] \|\d+")  # behind the title of a column


@dataclass
class Worksheet:
    """A table of a platform: cells as they were written, and what stands after each."""

    name: str
    platform: str
    rows: list[list[tuple[str, str]]]
    mark: bytes
    encoding: str

    def value(self, row: int, title: str) -> str:
        place = self.column(title)
        cells = self.rows[row]
        return unquoted(cells[place][0]) if place is not None and place < len(cells) else ""

    def column(self, title: str) -> int | None:
        """Return where a column is, by its English title; Moodle writes it in many languages."""
        fits = (n for n, cell in enumerate(self.rows[0]) if same_title(unquoted(cell[0]), title))
        return next(fits, None)

    def put(self, row: int, place: int, text: str) -> None:
        if place >= len(self.rows[row]):
            raise WorkshopError(
                f"{self.name}: row {row + 1} has {len(self.rows[row])} cells, expected "
                f"{len(self.rows[0])}; export it anew, and give it as it came."
            )
        before, after = self.rows[row][place]
        cell = quoted(text, self.platform)
        # Blackboard demands the quotes that it wrote.
        cell = f'"{cell}"' if before.startswith('"') and cell == text else cell
        self.rows[row][place] = (cell, after)

    def content(self) -> bytes:
        text = "".join(cell + after for row in self.rows for cell, after in row)
        return self.mark + text.encode(self.encoding)


def unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


def quoted(text: str, platform: str) -> str:
    """Quote as the platform does: PHP's fputcsv, which Moodle uses, quotes spaces as well."""
    special = ',;"\r\n' + (" \t\\" if platform == "moodle" else "")
    return (
        '"' + text.replace('"', '""') + '"' if any(letter in text for letter in special) else text
    )


def read_worksheet(path: Path) -> Worksheet:
    """Read what a platform exported; raise WorkshopError for what is of none that is known."""
    with readable(path, "expected a worksheet in CSV"):
        content = path.read_bytes()
    try:
        mark, encoding = next((one for one in MARKS if content.startswith(one[0])), NO_MARK)
        text = content.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError:
        raise WorkshopError(
            f"{path} is not in UTF-8, as the platforms write it; export it anew, and give it as it "
            "came."
        ) from None
    rows = split(text)
    titles = [unquoted(cell) for cell, _ in rows[0]] if rows else []
    platform = platform_of(titles)
    if not platform:
        raise WorkshopError(
            f"{path} is no worksheet of Moodle (columns {', '.join(MOODLE_NEEDS)}) and no "
            "gradebook of Canvas (Student, ID, ...), Brightspace (..., End-of-Line Indicator) or "
            "Blackboard (TITLE [Total Pts: ...] |NUMBER); its columns are "
            f"{', '.join(titles[:8]) or 'none'}."
        )
    return Worksheet(path.name, platform, rows, mark, encoding)


def platform_of(titles: list[str]) -> str:
    """Return by which platform a table was written; nothing for another one."""
    if all(any(same_title(one, title) for one in titles) for title in MOODLE_NEEDS):
        return "moodle"
    if titles[:2] == ["Student", "ID"]:
        return "canvas"
    if titles[-1:] == ["End-of-Line Indicator"]:
        return "brightspace"
    return "blackboard" if any(map(BLACKBOARDS.search, titles)) else ""


def split(text: str) -> list[list[tuple[str, str]]]:
    """Return the rows of cells as they are written, each with what ends it."""
    rows: list[list[tuple[str, str]]] = [[]]
    separator = re.escape(max(",;\t", key=text.partition("\n")[0].count))
    pattern = re.compile(rf'("(?:[^"]|"")*"|[^{separator}"\r\n]*)({separator}|\r\n|\n|\r|$)')
    place = 0
    while place < len(text):
        found = pattern.match(text, place)
        if found is None or found.end() == place:
            raise WorkshopError(
                "A quotation mark is not closed in the worksheet, near "
                f"{text[place : place + 40]!r}."
            )
        rows[-1].append((found[1], found[2]))
        place = found.end()
        if found[2] in ("\n", "\r\n", "\r"):
            rows.append([])
    return [row for row in rows if row]


Put = Callable[[int, Standing], None]
Find = Callable[[int], Standing | None]
# A row, and by which name a hand-in came: whether its number may be taken for that of the row.
Fits = Callable[[int, str], bool]


def fill_cells(sheet: Worksheet, standings: list[Standing], put: Put, find: Find) -> list[str]:
    found = set()
    for row in range(1, len(sheet.rows)):
        if standing := find(row):
            found.add(standing.person.id)
            put(row, standing)
    return [
        f"{standing.person.who} has no row in {sheet.name}, by number, address or name; give the "
        "grade by hand."
        for standing in standings
        if standing.person.id not in found and any(cell.hand_in for cell in standing.cells)
    ]


def finder(
    standings: list[Standing],
    ticket_in: Callable[[int], str],
    claims_in: Callable[[int], list[Claim]],
    exercise: str | None = None,
    fits: Fits = lambda row, source: True,
) -> Find:
    """Find a row by the ticket of a hand-in, else by the first claim that fits one person alone."""
    tickets = {
        cell.hand_in.ticket: (cell.hand_in.source, standing)
        for standing in standings
        for cell in standing.cells
        if cell.hand_in and cell.hand_in.ticket and exercise in (None, cell.exercise.slug)
    }
    people = {one.person.label: one for one in standings}
    roster = Roster(
        Person(p.label, p.name, p.email, p.login) for p in (one.person for one in standings)
    )

    def find(row: int) -> Standing | None:
        source, standing = tickets.get(ticket_in(row), ("", None))
        if standing and fits(row, source):
            return standing
        found = (roster.find(claim) for claim in claims_in(row))
        return next((people[one[0].id] for one in found if len(one) == 1), None)

    return find


def cell_of(standing: Standing, exercise: str) -> Cell | None:
    return next((cell for cell in standing.cells if cell.exercise.slug == exercise), None)


def worth_of_a_point(most: str, cell: Cell) -> float:
    """Return by what points are multiplied, where the platform's most is said; else 1.

    It is written as its users write numbers, 1,000.00 or 1.000,00: the last mark is for decimals.
    """
    *whole, last = re.split("[.,]", re.sub(r"[\s'\u2019]", "", most))
    number = f"{''.join(whole)}.{last}" if whole else last
    is_number = re.fullmatch(r"\d+(\.\d+)?", number)
    return float(number) / cell.max_points if is_number and cell.max_points else 1.0


def ticket_of(cell: Cell, platform: str) -> str:
    """Return the number that a platform gave the person; nothing for a hand-in of another one."""
    name, _, number = (cell.hand_in.ticket if cell.hand_in else "").partition(":")
    return number if name == platform else ""
