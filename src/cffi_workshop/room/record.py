"""What learners sent, written into the file; nobody can send for anybody else."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Callable

from . import forms
from .file import RoomFile
from .names import ANIMALS, free_animal, free_name, key_of

__all__ = ["digest_of_token", "learner_of", "let_in", "make_anonymous", "record", "remove"]

OLDEST = 3 * 24 * 3600.0  # seconds that a report may have waited


def digest_of_token(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def learner_of(file: RoomFile, token: str) -> int | None:
    row = file.row("SELECT id FROM learner WHERE token = ?", digest_of_token(token))
    return row["id"] if row else None


def let_in(file: RoomFile, name: str) -> forms.Joined:
    """Let somebody in; in an anonymous room, the name goes no further than here."""
    anonymous = file.setting("anonymous") == "yes"
    shown = (
        free_animal(file, secrets.randbelow(len(ANIMALS))) if anonymous else free_name(file, name)
    )
    token = secrets.token_urlsafe(24)
    file.do(
        "INSERT INTO learner (token, name, key, joined) VALUES (?, ?, ?, ?)",
        *(digest_of_token(token), shown, key_of(shown), time.time()),
    )
    return forms.Joined(token=token, name=shown)


def make_anonymous(file: RoomFile) -> None:
    """Put an animal in the place of each name, for good."""
    file.set("anonymous", "yes")
    for row in file.rows("SELECT id FROM learner ORDER BY random()"):
        animal = free_animal(file, secrets.randbelow(len(ANIMALS)))
        file.do(
            "UPDATE learner SET name = ?, key = ? WHERE id = ?", animal, key_of(animal), row["id"]
        )


def remove(file: RoomFile, learner: int) -> bool:
    """Delete a learner, and every row of that learner."""
    return file.do("DELETE FROM learner WHERE id = ?", learner) > 0


def record(file: RoomFile, learner: int, report: forms.Report) -> forms.Answered:
    """Write down what a report holds; what is known already counts once."""
    arrived = time.time()
    for event in report.events:
        waited = min(max(0.0, report.sent - event.at), OLDEST)
        take_event(file, learner, event, arrived - waited)
    return answered(file, learner, len(report.events))


def take_event(file: RoomFile, learner: int, event: forms.Event, at: float) -> None:
    exercise = getattr(event, "exercise", None) or ""
    failed = first_failed(event) if isinstance(event, forms.Check) else None
    new = file.do(
        "INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?, ?, ?, ?)",
        *(learner, event.id, event.kind, at, exercise),
        *((failed.id, failed.cause) if failed else (None, None)),
    )
    if new:
        TAKERS[event.kind](file, learner, event, at)


def first_failed(event: forms.Check) -> forms.Outcome | None:
    return next((check for check in event.checks if check.status == "failed"), None)


def take_check(file: RoomFile, learner: int, event: forms.Check, at: float) -> None:
    """Keep where the learner stands, unless something newer is known: reports may come late."""
    before = file.row(
        "SELECT * FROM standing WHERE learner = ? AND exercise = ?", learner, event.exercise
    )
    if before and before["at"] > at:
        return
    failed = first_failed(event)
    passed = all(check.status == "passed" for check in event.checks)
    now = (int(passed), failed and failed.id, failed and failed.cause)
    same = before and now == (before["passed"], before["failed"], before["cause"])
    checks = json.dumps([[one.id, one.status, one.cause] for one in event.checks])
    file.do(
        "INSERT OR REPLACE INTO standing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(learner, event.exercise, at, *now, event.misconception),
        *(before["since"] if before and same else at, checks),
    )
    if passed:  # what was wrong is no example any more
        file.do("DELETE FROM shared WHERE learner = ? AND exercise = ?", learner, event.exercise)


def take_help(file: RoomFile, learner: int, event: forms.Help, at: float) -> None:
    """Ask once: who asks again keeps the place in the line."""
    file.do(
        "INSERT OR IGNORE INTO help (learner, exercise, asked) VALUES (?, ?, ?)",
        *(learner, event.exercise or "", at),
    )


def take_help_over(file: RoomFile, learner: int, event: forms.HelpOver, at: float) -> None:
    file.do("DELETE FROM help WHERE learner = ? AND asked <= ?", learner, at)


def take_share(file: RoomFile, learner: int, event: forms.Share, at: float) -> None:
    file.do(
        "INSERT OR REPLACE INTO shared (learner, exercise, failed, cause, misconception, at, "
        "message, code) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        *(learner, event.exercise, event.failed, event.cause, event.misconception, at),
        *(event.message, event.code),
    )


def take_back(file: RoomFile, learner: int, event: forms.TakeBack, at: float) -> None:
    file.do(
        "DELETE FROM shared WHERE learner = ? AND ? IN ('', exercise)",
        *(learner, event.exercise or ""),
    )


TAKERS: dict[str, Callable[..., None]] = {
    "check": take_check,
    "help": take_help,
    "help-over": take_help_over,
    "share": take_share,
    "take-back": take_back,
}


def answered(file: RoomFile, learner: int, kept: int) -> forms.Answered:
    own = file.row("SELECT asked, taken FROM help WHERE learner = ?", learner)
    if own is None:
        return forms.Answered(kept=kept, help=None, taken=False)
    before = file.row(
        "SELECT count(*) AS n FROM help WHERE taken IS NULL AND asked < ?", own["asked"]
    )
    return forms.Answered(
        kept=kept, help=1 + (before["n"] if before else 0), taken=own["taken"] is not None
    )
