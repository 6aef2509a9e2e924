"""How the checker uses tables as a program would, and counts what is left of them."""

import gc

ROWS = 20_000  # so that a table outweighs whatever Python itself keeps


def _made(stage, way, title, n):
    return getattr(stage.script.Table, way)(title, n)


def read(stage, way, title, n, metres):
    """Return what a table says, some time after it was made and after others came and went."""
    table = _made(stage, way, title, n)
    others = [_made(stage, way, "another", n) for _ in range(3)]
    del others
    gc.collect()
    return [table.find(metres), table.title(), table.metres()]


def two(stage, way):
    """Return the titles of two tables that live at the same time."""
    first, second = _made(stage, way, "the first", 3), _made(stage, way, "the second", 4)
    return [first.title(), second.title()]


def open_after(stage, ending):
    """Return how many tables C still has when one was used to the `ending`."""
    _, lib = stage.c("int probe_open_count(void);")
    before = lib.probe_open_count()
    table = _made(stage, "from_library", "a stone", 4)
    table.metres()
    ENDINGS[ending](table)
    if ending == "let go":
        del table
    gc.collect()
    return lib.probe_open_count() - before


def _raise_inside(table):
    try:
        with table:
            raise LookupError
    except LookupError:
        pass


def _close_twice(table):
    table.close()
    table.close()


def _leave(table):
    with table:
        pass


ENDINGS = {"let go": lambda table: None, "left": _leave, "raised": _raise_inside, "closed": _close_twice}


def freed_wrongly(stage):
    """Return how often table_free() was given what it had freed before, or never made."""
    _, lib = stage.c("int probe_freed_wrongly(void);")
    before = lib.probe_freed_wrongly()
    for way in ("from_library", "from_python"):
        for end in ENDINGS.values():
            end(_made(stage, way, "a stone", 4))
    gc.collect()
    return lib.probe_freed_wrongly() - before


def end_all(stage, way):
    """Bring a table to each of its endings, where the sanitizer looks at what is freed."""
    for end in ENDINGS.values():
        end(_made(stage, way, "a stone", 4))
    gc.collect()
    return "fine"


def still_held(stage, way, closed):
    """Return how many of eight tables are still in memory after they were let go, or closed."""
    _, lib = stage.c("size_t __sanitizer_get_current_allocated_bytes(void);")
    try:
        held = getattr(lib, "__sanitizer_get_current_allocated_bytes")
    except AttributeError:  # no sanitizer on this machine, and so nobody who knows
        return 0
    closed_ones = []
    _made(stage, way, "the first makes Python warm", ROWS).close()
    gc.collect()
    before = held()
    for _ in range(8):
        table = _made(stage, way, "a stone", ROWS)
        if closed:
            table.close()
            closed_ones.append(table)
    del table
    gc.collect()
    return round((held() - before) / (8 * ROWS))


def use_closed(stage, way, what, *arguments):
    """Use a table after its `with`."""
    with _made(stage, way, "a stone", 4) as table:
        pass
    return getattr(table, what)(*arguments)


def out_of_memory(stage):
    """Ask for a table where C has no memory for one."""
    _made(stage, "from_library", "no memory", 4)
    return "a table"
