"""The file of a book: one process at a time holds it, and what it is told is on the disk."""

from __future__ import annotations

import contextlib
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Self

from cffi_workshop.errors import WorkshopError
from cffi_workshop.files import locked

from ..hand_ins.sources import BOOK
from .book_rows import errors_in_a_sentence

__all__ = ["BOOK", "BookFile"]

SCHEMA = 1
SEEDS = 1 << 32


class BookFile:
    """A context: the file of a book, held by this process until the end.

    Where it is only read, nobody is kept from it, and it may lie where nothing can be written.
    """

    def __init__(self, folder: Path, *, only_read: bool = False) -> None:
        self.folder, self.path, self.only_read = folder, folder / BOOK, only_read

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as held, errors_in_a_sentence(self.path):
            if not self.only_read:
                self.folder.mkdir(parents=True, exist_ok=True)
                held.callback(self._take().close)
            mode = "ro" if self.only_read else "rwc"
            where = f"{self.path.absolute().as_uri()}?mode={mode}"
            self._connection = sqlite3.connect(where, isolation_level=None, uri=True)
            held.callback(self._connection.close)
            self._connection.row_factory = sqlite3.Row
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.execute("PRAGMA foreign_keys = ON")
            if not self.only_read:
                self._make()
            self._require_schema()
            self._held = held.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def _take(self) -> IO[str]:
        lock = locked(self.folder / ".lock")
        if lock is None:
            raise WorkshopError(
                f"Another `workshop grade` is at work on {self.path}; wait until it has ended, "
                "or give this one another folder with --into."
            )
        return lock

    def _make(self) -> None:
        if not self._connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
            script = (Path(__file__).parent / "schema.sql").read_text(encoding="utf-8")
            values = {"schema": SCHEMA, "seed": secrets.randbelow(SEEDS), "round": 0, "run": 0}
            rows = "".join(
                f"INSERT INTO setting VALUES ('{key}', '{value}');" for key, value in values.items()
            )
            self._connection.executescript(f"BEGIN;\n{script}\n{rows}\nCOMMIT;")

    def _require_schema(self) -> None:
        if self.setting("schema") != str(SCHEMA):
            raise WorkshopError(
                f"{self.path} has schema {self.setting('schema') or 'none'}, expected {SCHEMA}; "
                "it was made by another version of the workshop. Give another folder with --into."
            )

    @contextlib.contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for changes that happen all or none, those of calls inside too."""
        if self._connection.in_transaction:
            yield self._connection
            return
        with errors_in_a_sentence(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                if self._connection.in_transaction:  # SQLite ends it itself where the disk is full
                    self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        with errors_in_a_sentence(self.path):
            return self._connection.execute(query, values).fetchall()

    def setting(self, name: str) -> str:
        """Return a setting; nothing for one that was never given."""
        rows = self.rows("SELECT value FROM setting WHERE name = ?", name)
        return rows[0]["value"] if rows else ""

    def set(self, name: str, value: object) -> None:
        with self.changing() as change:
            change.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, str(value)))
