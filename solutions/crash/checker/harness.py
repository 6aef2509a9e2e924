"""How the checker calls the C functions of logbook.h."""

import functools
from contextlib import contextmanager
from itertools import pairwise

import cffi

ROOM = 2**21  # bytes that there are for entries where memory is scarce
MORE = 9  # entries, once there is memory again
TRIES = 20  # entries that there is no memory for, in each of the
ROUNDS = 10  # rounds, which are more than the seven blocks of a size that free() keeps at hand
SPARE = 2**21  # bytes that malloc() has in that case
ONE_NAME = 1000  # bytes of a name, which is no size of anything else
IN_USE = 7  # the place of that number among those of glibc's mallinfo2()


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


def last_of_many(c, count):
    """Return the wind of the last of so many entries, and the count."""
    book, last = c.lib.logbook_new(), c.new("char[]", b"last")
    station = c.new("char[]", b"Sylt")
    for number in range(count):
        name = last if number == count - 1 else station
        if c.lib.logbook_add(book, name, float(number)):
            raise RuntimeError("logbook_add() returned -1")
    told = [wind_of(c, book, b"last"), c.lib.logbook_count(book)]
    c.lib.logbook_free(book)
    return told


def long_name(c, size):
    """Return a name of so many letters; no copy of it was ever made, whose memory would be free."""
    name, written = c.new("char[]", size + 1), 1
    name[0] = b"n"
    while written < size:
        c.ffi.memmove(name + written, name, min(written, size - written))
        written *= 2
    return name


def without_memory(c):
    """Return what logbook_add() says where there is no memory.

    Return too how many entries came of that, and winds before and after more
    entries were added.
    """
    book = opened(c, ["Sylt"], [28.0])
    long, short = long_name(c, 8 * ROOM), c.new("char[]", b"Helgoland")
    answers, added = [-1, -1], 0  # which is what has to be said
    with c.scarce(ROOM) as is_scarce:
        if is_scarce:
            answers[0] = c.lib.logbook_add(book, long, 1.0)
            while not (answer := c.lib.logbook_add(book, short, 31.0)) and added < ROOM:
                added += 1
            answers[1] = answer
    wind, more = wind_of(c, book, b"Sylt"), c.lib.logbook_count(book) - added - 1
    for number in range(MORE):
        c.lib.logbook_add(book, c.new("char[]", b"number %d" % number), float(number))
    winds = [wind, wind_of(c, book, b"Sylt"), wind_of(c, book, b"number 0")]
    c.lib.logbook_free(book)
    return [*answers, more, *winds]


def wind_of(c, book, station):
    """Return the newest wind of a station, or -1."""
    entry = c.lib.logbook_find(book, c.new("char[]", station))
    return c.lib.logbook_knots(entry) if entry != c.ffi.NULL else -1.0


def left_without_memory(c):
    """Return how many bytes each entry leaves behind that there is no memory for."""
    libc, left = glibc(), 0
    book, short = opened(c, ["Sylt"], [28.0]), c.new("char[]", b"Helgoland")
    if libc:
        # What is spare is for names, and not for as many entries as a book makes room for.
        with spare(libc), c.scarce(SPARE // 32) as is_scarce:
            while is_scarce and not c.lib.logbook_add(book, short, 31.0):
                pass
            if is_scarce and has_room(libc):  # else Python has none either: a book takes one by one
                left = left_by_each(c, libc, lambda: c.lib.logbook_add(book, short, 31.0))
    c.lib.logbook_free(book)
    return left


def left_of_refused(c):
    """Return how many bytes each logbook leaves behind whose first entry there is no memory for."""
    libc, left = glibc(), 0
    long = long_name(c, 8 * ROOM)
    with c.scarce(ROOM) as is_scarce:
        if is_scarce and libc:
            left = left_by_each(c, libc, lambda: refuse_first_entry(c, long))
    return left


def left_by_each(c, libc, refuse):
    """Return how many bytes each call leaves behind, in every round of calls.

    Where memory is scarce, Python's own objects lie in malloc()'s blocks too: an int is one, and
    what free() keeps at hand counts as given.
    """
    marks = c.new("size_t[]", ROUNDS)
    for number in range(ROUNDS):
        for _ in range(TRIES):
            refuse()
        marks[number] = libc.mallinfo2().numbers[IN_USE]
    left = min(after - before for before, after in pairwise(marks))
    return max(0, left // TRIES)


def refuse_first_entry(c, name):
    book = c.lib.logbook_new()
    c.lib.logbook_add(book, name, 1.0)
    c.lib.logbook_free(book)


def left_of_one_name(c):
    """Return how many bytes are lost where there is memory for nothing, then for one name alone.

    So each of the blocks that an entry may need is once the one that there is no memory for.
    """
    libc, lost = glibc(), 0
    book, name = opened(c, ["Sylt"], [28.0]), c.new("char[]", b"n" * (ONE_NAME - 1))
    with c.scarce(ROOM) as is_scarce:
        if is_scarce and libc:
            room = libc.malloc(ONE_NAME)
            with all_taken(c, libc):
                c.lib.logbook_add(book, name, 1.0)
                libc.free(room)  # free() keeps it at hand, and malloc() cuts nothing off of it
                answer = c.lib.logbook_add(book, name, 1.0)
                room = libc.malloc(ONE_NAME)
                lost = 0 if room or not answer else ONE_NAME
                libc.free(room)
    c.lib.logbook_free(book)
    return lost


@contextmanager
def all_taken(c, libc):
    """Take all memory that malloc() has; the blocks lie in a chain, since Python has none either."""
    last = c.ffi.NULL
    for size in (2**16, 2**12, 2**8, 24):
        while block := libc.malloc(size):
            c.ffi.cast("void **", block)[0] = last
            last = block
    yield
    while last:
        block, last = last, c.ffi.cast("void **", last)[0]
        libc.free(block)


@contextmanager
def spare(libc):
    """Have malloc() keep memory that is free, below a block that is not."""
    blocks = [libc.malloc(SPARE // 32) for _ in range(31)]
    last = libc.malloc(1)
    for block in blocks:
        libc.free(block)
    yield
    libc.free(last)


def has_room(libc):
    """Say whether malloc() still gives a block of some size."""
    block = libc.malloc(SPARE // 128)
    libc.free(block)
    return bool(block)


@functools.cache
def glibc():
    """Return the C library, if it is one that tells how many bytes it has given."""
    ffi = cffi.FFI()
    ffi.cdef("""
        struct mallinfo2 { size_t numbers[10]; };
        struct mallinfo2 mallinfo2(void);
        void *malloc(size_t);
        void free(void *);
    """)
    libc = ffi.dlopen(None)
    return libc if hasattr(libc, "mallinfo2") else None


def long_found(c, size):
    """Return the winds of two stations whose names begin with the same many letters."""
    book, names = c.lib.logbook_new(), [long_name(c, size + more) for more in (0, 1)]
    for name, speed in zip(names, (12.5, 28.0), strict=True):
        c.lib.logbook_add(book, name, speed)
    entries = [c.lib.logbook_find(book, name) for name in names]
    speeds = [c.lib.logbook_knots(entry) if entry != c.ffi.NULL else -1.0 for entry in entries]
    c.lib.logbook_free(book)
    return speeds
