"""How the checker calls the C functions of logbook.h."""

ROOM = 2**21  # bytes that there are for entries where memory is scarce


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


def long_name(c, size):
    """Return a name of so many letters; no copy of it was ever made, whose memory would be free."""
    name, written = c.new("char[]", size + 1), 1
    name[0] = b"n"
    while written < size:
        c.ffi.memmove(name + written, name, min(written, size - written))
        written *= 2
    return name


def without_memory(c):
    """Return what logbook_add() says where there is no memory, and how many entries came of that."""
    book = opened(c, ["Sylt"], [28.0])
    long, short = long_name(c, 8 * ROOM), c.new("char[]", b"Helgoland")
    answers, added = [-1, -1], 0  # which is what has to be said
    with c.scarce(ROOM) as is_scarce:
        if is_scarce:
            answers[0] = c.lib.logbook_add(book, long, 1.0)
            while not (answer := c.lib.logbook_add(book, short, 31.0)) and added < ROOM:
                added += 1
            answers[1] = answer
    found = c.lib.logbook_find(book, c.new("char[]", b"Sylt"))
    wind = c.lib.logbook_knots(found) if found != c.ffi.NULL else -1.0
    more = c.lib.logbook_count(book) - added - 1
    c.lib.logbook_free(book)
    return [*answers, more, wind]


def long_found(c, size):
    """Return the winds of two stations whose names begin with the same many letters."""
    book, names = c.lib.logbook_new(), [long_name(c, size + more) for more in (0, 1)]
    for name, speed in zip(names, (12.5, 28.0), strict=True):
        c.lib.logbook_add(book, name, speed)
    entries = [c.lib.logbook_find(book, name) for name in names]
    speeds = [c.lib.logbook_knots(entry) if entry != c.ffi.NULL else -1.0 for entry in entries]
    c.lib.logbook_free(book)
    return speeds
