"""The tests of the package: Python's own sqlite3 is the oracle."""

import math
import sqlite3

import mysqlite
import numpy as np
import pytest
from mysqlite.database import AT_ONCE


@pytest.fixture
def database():
    with mysqlite.Database(":memory:") as database:
        database.execute("CREATE TABLE waves (buoy TEXT, height REAL)")
        yield database


def numbers(count):
    """Return SQL that gives the numbers from 0.5 upwards."""
    return (
        "WITH RECURSIVE n(x) AS (SELECT 0.5 UNION ALL SELECT x + 1 FROM n) "
        f"SELECT x FROM n LIMIT {count}"
    )


@pytest.mark.parametrize("value", ["Zürich", "", "a", 0.5, -1e300, None])
def test_a_value_comes_back(database, value):
    assert (
        database.execute("SELECT ?", value)
        == sqlite3.connect(":memory:").execute("SELECT ?", (value,)).fetchall()
    )


@pytest.mark.parametrize("count", [0, 1, 7, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1])
def test_a_column_is_an_array_of_all_rows(database, count):
    np.testing.assert_array_equal(database.column(numbers(count)), np.arange(count) + 0.5)


def test_null_is_nan(database):
    column = database.column("SELECT NULL UNION ALL SELECT 2")
    np.testing.assert_array_equal(column, [math.nan, 2])


@pytest.mark.parametrize("sql", ["SELEKT 1", "SELECT * FROM nowhere", "SELECT root(1)"])
def test_what_sqlite_refuses_is_an_error(database, sql):
    with pytest.raises(sqlite3.OperationalError) as theirs:
        sqlite3.connect(":memory:").execute(sql)
    with pytest.raises(mysqlite.Error) as ours:
        database.execute(sql)
    assert str(ours.value) == str(theirs.value)


def test_an_error_in_the_middle_of_a_column_is_an_error(database):
    with pytest.raises(mysqlite.Error, match="integer overflow"):
        database.column("SELECT 1 UNION ALL SELECT abs(-9223372036854775808)")


def test_sql_calls_python(database):
    database.function("hypot", math.hypot, 2)
    assert database.execute("SELECT hypot(3, 4), hypot(3, NULL)") == [(5.0, None)]


def test_what_python_raises_comes_through_c(database):
    database.function("root", math.sqrt, 1)
    with pytest.raises(mysqlite.Error, match=r"^ValueError: "):
        database.execute("SELECT root(-1)")


def test_a_closed_database_is_not_used(database):
    database.close()
    database.close()
    with pytest.raises(ValueError, match="closed"):
        database.execute("SELECT 1")


def test_a_folder_cannot_be_opened(tmp_path):
    with pytest.raises(mysqlite.Error, match="unable to open"):
        mysqlite.Database(tmp_path)
