"""grading.toml: what counts how much, and until when."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.metadata import read_toml
from cffi_workshop.files import readable
from cffi_workshop.toml_schema import Table, as_toml, nearest

from ..book.book import Book, PersonRow

__all__ = ["ExercisePolicy", "Policy", "policy_of"]

DAY = timedelta(days=1)
LIST = "; `workshop list` names them"
MOST = 1e9  # of any number: above, arithmetic ends


@dataclass(frozen=True)
class LateRule:
    """So many percent of the points are taken off for each day begun, at most so many."""

    per_day: float = 0.0
    at_most: float = 100.0
    grace: timedelta = timedelta()

    def percent_off(self, due: datetime | None, changed: datetime | None, late: bool) -> float:
        """Return how much is taken off.

        A platform that says `late` and not how late means one day.
        """
        if due is None or changed is None:
            days = 1 if late else 0
        else:
            days = math.ceil(max(timedelta(), changed - due - self.grace) / DAY)
        return min(self.at_most, self.per_day * days)


def is_of(person: PersonRow, who: str) -> bool:
    """Say whether a rule for somebody, or for a team, is this person's."""
    return person.is_called(who) or person.is_in(who)


@dataclass(frozen=True)
class ExercisePolicy:
    """How one exercise counts; `platform` is what Moodle or Canvas calls it.

    `extensions` says who has another time than `due`, and `excused` for whom it does not count, by
    an id, login, address or name, or by that of a team.
    """

    weight: float = 1.0
    due: datetime | None = None
    extensions: Mapping[str, datetime] = field(default_factory=dict)
    excused: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    platform: str = ""

    def excuses(self, person: PersonRow) -> bool:
        """Say whether somebody need not hand in."""
        return any(is_of(person, who) for who in self.excused)

    def extended(self, person: PersonRow) -> datetime | None:
        """Return until when somebody has more time than the others, if so."""
        return max(
            (when for who, when in self.extensions.items() if is_of(person, who)), default=None
        )

    def counts(self, check: str) -> bool:
        return not any(fnmatchcase(check, pattern) for pattern in self.leave_out)


@dataclass(frozen=True)
class Policy:
    """All of grading.toml; without one, every check counts and nobody is late."""

    exercises: dict[str, ExercisePolicy] = field(default_factory=dict)
    late: LateRule = LateRule()
    site: str = ""  # the address of the published lesson, for links to its episodes

    def of(self, exercise: str) -> ExercisePolicy:
        return self.exercises.get(exercise, ExercisePolicy())


def policy_of(book: Book, known: list[Exercise], named: Path | None = None) -> Policy:
    """Return the policy that was named, now or the last time, or else that of the book's folder.

    Without any of these, every check counts and nobody is late.
    """
    usual, last = book.folder / "grading.toml", book.setting("policy")
    path = named or (Path(last) if last else usual)
    if path == usual and not usual.is_file():
        return Policy()
    return read_policy(path, [one.slug for one in known])


def read_policy(path: Path, known: list[str]) -> Policy:
    """Read grading.toml strictly; raise WorkshopError that names file and key."""
    with readable(path, "expected a grading.toml"):
        table = Table(read_toml(path, str(path)), str(path))
    exercises = inner(table, "exercises")
    policy = Policy(
        {name: read_exercise(exercises, name, known) for name in exercises.values},
        read_late(inner(table, "late")),
        read_site(table),
    )
    table.nothing_else()
    return policy


def read_site(table: Table) -> str:
    site = table.text("site", "")
    if site and not site.startswith(("https://", "http://")):
        raise table.error("site", f"found {site!r}, expected an address that begins with https://")
    return site


def inner(table: Table, key: str) -> Table:
    return Table(table.get(key, dict, f"a table [{key}]", {}), table.shown, f"{table.prefix}{key}.")


def read_exercise(exercises: Table, name: str, known: list[str]) -> ExercisePolicy:
    if name not in known:
        raise exercises.error(name, f"there is no such exercise{nearest(name, known) or LIST}")
    entry = inner(exercises, name)
    policy = ExercisePolicy(
        weight=number(entry, "weight", 1.0),
        due=moment(entry, "due"),
        extensions=read_extensions(entry),
        excused=entry.texts("excused", ()),
        leave_out=entry.texts("leave_out", ()),
        platform=entry.text("platform", ""),
    )
    entry.nothing_else()
    return policy


def read_extensions(entry: Table) -> dict[str, datetime]:
    extensions = inner(entry, "extensions")
    found = {who: when for who in extensions.values if (when := moment(extensions, who))}
    due = moment(entry, "due")
    if found and due is None:
        raise entry.error("extensions", "there is no due that they extend; add one")
    for who, when in found.items():
        if due and when < due:
            said = as_toml(extensions.values[who])
            raise extensions.error(who, f"found {said}, expected a time that is not before due")
    return found


def read_late(entry: Table) -> LateRule:
    rule = LateRule(
        per_day=number(entry, "per_day", 0.0, most=100),
        at_most=number(entry, "at_most", 100.0, most=100),
        grace=timedelta(minutes=number(entry, "grace_minutes", 0.0)),
    )
    entry.nothing_else()
    return rule


def number(entry: Table, key: str, default: float, most: float = MOST) -> float:
    entry.asked.append(key)
    value = entry.values.get(key, default)
    if type(value) not in (int, float) or not value >= 0:
        raise entry.error(key, f"found {as_toml(value)}, expected a number that is not negative")
    if value > most:
        raise entry.error(key, f"found {value!r:.20}, expected {most:,.0f} at most")
    return float(value)


def moment(entry: Table, key: str) -> datetime | None:
    """Return a date and time; one without a time zone is of this machine's."""
    entry.asked.append(key)
    value = entry.values.get(key)
    if value is None:
        return None
    if not isinstance(value, datetime):
        raise entry.error(
            key,
            f"found {as_toml(value)}, expected a date and time such as 2026-05-01T23:59:00+02:00",
        )
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise entry.error(key, f"found {value}, expected a day that the calendar has") from None
