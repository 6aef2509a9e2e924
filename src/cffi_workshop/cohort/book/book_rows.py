"""What the rows of a book are, and how they are keyed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cffi_workshop.errors import WorkshopError
from cffi_workshop.sentences import REMEDIES

from ..roster.roster import letters, name_orders, plain, teams_of, who

__all__ = [
    "COUNTS_FIRST",
    "NO_VERDICT",
    "UNGRADED",
    "UNSETTLED",
    "Adjustment",
    "HandInRow",
    "Job",
    "PersonRow",
    "as_bytes",
    "as_texts",
    "content_hash",
    "errors_in_a_sentence",
    "now",
    "packed",
    "remedy",
    "seed_for",
    "unpacked",
]


@dataclass(frozen=True)
class PersonRow:
    id: int
    label: str
    name: str
    email: str
    login: str
    on_roster: bool
    more: dict[str, str]

    @property
    def who(self) -> str:
        return who(self.label, self.name)

    def is_called(self, said: str) -> bool:
        """Say whether this is a name of the person: an id, a login, an address or a name.

        A name may have its words in any order.
        """
        names = (self.label, self.login, self.email, *name_orders(self.name))
        return bool({plain(said), *map(plain, name_orders(said))} & {*map(plain, names)} - {""})

    def is_in(self, team: str) -> bool:
        """Say whether the roster has the person in a team of this name."""
        return letters(team) in map(letters, teams_of(self.more))


@dataclass(frozen=True)
class HandInRow:
    """A hand-in, and the verdict on it as JSON has it; `ours` says how the checker failed on it."""

    id: int
    person: int
    exercise: str
    source: str
    ticket: str
    content: str | None
    problem: str
    remarks: tuple[str, ...]
    late: bool
    changed: datetime | None
    received: str
    verdict: dict | None = None
    ours: str = ""
    attempts: int = 0


@dataclass(frozen=True)
class Job:
    """Something to grade: the files with this hash, in a round, with a seed."""

    content: str
    exercise: str
    checker: str
    sandbox: str
    round: int
    seed: int


@dataclass(frozen=True)
class Adjustment:
    points: float
    note: str
    who: str
    made: str


NO_VERDICT: dict[str, Any] = {"verdict": None, "ours": "", "attempts": 0}
UNGRADED = """
SELECT hash FROM content WHERE exercise = ? AND NOT EXISTS (
SELECT 1 FROM verdict WHERE content = hash AND checker = ? AND sandbox = ? AND round BETWEEN ? AND ?
) ORDER BY hash
"""
# Of several verdicts, that of the checks and the sandbox of the last run, else the newest.
COUNTS_FIRST = """
checker || ' ' || sandbox = (SELECT value FROM setting WHERE name = 'checks of ' || ?) DESC, id DESC
"""
UNSETTLED = """
SELECT content FROM verdict JOIN content ON content = hash WHERE exercise = ? AND checker = ? AND
sandbox = ? AND round BETWEEN ? AND ? AND NOT settled ORDER BY content
"""

# What SQLite says, in its own words, and what that means for the person who grades.
TOLD_OF_SQLITE = (
    (
        ("file is not a database", "no such table", "no such column"),
        "{path} is no book of the workshop ({error}); give another folder with --into.",
    ),
    (
        ("malformed",),
        "The book {path} is damaged ({error}); put back a copy of it, or give another "
        "folder with --into, where all is graded anew.",
    ),
    (
        ("unable to open",),
        "The book {path} cannot be opened; see that it is a file that you may read and "
        "write, or give another folder with --into.",
    ),
)
STAYS_AS_IT_IS = (
    "The book {path} cannot be used ({error}); what is in it stays as it is. Make room on "
    "the disk and look at the rights of the folder, then give the same command again."
)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def content_hash(exercise: str, files: dict[str, bytes]) -> str:
    """Return the key of a hand-in: what it is of, and its files."""
    total = hashlib.sha256(exercise.encode())
    for name in sorted(files):
        total.update(f"\0{name}\0{len(files[name])}\0".encode() + files[name])
    return total.hexdigest()


def seed_for(seed: int, exercise: str, round_: int) -> int:
    """Return the seed of an exercise.

    Everybody is asked the same, and each round something else.
    """
    return int.from_bytes(hashlib.sha256(f"{seed} {exercise} {round_}".encode()).digest()[:4])


def remedy(error: OSError) -> str:
    """Return what to do about a folder or file that cannot be written."""
    if error.errno in (errno.EEXIST, errno.ENOTDIR, errno.ENOENT):
        return "see that it leads to a folder"
    return REMEDIES.get(error.errno or 0, "look at the rights of the folder")


@contextlib.contextmanager
def errors_in_a_sentence(path: Path) -> Iterator[None]:
    """Turn what the disk or SQLite says into a sentence."""
    try:
        yield
    except OSError as error:
        raise WorkshopError(
            f"The book {path} cannot be written ({error.strerror}); {remedy(error)}, or give "
            "another folder with --into."
        ) from None
    except sqlite3.DatabaseError as error:
        raise WorkshopError(_told(str(error)).format(path=path, error=error)) from None


def _told(said: str) -> str:
    fitting = (told for words, told in TOLD_OF_SQLITE if any(word in said for word in words))
    return next(fitting, STAYS_AS_IT_IS)


def packed(files: dict[str, bytes]) -> bytes:
    """Return files as the book keeps them: JSON, contents as Latin-1, compressed."""
    return zlib.compress(json.dumps(as_texts(files)).encode())


def unpacked(blob: bytes) -> dict[str, bytes]:
    return as_bytes(json.loads(zlib.decompress(blob)))


def as_texts(files: dict[str, bytes]) -> dict[str, str]:
    """Return files as JSON can hold them: each byte is a character of Latin-1."""
    return {name: content.decode("latin-1") for name, content in files.items()}


def as_bytes(files: dict[str, str]) -> dict[str, bytes]:
    return {name: text.encode("latin-1") for name, text in files.items()}
