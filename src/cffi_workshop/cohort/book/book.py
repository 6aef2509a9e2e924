"""The book of a course: everything that was handed in and found, in one SQLite file (schema.sql).

One process writes it at a time. What it is told is on the disk when the call returns, so that a
kill at any moment loses nothing that was said to be done.
"""

from __future__ import annotations

import getpass
import json
import sqlite3
from datetime import UTC, datetime
from typing import Any

from ..hand_ins.hand_in import Found, HandIn
from .book_file import BOOK
from .book_rows import (
    COUNTS_FIRST,
    NO_VERDICT,
    UNGRADED,
    UNSETTLED,
    Adjustment,
    HandInRow,
    Job,
    PersonRow,
    content_hash,
    now,
    packed,
    seed_for,
    unpacked,
)
from .people import People

__all__ = ["BOOK", "Adjustment", "Book", "HandInRow", "Job", "PersonRow", "texts_of"]


class Book(People):
    """The book of a folder: people, what they handed in, verdicts, adjustments."""

    def has_tickets(self) -> bool:
        """Say whether anything came from a platform that wants grades back."""
        return bool(self.rows("SELECT 1 FROM hand_in WHERE ticket != '' LIMIT 1"))

    def sandboxes(self) -> list[str]:
        """Return the layers of the sandbox that verdicts came about in."""
        return [
            row[0] for row in self.rows("SELECT DISTINCT sandbox FROM verdict ORDER BY sandbox")
        ]

    # --- what was handed in ---

    def add_hand_in(
        self, change: sqlite3.Connection, person: int, exercise: str, one: HandIn, found: Found
    ) -> None:
        """Write down what somebody handed in for an exercise.

        What is known already is seen once more, and is as old as it was the oldest time: who copies
        files makes them young.
        """
        content = content_hash(exercise, found.files) if found.files else None
        if content:
            change.execute(
                "INSERT OR IGNORE INTO content VALUES (?, ?, ?)",
                (content, exercise, packed(found.files)),
            )
        run = int(change.execute("SELECT value FROM setting WHERE name = 'run'").fetchone()[0])
        changed = datetime.fromtimestamp(found.changed, UTC).isoformat() if found.changed else None
        handed_in = (", ".join(one.sources), one.ticket, content, found.problem)
        change.execute(
            "INSERT INTO hand_in (person, exercise, source, ticket, content, problem, remarks, "
            "late, changed, received, seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT "
            "(person, exercise, source, ifnull(content, ''), problem) DO UPDATE SET seen = "
            "excluded.seen, late = excluded.late, remarks = excluded.remarks, changed = "
            "min(ifnull(changed, excluded.changed), ifnull(excluded.changed, changed))",
            (
                person,
                exercise,
                *handed_in,
                json.dumps(found.remarks),
                one.late,
                changed,
                now(),
                run,
            ),
        )

    def files(self, content: str) -> dict[str, bytes]:
        """Return the files that have this hash."""
        return unpacked(self.rows("SELECT files FROM content WHERE hash = ?", content)[0]["files"])

    def exercises(self) -> list[str]:
        """Return what was handed in, and what was graded by hand alone."""
        by_hand = (
            "SELECT exercise FROM adjustment AS one WHERE points IS NOT NULL AND id = (SELECT "
            "max(id) FROM adjustment WHERE person = one.person AND exercise = one.exercise)"
        )
        rows = self.rows(f"SELECT exercise FROM hand_in UNION {by_hand} ORDER BY exercise")
        return [row[0] for row in rows]

    def hand_ins(self, person: int, round_: int | None = None) -> list[HandInRow]:
        """Return what a person handed in, each with its verdict; the one that counts is last."""
        accepted = int(self.setting("round")) if round_ is None else round_
        rows = self.rows(
            "SELECT * FROM hand_in WHERE person = ? ORDER BY exercise, seen, ifnull(changed, ''), "
            "id",
            person,
        )
        return [self._hand_in(row, accepted) for row in rows]

    def _hand_in(self, row: sqlite3.Row, round_: int) -> HandInRow:
        found = self.rows(
            "SELECT verdict, ours, attempts FROM verdict WHERE content = ? AND round <= ? ORDER BY "
            f"{COUNTS_FIRST} LIMIT 1",
            *(row["content"], round_, row["exercise"]),
        )
        verdict: Any = found[0] if found else NO_VERDICT
        return HandInRow(
            id=row["id"],
            person=row["person"],
            exercise=row["exercise"],
            source=row["source"],
            ticket=row["ticket"],
            content=row["content"],
            problem=row["problem"],
            remarks=tuple(json.loads(row["remarks"])),
            late=bool(row["late"]),
            changed=datetime.fromisoformat(row["changed"]) if row["changed"] else None,
            received=row["received"],
            verdict=json.loads(verdict["verdict"]) if verdict["verdict"] else None,
            ours=verdict["ours"],
            attempts=verdict["attempts"],
        )

    def verdict_on(self, exercise: str) -> dict | None:
        """Return the verdict on anybody's hand-in for an exercise that counts before others."""
        rows = self.rows(
            "SELECT verdict FROM verdict JOIN content ON content = hash WHERE exercise = ? AND "
            f"verdict IS NOT NULL ORDER BY {COUNTS_FIRST} LIMIT 1",
            *(exercise, exercise),
        )
        return json.loads(rows[0]["verdict"]) if rows else None

    def count_by(self, exercise: str, checker: str, sandbox: str) -> bool:
        """Have these verdicts on an exercise count before others; say if others did until now."""
        newest = self.rows(
            "SELECT checker || ' ' || sandbox FROM verdict JOIN content ON content = hash WHERE "
            f"exercise = ? ORDER BY {COUNTS_FIRST} LIMIT 1",
            *(exercise, exercise),
        )
        self.set(f"checks of {exercise}", f"{checker} {sandbox}")
        return bool(newest) and newest[0][0] != f"{checker} {sandbox}"

    # --- what is to be graded, and what came of it ---

    def jobs(
        self, checkers: dict[str, str], sandbox: str, round_: int, *, settled: bool = False
    ) -> list[Job]:
        """Return what the book has no verdict on, by these versions of the checker.

        With `settled`, return what is to be tried once more alone.
        """
        seed = int(self.setting("seed"))
        accepted = int(self.setting("round"))
        jobs = []
        for exercise, checker in checkers.items():
            rows = self.rows(
                UNSETTLED if settled else UNGRADED,
                *(exercise, checker, sandbox, 0 if round_ <= accepted else round_, round_),
            )
            number = seed_for(seed, exercise, round_)
            jobs += [Job(row[0], exercise, checker, sandbox, round_, number) for row in rows]
        return jobs

    def record(
        self, job: Job, verdict: dict | None, ours: str, *, attempts: int, settled: bool
    ) -> None:
        """Write down what came of a job; when this returns, it is on the disk."""
        key = (job.content, job.checker, job.sandbox, job.round, job.seed)
        with self.changing() as change:
            change.execute(
                "INSERT INTO verdict (content, checker, sandbox, round, seed, attempts, settled, "
                "graded, verdict, ours) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT "
                "(content, checker, sandbox, round) DO UPDATE SET attempts = excluded.attempts, "
                "settled = excluded.settled, graded = excluded.graded, verdict = "
                "excluded.verdict, ours = excluded.ours",
                (*key, attempts, settled, now(), json.dumps(verdict) if verdict else None, ours),
            )

    # --- what was said by hand ---

    def adjust(self, person: int, exercise: str, points: float | None, note: str) -> None:
        with self.changing() as change:
            change.execute(
                "INSERT INTO adjustment (person, exercise, points, note, who, made) VALUES (?, ?, "
                "?, ?, ?, ?)",
                (person, exercise, points, note, getpass.getuser(), now()),
            )

    def adjustments(self, person: int) -> dict[str, Adjustment]:
        """Return the adjustment that counts, by exercise."""
        rows = self.rows("SELECT * FROM adjustment WHERE person = ? ORDER BY id", person)
        last = {row["exercise"]: row for row in rows}
        return {
            exercise: Adjustment(row["points"], row["note"], row["who"], row["made"])
            for exercise, row in last.items()
            if row["points"] is not None
        }


def texts_of(book: Book | None, one: HandInRow | None) -> dict[str, str]:
    """Return the files of a hand-in as text: a likely cause asks what is written there."""
    files = book.files(one.content) if book and one and one.content else {}
    return {name: text.decode("utf-8-sig", errors="replace") for name, text in files.items()}
