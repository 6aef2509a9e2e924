"""The file of a room: SQLite, one server at a time, and what was answered is on the disk."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from cffi_workshop.errors import WorkshopError
from cffi_workshop.files import locked

__all__ = ["DEFAULT", "RoomFile", "forget"]

DEFAULT = Path(".workshop/room.sqlite")
SCHEMA = "1"
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another
LETTERS_OF_A_CODE = 4
BESIDE = ("", "-wal", "-shm", ".lock")


class RoomFile:
    """An open room. Everything of it is used in one thread, that of the desk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = held(path)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.connection.row_factory = sqlite3.Row
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
        ):
            self.connection.execute(f"PRAGMA {pragma}")
        try:
            self._make()
        except WorkshopError:
            self.close()
            raise

    def _make(self) -> None:
        if not self.rows("SELECT 1 FROM sqlite_schema"):
            script = (Path(__file__).parent / "schema.sql").read_text(encoding="utf-8")
            self.connection.executescript(f"BEGIN;\n{script}\nCOMMIT;")
            code = "".join(secrets.choice(LETTERS) for _ in range(LETTERS_OF_A_CODE))
            first = {"schema": SCHEMA, "code": code, "token": secrets.token_urlsafe(18)}
            for name, value in first.items():
                self.set(name, value)
        if self.setting("schema") != SCHEMA:
            raise WorkshopError(
                f"{self.path} was made by another version of the workshop; `workshop room "
                "--forget` deletes it."
            )

    def close(self) -> None:
        self.connection.close()
        self._lock.close()

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        return self.connection.execute(query, values).fetchall()

    def row(self, query: str, *values: object) -> sqlite3.Row | None:
        return self.connection.execute(query, values).fetchone()

    def do(self, query: str, *values: object) -> int:
        """Change something; return how many rows were changed."""
        return self.connection.execute(query, values).rowcount

    def setting(self, name: str, otherwise: str = "") -> str:
        row = self.row("SELECT value FROM setting WHERE name = ?", name)
        return row["value"] if row else otherwise

    def set(self, name: str, value: object) -> None:
        self.do("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, str(value))

    def empty_journal(self) -> None:
        """Leave nothing beside the file of what was changed, or deleted."""
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def together(self) -> Iterator[None]:
        """Write all that is changed inside in one go: one wait for the disk."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Take back what is changed inside, and nothing else, where it fails."""
        self.connection.execute("SAVEPOINT apart")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK TO apart")
            raise
        finally:
            self.connection.execute("RELEASE apart")


def held(path: Path) -> IO[str]:
    """Return the lock of a room; raise WorkshopError while a server has it open."""
    lock = locked(path.with_name(path.name + ".lock"))
    if lock is None:
        raise WorkshopError(
            f"Another `workshop room` has {path} open; end it with Ctrl-C, or give this one a file "
            "of its own with --data."
        )
    return lock


def forget(path: Path) -> bool:
    """Delete a room with all that learners sent; say whether there was one."""
    if not path.exists():
        return False
    with held(path):
        for suffix in BESIDE:
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    return True
