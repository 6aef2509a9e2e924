"""How the checker uses the class Archive, over SQLite and over the stand-in, and what C has left."""

import contextlib
import sys
from gc import collect

import numpy as np

CDEF = """
    uint64_t probe_databases(uint64_t nonce);
    uint64_t probe_statements(uint64_t nonce);
    uint64_t probe_texts(uint64_t nonce);
    uint64_t probe_misused(uint64_t nonce);
    uint64_t probe_steps(uint64_t nonce);
"""


def ordered(stage, names):
    """Return names as SQLite orders them, with an index on top that asks for more comparisons."""
    with stage.script.Archive() as archive:
        archive.execute("CREATE TABLE sites (name TEXT COLLATE shortlex PRIMARY KEY)")
        for name in names:
            archive.execute("INSERT INTO sites VALUES (?)", name)
        return [row[0] for row in archive.execute("SELECT name FROM sites ORDER BY name")]


def refused_twice(stage, name):
    """Return what comes of a name that is there already."""
    with stage.script.Archive() as archive:
        archive.execute("CREATE TABLE sites (name TEXT COLLATE shortlex PRIMARY KEY)")
        archive.execute("INSERT INTO sites VALUES (?)", name)
        try:
            archive.execute("INSERT INTO sites VALUES (?)", name)
        except Exception as error:
            return str(error)
    return "no exception"


def compared(stage):
    """Return what the collation says of two names, as the stand-in asks it."""
    with stage.script.Archive() as archive:
        return archive.execute("SELECT")[0][0]


def python_called(stage, many):
    """Return how many more functions of the script are called for many comparisons than for one."""
    with stage.script.Archive() as archive:
        one, more = (_called_for(stage, archive, count) for count in (1, many))
    return more - one


def _called_for(stage, archive, count):
    """Return how many functions of the script are called by a statement of so many comparisons."""
    called = []

    def note(frame, event, _argument):
        if event == "call" and frame.f_code.co_filename == stage.script.__file__:
            called.append(frame.f_code.co_name)

    compared = (f"('buoy {k}' < 'buoy {k + 1}' COLLATE shortlex)" for k in range(count))
    sql = f"SELECT {' + '.join(compared)}"  # a row, whatever is compared
    sys.setprofile(note)
    try:
        archive.execute(sql)
    finally:
        sys.setprofile(None)
    return len(called)


def refusal(stage, scene, *arguments):
    """Return the Error that a scene ends with, and what it says; it is the one of database.py."""
    try:
        globals()[scene](stage, *arguments)
    except sys.modules["database"].Error as error:
        return f"Error: {error}"
    return "no exception"


def opened(stage, path):
    """Open a database."""
    stage.script.Archive(path)


def expanded(stage, sql, values):
    """Return SQL with its values."""
    with stage.script.Archive() as archive:
        return archive.expanded(sql, *values)


def expanded_long(stage, size):
    """Return how long SQL is with a value of so many letters, and how its text begins and ends."""
    text = expanded(stage, "SELECT ?", ["n" * size + "!"])
    return [len(text), text[:10], text[-3:]]


def two_texts(stage, sql, values):
    """Return two texts of which the first is looked at last."""
    with stage.script.Archive() as archive:
        texts = [archive.expanded(sql, value) for value in values]
    collect()
    return texts


def stored(stage, numbers):
    """Return numbers that went into a table as a BLOB, and came back as an array."""
    with stage.script.Archive() as archive:
        archive.execute("CREATE TABLE waves (heights BLOB)")
        blob = np.array(numbers, dtype=np.float64).tobytes()
        archive.execute("INSERT INTO waves VALUES (?)", blob)
        return described(archive.series("SELECT heights FROM waves"))


def handed_over(stage, numbers):
    """Return numbers whose bytes were a value of the SQL, the second of two."""
    with stage.script.Archive() as archive:
        blob = np.array(numbers, dtype=np.float64).tobytes()
        return described(archive.series("SELECT ? WHERE 'a' = ?", blob, "a"))


def first_of_two(stage, numbers):
    """Return a series out of a table whose second row is none."""
    with stage.script.Archive() as archive:
        archive.execute("CREATE TABLE waves (heights)")
        archive.execute("INSERT INTO waves VALUES (?)", np.array(numbers).tobytes())
        archive.execute("INSERT INTO waves VALUES (?)", "none")
        return described(archive.series("SELECT heights FROM waves"))


def updated(stage, *each):
    """Return what the series of a table is after each of some updates."""
    with stage.script.Archive() as archive:
        archive.execute("CREATE TABLE waves (heights BLOB)")
        archive.execute("INSERT INTO waves VALUES (NULL)")
        told = []
        for numbers in each:
            archive.execute("UPDATE waves SET heights = ?", np.array(numbers).tobytes())
            told.append(described(archive.series("SELECT heights FROM waves")))
        return told


def by_name(stage, names):
    """Return one number for each name, asked for in turn."""
    with stage.script.Archive() as archive:
        archive.execute("CREATE TABLE waves (name TEXT, heights BLOB)")
        for place, name in enumerate(names):
            blob = np.array([place + 0.5]).tobytes()
            archive.execute("INSERT INTO waves VALUES (?, ?)", name, blob)
        sql = "SELECT heights FROM waves WHERE name = ?"
        return [described(archive.series(sql, name)) for name in names]


def series(stage, sql):
    """Return an array, looked at when its statement and its database are gone."""
    with stage.script.Archive() as archive:
        array = archive.series(sql)
    collect()
    return described(array)


def first_of_two_series(stage, sql):
    """Return an array whose reader looks at it when another one was asked for and was changed."""
    with stage.script.Archive() as archive:
        array, other = archive.series(sql), archive.series(sql)
    if isinstance(other, np.ndarray) and other.flags.writeable:
        other[...] = -2.0
    return described(array)


def series_after(stage, refused, numbers):
    """Return a series of an archive that has refused others before."""
    with stage.script.Archive() as archive:
        for sql in refused:
            with contextlib.suppress(Exception):
                archive.series(sql)
        return described(archive.series("SELECT ?", np.array(numbers).tobytes()))


def expanded_after(stage, refused, sql, value):
    """Return SQL with its value, of an archive that has refused some before."""
    with stage.script.Archive() as archive:
        with contextlib.suppress(Exception):
            archive.expanded(refused)
        return archive.expanded(sql, value)


def when_closed(stage, what):
    """Ask a database that is closed."""
    with stage.script.Archive() as archive:
        archive.expanded("SELECT 1")
    return getattr(archive, what)("SELECT 1")


def described(array):
    """Return the numbers of an array of float64, or what is there in its place."""
    is_right = isinstance(array, np.ndarray) and array.dtype == np.float64
    return array.tolist() if is_right else array


def series_of(stage, sql, values):
    """Ask SQLite for an array."""
    with stage.script.Archive() as archive:
        return described(archive.series(sql, *values))


def counted(stage, what, way):
    """Count what C has open, or was misused, before and after an archive was used."""
    lib = stage.c(CDEF)[1]
    return stage.counted(getattr(lib, f"probe_{what}"), lambda: WAYS[way](stage.script.Archive))


def _expanded(Archive):
    with Archive() as archive:
        for more in (0, 1, 2000):
            archive.expanded("SELECT ?" + more * " ", "a" + more * "b")


def _no_memory(Archive):
    with Archive() as archive, contextlib.suppress(MemoryError):
        archive.expanded("TOO LONG")


def _read(Archive):
    with Archive() as archive:
        for sql in ("SELECT", "EMPTY"):
            archive.series(sql)


def _refused(Archive):
    with Archive() as archive:
        for sql in ("NOTHING", "NULL", "TEXT", "BROKEN", "ODD"):
            with contextlib.suppress(Exception):
                archive.series(sql)


def _not_opened(Archive):
    with contextlib.suppress(Exception):
        Archive("refusing")


WAYS = {
    "three texts were asked for": _expanded,
    "there was no memory for a text": _no_memory,
    "two series were read": _read,
    "five series were refused": _refused,
    "SQLite had refused the collation": _not_opened,
}
