"""The part of SQLite that is bound already: open, run SQL with values, close. It works in both modes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

# Ten functions, as sqlite3.h has them. A cdef of your own comes on top of this one.
CDEF = """
    #define SQLITE_OK 0
    #define SQLITE_ROW 100
    #define SQLITE_DONE 101
    #define SQLITE_UTF8 1
    #define SQLITE_BLOB 4

    typedef struct sqlite3 sqlite3;
    typedef struct sqlite3_stmt sqlite3_stmt;
    typedef void (*sqlite3_destructor_type)(void *);

    int sqlite3_open(const char *filename, sqlite3 **database);
    int sqlite3_close_v2(sqlite3 *database);
    const char *sqlite3_errmsg(sqlite3 *database);
    int sqlite3_prepare_v2(sqlite3 *database, const char *sql, int size, sqlite3_stmt **statement,
                           const char **rest);
    int sqlite3_bind_text(sqlite3_stmt *statement, int place, const char *text, int size,
                          sqlite3_destructor_type destroy);
    int sqlite3_bind_blob(sqlite3_stmt *statement, int place, const void *blob, int size,
                          sqlite3_destructor_type destroy);
    int sqlite3_step(sqlite3_stmt *statement);
    int sqlite3_column_count(sqlite3_stmt *statement);
    const unsigned char *sqlite3_column_text(sqlite3_stmt *statement, int column);
    int sqlite3_finalize(sqlite3_stmt *statement);
"""
COPIED_AT_ONCE = -1  # SQLITE_TRANSIENT, a destructor that is none: SQLite copies the value


class Error(Exception):
    """What SQLite says when it refuses."""


class Database:
    """A database in a file, or in memory; a context manager.

    Raises Error for what SQLite refuses, ValueError for a database that is closed.
    """

    def __init__(self, ffi, lib, path: str | os.PathLike) -> None:
        self._ffi, self._lib = ffi, lib
        opened = ffi.new("sqlite3 **")
        status = lib.sqlite3_open(os.fsencode(path), opened)
        # There is something to close also when it could not be opened: it holds the message.
        self._database = ffi.gc(opened[0], lib.sqlite3_close_v2)
        self.check(status)

    @property
    def database(self):
        """The sqlite3 * of a database that is open."""
        if self._database is None:
            raise ValueError("the database is closed")
        return self._database

    def check(self, status: int) -> int:
        """Return a status that is no error; raise Error for one that is."""
        if status in (self._lib.SQLITE_OK, self._lib.SQLITE_ROW, self._lib.SQLITE_DONE):
            return status
        raise Error(self._ffi.string(self._lib.sqlite3_errmsg(self.database)).decode())

    @contextmanager
    def statement(self, sql: str, values: tuple) -> Iterator:
        """Give a sqlite3_stmt * with a value, str or bytes, for each ? in it; it ends with the block."""
        made = self._ffi.new("sqlite3_stmt **")
        text = sql.encode()
        self.check(
            self._lib.sqlite3_prepare_v2(self.database, text, len(text), made, self._ffi.NULL)
        )
        try:
            for place, value in enumerate(values, start=1):
                self.check(self._bind(made[0], place, value))
            yield made[0]
        finally:
            self._lib.sqlite3_finalize(made[0])

    def _bind(self, statement, place: int, value: str | bytes) -> int:
        copied = self._ffi.cast("sqlite3_destructor_type", COPIED_AT_ONCE)
        if isinstance(value, bytes):
            return self._lib.sqlite3_bind_blob(statement, place, value, len(value), copied)
        text = value.encode()
        return self._lib.sqlite3_bind_text(statement, place, text, len(text), copied)

    def execute(self, sql: str, *values: str | bytes) -> list[tuple[str | None, ...]]:
        """Run SQL, and return its rows, each value as a str, or None for NULL."""
        with self.statement(sql, values) as statement:
            rows = []
            while self.check(self._lib.sqlite3_step(statement)) == self._lib.SQLITE_ROW:
                columns = range(self._lib.sqlite3_column_count(statement))
                rows.append(tuple(self._text(statement, column) for column in columns))
            return rows

    def _text(self, statement, column: int) -> str | None:
        text = self._lib.sqlite3_column_text(statement, column)
        return None if text == self._ffi.NULL else self._ffi.string(text).decode()

    def close(self) -> None:
        """Close the database; closing it again does nothing."""
        database, self._database = self._database, None
        if database is not None:
            self._ffi.release(database)

    def __enter__(self):
        return self

    def __exit__(self, *exception) -> None:
        self.close()
