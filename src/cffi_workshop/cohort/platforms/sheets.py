"""Grades as Moodle, Canvas, Brightspace and Blackboard take them back.

A worksheet that the platform exported is filled in. Without one, a table of the columns that its
importer asks for is made, of the people whose hand-ins have a number of that platform.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from cffi_workshop.errors import WorkshopError
from cffi_workshop.files import written_whole
from cffi_workshop.toml_schema import nearest

from ..book.book import Book
from ..points.policy import Policy
from ..points.standing import Standing
from ..roster.roster import Claim
from .moodle_worksheet import above_most, moodle_accounts, moodle_finder, moodle_rows, moodle_sheet
from .platform_gradebook import (
    canvas_sheet,
    gradebook_accounts,
    gradebook_finder,
    gradebook_rows,
    without_column,
)
from .worksheet import Worksheet, fill_cells, read_worksheet

__all__ = [
    "Asked",
    "accounts_in",
    "keep_worksheets",
    "read_asked",
    "require_exercises",
    "worksheets_of",
    "write_sheets",
]


@dataclass(frozen=True)
class Asked:
    """A worksheet to fill in, and the exercise that it is of where that was said."""

    sheet: Worksheet
    exercise: str | None
    path: Path


def read_asked(said: Iterable[str], known: list[str]) -> list[Asked]:
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
        file = Path(path if named else one)
        asked.append(Asked(read_worksheet(file), name if named else None, file.resolve()))
    return asked


def keep_worksheets(book: Book, asked: list[Asked]) -> None:
    """Keep which worksheets are filled in: a grade that is changed by hand has to be in them."""
    book.set("worksheets", json.dumps([(one.exercise, str(one.path)) for one in asked]))


def worksheets_of(book: Book, now: Sequence[Asked] = ()) -> list[Asked]:
    """Return the worksheets that are named now, and those of before for other exercises.

    Say of each that is filled in no more.
    """
    last = []
    for exercise, name in json.loads(book.setting("worksheets") or "[]"):
        path = Path(name)
        if path.is_file():
            last.append(Asked(read_worksheet(path), exercise, path))
        else:
            click.echo(
                f"workshop: {path} is not there any more, so that what was filled in has the "
                "grades of before; name the worksheet anew with --worksheet.",
                err=True,
            )
    for one in last:
        if replaced(one, now) and one.path not in [other.path for other in now]:
            click.echo(
                f"workshop: {one.path} is filled in no more; what was has the grades of before.",
                err=True,
            )
    return [*(one for one in last if not replaced(one, now)), *now]


def replaced(one: Asked, now: Sequence[Asked]) -> bool:
    """Say whether another worksheet stands for the same."""
    return any(
        one.sheet.platform == other.sheet.platform
        and (one.exercise == other.exercise or None in (one.exercise, other.exercise))
        for other in now
    )


def require_exercises(asked: list[Asked], slugs: list[str]) -> None:
    """Refuse, before anything is graded, a worksheet of Moodle that may be of several exercises."""
    for one in asked:
        if one.sheet.platform == "moodle" and one.exercise is None and len(slugs) != 1:
            raise WorkshopError(
                f"{one.sheet.name} is of one assignment, and the course has "
                f"{'several exercises' if slugs else 'none yet'}; say which: "
                f"--worksheet NAME={one.sheet.name}."
            )


def accounts_in(asked: list[Asked]) -> dict[str, Claim]:
    """Return whom the tickets of hand-ins belong to, as the worksheets say it."""
    accounts: dict[str, Claim] = {}
    for one in asked:
        reader = moodle_accounts if one.sheet.platform == "moodle" else gradebook_accounts
        accounts.update(reader(one.sheet))
    return accounts


def write_sheets(
    into: Path, standings: list[Standing], asked: list[Asked], policy: Policy
) -> list[str]:
    """Write what the platforms take; return the names of the files, and who is missing in one."""
    slugs = [cell.exercise.slug for cell in standings[0].cells] if standings else []
    made = {f"moodle-{slug}.csv": moodle_sheet(standings, slug) for slug in slugs}
    made["canvas.csv"] = canvas_sheet(standings, policy)
    lacking: list[str] = []
    for number, one in enumerate(asked, 1):
        slug = one.exercise or (slugs[0] if len(slugs) == 1 else None)
        lacking += fill_worksheet(one.sheet, standings, slug, policy)
        platform = one.sheet.platform
        instead = f"moodle-{slug}.csv" if platform == "moodle" else f"{platform}.csv"
        made.pop(instead, None)
        (into / instead).unlink(missing_ok=True)  # of before: two tables of one grade differ once
        name = f"filled-{one.sheet.name.removeprefix('filled-')}"
        # Two may be called alike, in two folders.
        made[f"filled-{number}-{one.sheet.name}" if name in made else name] = one.sheet.content()
    for name, content in made.items():
        if content:
            with written_whole(into / name, "wb") as file:
                file.write(content)
    return [*(f"Written: {into / name}." for name, content in made.items() if content), *lacking]


def fill_worksheet(
    sheet: Worksheet, standings: list[Standing], exercise: str | None, policy: Policy
) -> list[str]:
    """Put the grades in; return a sentence for each person or exercise without a place there."""
    if sheet.platform == "moodle":
        assert exercise is not None, "require_exercises() has seen to that"
        return [
            *fill_cells(
                sheet,
                standings,
                moodle_rows(sheet, exercise),
                moodle_finder(sheet, exercise, standings),
            ),
            *above_most(sheet, standings, exercise),
        ]
    cells = standings[0].cells if standings else ()
    return [
        *without_column(sheet, exercise, policy, cells),
        *fill_cells(
            sheet,
            standings,
            gradebook_rows(sheet, exercise, policy),
            gradebook_finder(sheet, standings),
        ),
    ]
