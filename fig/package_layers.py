"""A binding in layers: what people import, what cffi made, and the C below it."""

from drawing import arrow, figure, lines, station, text

LEFT, WIDE, TALL, STEP = 1, 250, 58, 92
BESIDE = LEFT + WIDE + 22
LAYERS = (
    (("a program", "`database.column(sql)`"), "tool", ("knows", "no C")),
    (("`database.py`", "the class `Database`"), "python", ("owns, checks,", "converts")),
    (("`_sqlite`", "`ffi` and `lib`, by cffi"), "python", ("the cdef, held", "by the compiler")),
    (("`columns.c`, our loop", "`columns_fill()`"), "c", ("one call for", "65,536 rows")),
    (("`libsqlite3`", "of the system"), "c", ("linked, not", "compiled in")),
)


def draw() -> str:
    high = 14 + STEP * len(LAYERS) - (STEP - TALL)
    return figure(
        "The layers of the package mysqlite",
        """
        Five boxes below each other, each calls the next. A program knows no C. database.py with
        the class Database owns, checks and converts. The module _sqlite, made by cffi, has ffi and
        lib; the compiler held its cdef against the header. columns.c is our loop, called once for
        65,536 rows. libsqlite3 of the system is linked, and not compiled in. A dashed arrow leads
        from libsqlite3 back up to database.py: SQL calls a Python function.
        """,
        high,
        *(part for number, layer in enumerate(LAYERS) for part in shown(number, *layer)),
        *back(),
    )


def shown(number: int, says: tuple, look: str, does: tuple) -> list[str]:
    y = 6 + number * STEP
    middle = LEFT + WIDE / 2
    return [
        *station(LEFT, y, WIDE, TALL, says, look),
        lines(BESIDE + 26, y + 24, does),
        *([] if number == 0 else [arrow([(middle, y - STEP + TALL + 2), (middle, y - 2)])]),
    ]


def back() -> list[str]:
    """Return the way of a call from SQL to Python."""
    bottom, top = 6 + 4 * STEP + TALL / 2, 6 + STEP + TALL / 2
    way = [(LEFT + WIDE + 2, bottom), (BESIDE, bottom), (BESIDE, top), (LEFT + WIDE + 4, top)]
    return [
        arrow(way, "quiet dashed"),
        text(BESIDE + 12, 6 + 3.5 * STEP + TALL / 2 + 4, "SQL calls Python", "quiet"),
    ]
