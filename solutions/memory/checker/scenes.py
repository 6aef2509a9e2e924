"""How the checker uses tables as a program would, and has C count what is left of them."""

import builtins
import contextlib
from gc import collect

ROWS = 20_000  # so that a table outweighs whatever Python itself keeps
TITLE = "Stein, Ζευς, 🪨"  # no ASCII, for whatever looks at it when the table goes
CDEF = """
    uint64_t probe_given(uint64_t nonce);
    uint64_t probe_open(uint64_t nonce);
    uint64_t probe_misused(uint64_t nonce);
    uint64_t probe_filled(uint64_t nonce);
    void probe_fill_anew(int added);
"""


def _made(stage, way, title, n):
    return getattr(stage.script.Table, way)(title, n)


def read(stage, way, title, n, places, all_of_it=True):
    """Return what a table says, and what it says once more.

    It is asked some time after it was made, when others came and went. Without
    `all_of_it`, return what it finds, once.
    """
    table = _made(stage, way, title, n)
    if not all_of_it:
        return [table.find(metres) for metres in places]
    others = [_made(stage, way, "another", n) for _ in range(3)]
    del others
    collect()
    first = [[table.find(metres) for metres in places], table.title(), table.metres()]
    second = [table.title(), table.metres()]
    again = table.metres()  # while the others are still looked at
    again.append("its own list each time")
    return [first, second]


def found(stage, way, n, places):
    """Return the seconds alone at which the stone has fallen so far."""
    return read(stage, way, "a stone", n, places, all_of_it=False)


def long(stage, way, n):
    """Return how many rows a table has, and the last one."""
    rows = _made(stage, way, "a stone", n).metres()
    return [len(rows), rows[-1]]


def some_rows(stage, way, n, places):
    """Return some rows of a table."""
    rows = _made(stage, way, "a stone", n).metres()
    return [rows[place] for place in places]


def filled_anew(stage, way, n):
    """Return the rows of two tables, between which C begins to fill in other numbers.

    Both are read when both are there: each has to have memory of its own.
    """
    _, lib = stage.c(CDEF)
    table = _made(stage, way, "a stone", n)
    lib.probe_fill_anew(1)
    other = _made(stage, way, "a stone", n)
    lib.probe_fill_anew(0)
    return [table.metres(), other.metres()]


def many(stage, way, count):
    """Return what tables have that live at the same time."""
    tables = [_made(stage, way, f"table {number % 50}", number % 7) for number in range(count)]
    return [[table.title(), table.metres()] for table in tables]


def kept_rows(stage, way, n=5):
    """Return rows that were read before their table was closed and gone."""
    with _made(stage, way, "a stone", n) as table:
        rows = table.metres()
    table.close()
    del table
    collect()
    others = [_made(stage, way, "another", 5) for _ in range(3)]
    del others
    return rows


def as_target(stage, way):
    """Return whether a with block is given the table itself."""
    table = _made(stage, way, "a stone", 4)
    with table as target:
        return target is table


def after_error(stage, way, name):
    """Return what comes out of a with block in which an exception was raised."""
    try:
        with _made(stage, way, "a stone", 4):
            raise getattr(builtins, name)
    except getattr(builtins, name):
        return name
    return "no exception"


def counted(stage, what, action):
    """Return what C counts before something was done and after it, while what came of it is kept."""
    _, lib = stage.c(CDEF)
    return stage.counted(getattr(lib, f"probe_{what}"), action)


def calls(stage, what, way, n):
    """Count what C was asked while one table was made."""
    return counted(stage, what, lambda: _made(stage, way, TITLE, n).metres())


def open_while_used(stage):
    """Count the tables that C has while one of them is in use."""
    return counted(stage, "open", lambda: _made(stage, "from_library", TITLE, 4))


def open_after(stage, ending, n):
    """Count the tables that C still has when one was used to the `ending`."""

    def use():
        table = _made(stage, "from_library", TITLE, n)
        table.metres()
        return ENDINGS[ending](table)

    return counted(stage, "open", use)


def misused(stage):
    """Count what table_free() was given that it had freed before, or never made."""

    def use():
        for way in ("from_library", "from_python"):
            for n in (4, 0):
                for end in ENDINGS.values():
                    end(_made(stage, way, TITLE, n))

    return counted(stage, "misused", use)


def misused_without_memory(stage):
    """Count the same where C had no memory for a table."""

    def use():
        with contextlib.suppress(MemoryError):
            _made(stage, "from_library", "no memory", 4)

    return counted(stage, "misused", use)


def _raise_inside(table):
    try:
        with table:
            raise LookupError
    except LookupError:
        return table


def _interrupt_inside(table):
    try:
        with table:
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        return table


def _close_twice(table):
    table.close()
    table.close()
    return table


def _leave(table):
    with table:
        pass
    return table


def _close_inside(table):
    with table:
        table.close()
    return table


def _keep_closed(table):
    table.close()
    return table


def _in_a_cycle(table):
    with table:
        cycle = [table]
        cycle.append(cycle)


ENDINGS = {
    "let go": lambda table: None,
    "left": _leave,
    "raised": _raise_inside,
    "interrupted": _interrupt_inside,
    "closed": _close_twice,
    "closed inside": _close_inside,
    "closed and kept": _keep_closed,
    "left in a cycle": _in_a_cycle,
}


def end_all(stage, way):
    """Bring a table to each of its endings, where the sanitizer looks at what is freed."""
    for n in (4, 0):
        for end in ENDINGS.values():
            end(_made(stage, way, TITLE, n))
    collect()
    return "fine"


def still_held(stage, way, closed):
    """Return how many of eight tables are still in memory after they were let go, or closed."""
    closed_ones = []
    # As large as the rows. Who keeps such a text alone takes no memory for it.
    titles = [TITLE, *(f"{number} {'g' * 8 * ROWS}" for number in range(1, 9))]

    def call(number):
        table = _made(stage, way, titles[number], ROWS if number else 1)  # a short one warms up
        if closed or not number:
            table.close()
            closed_ones.append(table)

    return stage.kept(call, 8 * ROWS)


def use_closed(stage, way, n, what, *arguments):
    """Use a table after its `with`."""
    with _made(stage, way, TITLE, n) as table:
        pass
    return stage.refused(lambda: getattr(table, what)(*arguments))


def out_of_memory(stage, n):
    """Ask for a table where C has no memory for one."""
    _made(stage, "from_library", "no memory", n)
    return "a table"
