"""How the checker calls the C functions of logbook.h."""


def opened(c, stations, knots):
    """Return a logbook with an entry for each station."""
    book = c.lib.logbook_new()
    for station, speed in zip(stations, knots, strict=True):
        if c.lib.logbook_add(book, c.new("char[]", station.encode()), speed):
            raise RuntimeError("logbook_add() returned -1")
    return book


def found(c, stations, knots, wanted):
    """Return the wind of each station wanted, or -1 where there is no entry, and the count."""
    book = opened(c, stations, knots)
    entries = [c.lib.logbook_find(book, c.new("char[]", each.encode())) for each in wanted]
    speeds = [c.lib.logbook_knots(entry) if entry != c.ffi.NULL else -1.0 for entry in entries]
    count = c.lib.logbook_count(book)
    c.lib.logbook_free(book)
    return [*speeds, count]
