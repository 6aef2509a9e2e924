"""Who stands where: done, working, stuck, or not begun."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from .file import RoomFile

__all__ = ["STATES", "Person", "people", "stuck_after"]

STATES = ("done", "working", "stuck", "waiting")
STUCK_MINUTES = 5

NEWEST = """
SELECT learner.id AS who, name, joined, standing.*, max(standing.at)
FROM learner LEFT JOIN standing ON standing.learner = learner.id AND ? IN ('', exercise)
GROUP BY learner.id ORDER BY name
"""


@dataclass(frozen=True)
class Person:
    """One learner in the exercise that the board is about, or the one checked last."""

    id: int
    name: str
    state: str
    since: float
    exercise: str = ""
    failed: str | None = None
    cause: str | None = None
    misconception: str | None = None


def stuck_after(file: RoomFile) -> int:
    """Return after how many minutes with the same failure somebody is stuck."""
    return int(file.setting("stuck_minutes", str(STUCK_MINUTES)))


def people(file: RoomFile, now: float) -> list[Person]:
    """Return everybody in the room, by name."""
    long = 60.0 * stuck_after(file)
    return [person_of(row, now - long) for row in file.rows(NEWEST, file.setting("exercise"))]


def person_of(row: sqlite3.Row, stuck_since: float) -> Person:
    if row["exercise"] is None:
        return Person(row["who"], row["name"], "waiting", row["joined"])
    stuck = row["failed"] and row["since"] <= stuck_since
    return Person(
        row["who"],
        row["name"],
        "done" if row["passed"] else "stuck" if stuck else "working",
        row["since"],
        row["exercise"],
        row["failed"],
        row["cause"],
        row["misconception"],
    )
