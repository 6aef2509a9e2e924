"""The layer that people use: it owns all that C gives, and no cdata leaves it."""

import math
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from mysqlite._sqlite import ffi, lib

__all__ = ["Database", "Error"]

Value = float | str | None
NO_ERROR = (lib.SQLITE_OK, lib.SQLITE_ROW, lib.SQLITE_DONE)
AT_ONCE = 65_536  # rows that one call of C stores


class Error(Exception):
    """What SQLite says when it refuses."""


class Database:
    """A database in a file, or ":memory:"; a context manager.

    Values are float, str or None. Raises Error for what SQLite refuses, ValueError when it is
    closed, TypeError for another value.
    """

    def __init__(self, path: str | os.PathLike) -> None:
        self._functions: dict[str, object] = {}  # handles: SQLite has their addresses alone
        opened = ffi.new("sqlite3 **")
        status = lib.sqlite3_open(os.fsencode(path), opened)
        # Also when it could not be opened there is something to close: the message is in it.
        self._database = ffi.gc(opened[0], lib.sqlite3_close_v2)
        self._check(status)

    def _check(self, status: int) -> int:
        """Return a status that is no error; raise Error for one that is."""
        if status in NO_ERROR:
            return status
        raise Error(ffi.string(lib.sqlite3_errmsg(self._open())).decode())

    def _open(self):
        if self._database is None:
            raise ValueError("the database is closed")
        return self._database

    @contextmanager
    def _statement(self, sql: str, values: tuple[Value, ...]) -> Iterator:
        """Give a statement with a value for each ?, and finalize it at the end of the block."""
        made, text = ffi.new("sqlite3_stmt **"), sql.encode()
        self._check(lib.sqlite3_prepare_v2(self._open(), text, len(text), made, ffi.NULL))
        try:
            for place, value in enumerate(values, start=1):
                self._check(_bind(made[0], place, value))
            yield made[0]
        finally:
            lib.sqlite3_finalize(made[0])

    def execute(self, sql: str, *values: Value) -> list[tuple[Value, ...]]:
        """Run SQL, and return its rows."""
        with self._statement(sql, values) as statement:
            columns, rows = range(lib.sqlite3_column_count(statement)), []
            while self._check(lib.sqlite3_step(statement)) == lib.SQLITE_ROW:
                rows.append(tuple(_value(statement, column) for column in columns))
            return rows

    def column(self, sql: str, *values: Value) -> np.ndarray:
        """Return the first column of all rows as an array of float64; NULL becomes NaN."""
        with self._statement(sql, values) as statement:
            parts = []
            while not parts or len(parts[-1]) == AT_ONCE:
                part = np.empty(AT_ONCE)
                rows = lib.columns_fill(statement, ffi.from_buffer("double[]", part), len(part))
                if rows < 0:
                    raise Error(ffi.string(lib.sqlite3_errmsg(self._open())).decode())
                parts.append(part[:rows])
            return np.concatenate(parts)

    def function(self, name: str, function: Callable[..., float], arguments: int) -> None:
        """Let SQL call a Python function of numbers: NULL is NaN, and what it raises an Error."""
        handle = ffi.new_handle(function)
        status = lib.sqlite3_create_function_v2(
            self._open(),
            name.encode(),
            arguments,
            lib.SQLITE_UTF8,
            handle,
            lib.call_python,
            ffi.NULL,
            ffi.NULL,
            ffi.NULL,
        )
        self._check(status)
        self._functions[name] = handle

    def close(self) -> None:
        """Close the database; closing it again does nothing."""
        database, self._database = self._database, None
        if database is not None:
            ffi.release(database)

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *exception) -> None:
        self.close()


def _bind(statement, place: int, value: Value) -> int:
    if value is None:
        return lib.SQLITE_OK  # a ? is NULL until it is bound
    if isinstance(value, str):
        text = value.encode()
        return lib.sqlite3_bind_text(statement, place, text, len(text), lib.SQLITE_TRANSIENT)
    return lib.sqlite3_bind_double(statement, place, value)


def _value(statement, column: int) -> Value:
    kind = lib.sqlite3_column_type(statement, column)
    if kind == lib.SQLITE_NULL:
        return None
    if kind == lib.SQLITE_TEXT:
        return ffi.string(lib.sqlite3_column_text(statement, column)).decode()
    return lib.sqlite3_column_double(statement, column)


def _number(value) -> float:
    """Return a value of SQL as a number; NULL, which would be read as 0.0, as NaN."""
    is_null = lib.sqlite3_value_type(value) == lib.SQLITE_NULL
    return math.nan if is_null else lib.sqlite3_value_double(value)


@ffi.def_extern()
def call_python(context, count, values) -> None:
    """Call the function that the handle stands for, and hand its result or its error to SQLite."""
    try:
        function = ffi.from_handle(lib.sqlite3_user_data(context))
        numbers = [_number(values[place]) for place in range(count)]
        lib.sqlite3_result_double(context, function(*numbers))
    except Exception as error:  # C knows no exceptions: SQLite carries the text
        text = f"{type(error).__name__}: {error}".encode()
        lib.sqlite3_result_error(context, text, len(text))
