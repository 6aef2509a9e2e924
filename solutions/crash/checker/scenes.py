"""How the checker uses logbooks as a program would."""

CDEF = """
    uint64_t probe_open(uint64_t nonce);
    uint64_t probe_misused(uint64_t nonce);
    void probe_no_memory(int none);
"""


def filled(stage, stations, knots):
    book = stage.script.Logbook()
    for station, speed in zip(stations, knots, strict=True):
        book.add(station, speed)
    return book


def told(stage, stations, knots, wanted):
    """Return the wind of each station wanted, and how many entries there are."""
    book = filled(stage, stations, knots)
    return [*(book.knots(station) for station in wanted), len(book)]


def told_again(stage, station, knots):
    """Return the wind of a station after each entry, and how many entries there are then."""
    book = stage.script.Logbook()
    found = [len(book)]
    for speed in knots:
        book.add(station, speed)
        found += [book.knots(station), len(book)]
    return found


def missing(stage, stations, wanted):
    """Ask for a station that the logbook does not have."""
    return filled(stage, stations, [1.0] * len(stations)).knots(wanted)


def after_missing(stage, stations):
    """Return what a logbook tells after it was asked for what it does not have."""
    book = filled(stage, stations, [float(k) for k in range(len(stations))])
    found = []
    for station in ("nowhere", stations[-1], "", stations[0]):
        try:
            found.append(book.knots(station))
        except KeyError:
            found.append("KeyError")
    return found


def closed(stage, times):
    """Use a logbook, and close it so often."""
    book = filled(stage, ["Helgoland", "Sylt"], [31.0, 28.0])
    for _ in range(times):
        book.close()


def counted(what):
    """Return a scene that closes a logbook so often, and counts `what` came of it."""

    def scene(stage, times):
        _, lib = stage.c(CDEF)
        return stage.counted(getattr(lib, what), lambda: closed(stage, times))

    return scene


left_open, freed_wrongly = counted("probe_open"), counted("probe_misused")


def without_memory(stage, what):
    """Use a logbook where C has no memory; return what it has afterwards."""
    _, lib = stage.c(CDEF)
    book = stage.script.Logbook()
    before, raised = len(book), "no exception"
    lib.probe_no_memory(1)
    try:
        stage.script.Logbook() if what == "Logbook" else book.add("Sylt", 28.0)
    except MemoryError:
        raised = "MemoryError"
    finally:
        lib.probe_no_memory(0)
    return [raised, len(book) - before]


def never_added(stage, station):
    """Ask for a station whose entry C had no memory for."""
    _, lib = stage.c(CDEF)
    book = filled(stage, ["Helgoland"], [31.0])
    lib.probe_no_memory(1)
    try:
        book.add(station, 28.0)
    except MemoryError:
        pass
    finally:
        lib.probe_no_memory(0)
    return book.knots(station)


def open_after_close(stage, entries):
    """Count the logbooks that C has after close(), while Python has the object still."""
    _, lib = stage.c(CDEF)

    def use():
        book = filled(stage, ["Helgoland"] * entries, [31.0] * entries)
        book.close()
        return book

    return stage.counted(lib.probe_open, use)


def refused(stage, what):
    """Use a logbook that is closed."""
    book = filled(stage, ["Helgoland"], [31.0])
    book.close()
    uses = {
        "len": lambda: len(book),
        "add": lambda: book.add("Sylt", 28.0),
        "knots": lambda: book.knots("Helgoland"),
    }
    return stage.refused(uses[what])
