"""Grades as Moodle and Canvas take them back.

A worksheet that the platform exported is filled in. Without one, a table of the columns that its
importer asks for is made, of the people whose hand-ins have a number of that platform.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.toml_schema import nearest

from .canvas_gradebook import (
    canvas_accounts,
    canvas_finder,
    canvas_rows,
    canvas_sheet,
    without_column,
)
from .moodle_worksheet import moodle_accounts, moodle_finder, moodle_rows, moodle_sheet
from .policy import Policy
from .roster import Claim
from .standing import Standing
from .worksheet import Worksheet, fill_cells, read_worksheet

__all__ = ["Asked", "accounts_in", "read_asked", "write_sheets"]


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
        if equals and not named and not Path(one).exists():
            raise WorkshopError(
                f"--worksheet {one}: there is no exercise {name!r}{nearest(name, known)}; expected "
                "NAME=FILE or FILE."
            )
        asked.append(Asked(read_worksheet(Path(path if named else one)), name if named else None))
    return asked


def accounts_in(asked: list[Asked]) -> dict[str, Claim]:
    """Return whom the tickets of hand-ins belong to, as the worksheets say it."""
    readers = {"moodle": moodle_accounts, "canvas": canvas_accounts}
    return {
        ticket: claim for one in asked for ticket, claim in readers[one.sheet.platform](one.sheet)
    }


def write_sheets(
    into: Path, standings: list[Standing], asked: list[Asked], policy: Policy
) -> list[str]:
    """Write what the platforms take; return the names of the files, and who is missing in one."""
    slugs = [cell.exercise.slug for cell in standings[0].cells] if standings else []
    made = {f"moodle-{slug}.csv": moodle_sheet(standings, slug) for slug in slugs}
    made["canvas.csv"] = canvas_sheet(standings, policy)
    lacking: list[str] = []
    for number, one in enumerate(asked, 1):
        alone = slugs[0] if len(slugs) == 1 else None
        lacking += fill_worksheet(one.sheet, standings, one.exercise or alone, policy)
        name = f"filled-{one.sheet.name}"
        # Two may be called alike, in two folders.
        made[f"filled-{number}-{one.sheet.name}" if name in made else name] = one.sheet.content()
    for name, content in made.items():
        if content:
            (into / name).write_bytes(content)
    return [*(f"Written: {into / name}." for name, content in made.items() if content), *lacking]


def fill_worksheet(
    sheet: Worksheet, standings: list[Standing], exercise: str | None, policy: Policy
) -> list[str]:
    """Put the grades in; return a sentence for each person or exercise without a place there."""
    if sheet.platform == "moodle":
        if exercise is None:
            raise WorkshopError(
                f"{sheet.name} is of one assignment, and the course has several exercises; "
                f"say which: --worksheet NAME={sheet.name}."
            )
        return fill_cells(
            sheet,
            standings,
            moodle_rows(sheet, exercise),
            moodle_finder(sheet, exercise, standings),
        )
    cells = standings[0].cells if standings else ()
    return [
        *without_column(sheet, exercise, policy, cells),
        *fill_cells(
            sheet, standings, canvas_rows(sheet, exercise, policy), canvas_finder(sheet, standings)
        ),
    ]
