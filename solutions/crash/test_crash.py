"""What is checked in the crash exercise. Each docstring is the sentence the learner reads."""

from math import inf, nan

from cffi_workshop.checks import check, counted

STATIONS = ("Helgoland", "Sylt", "Zugspitze", "Kap Arkona", "Ωραία", "久美子", "")
# No two of them are one, whatever else they have in common.
ALIKE = ("Rom", "rom", " Rom", "Rom ", "Rom\n", "Rom\nNord", "Rom\t1", "Rom\r", "Rom,1", "Rom;1")
ALIKE += (
    "Zoë",
    "Zoe\u0308",
    "Zoe",
    "Zo?",
    "久",
    "子",
    "12",
    "Rom\x01",
    "Rom\x7f",
    "Rom/1",
    "Rom:1",
)
ODD_WINDS = (0.0, -0.0, -1.5, 1e300, inf, nan)


def drawn(rng, count):
    """Return so many stations, some of them twice, and the wind at each, which may be none."""
    stations = [f"{rng.choice(STATIONS)} {rng.randint(0, 2 * count)}" for _ in range(count)]
    knots = [rng.choice([rng.uniform(0, 120), *ODD_WINDS]) for _ in range(count)]
    knots[:1] = [rng.uniform(0, 120)][:count]  # what is wrong of all winds is wrong of this one
    return stations, knots


def newest(stations, knots):
    """Return the last wind of each station."""
    return dict(zip(stations, knots, strict=True))


def keeps(stage, stations, knots):
    """Fail unless each station has its newest wind, and all entries are counted."""
    wanted = list(newest(stations, knots))
    entries, places = counted(len(stations), "entry", "entries"), counted(len(wanted), "station")
    shown = f"A logbook got {entries}. The winds of {places}, and the number of entries, are"
    result = stage.call("found", stations, knots, wanted, shown=shown)
    result.equals([*newest(stations, knots).values(), len(stations)])


@check(points=1)
def test_compiles(c):
    """logbook.c compiles, with all functions as logbook.h declares them"""
    c.compiles()


@check(points=1, needs="compiles")
def test_few(c, rng):
    """logbook.c keeps a few entries, and finds the newest of a station"""
    for count in (1, 0, 3, 8):
        keeps(c, *drawn(rng, count))
    keeps(c, STATIONS[: len(ODD_WINDS)], ODD_WINDS)  # each of them, whatever was drawn
    for place in range(1, len(ALIKE), 7):  # as many as there is room for
        few = (ALIKE[0], *ALIKE[place : place + 7])
        keeps(c, few, [float(knots) for knots in range(len(few))])
    shown = (
        "A logbook has one entry, for Helgoland. The wind of Sylt (-1 means none), the wind of "
        "Helgoland, and the number of entries, are"
    )
    result = c.call("found", ["Helgoland"], [31.0], ["Sylt", "Helgoland"], shown=shown)
    result.equals([-1.0, 31.0, 1])


@check(points=2, needs="few")
def test_many(c, rng):
    """logbook.c makes room before an entry that would not fit"""
    for count in (9, 24, 25, 56, 57, rng.randint(60, 400)):
        keeps(c, *drawn(rng, count))
    for count in c.sizes(2**17):
        entries = counted(count, "entry", "entries")
        shown = f"A logbook got {entries}. The last wind, and the number of entries, are"
        c.call("last_of_many", count, shown=shown).equals([count - 1.0, count])


@check(points=2, needs="few")
def test_long_names(c, rng):
    """logbook.c copies a name of any length, where there is memory for it"""
    short, long = range(33), (254, 255, 256, 300, 511, 65_535, 65_536, rng.randint(600, 5000))
    for length in (*short, *long):
        keeps(c, ["Llanfairpwll" * (length // 12) + "g" * (length % 12), "Sylt"], [12.5, 28.0])
    for length in (3, 90, rng.randint(600, 5000)):  # they differ in one byte, wherever that is
        places = sorted({0, length // 3, length // 2, length - 2, length - 1})
        names = ["".join("n" if k != place else "m" for k in range(length)) for place in places]
        keeps(c, ["n" * length, *names], [float(k) for k in range(len(names) + 1)])
    for size in (2**20 + rng.randint(1, 2**20), *c.sizes(2**24)):
        shown = f"One station has a name of {counted(size, 'letter')}, and another one has a letter more. Their winds are"
        c.call("long_found", size, shown=shown).equals([12.5, 28.0])
    shown = (
        "One station has a name of {} letters, and another one has a letter more. Their winds are"
    )
    c.counts_wide("long_found", [((rng.randint(66_000, 67_000),), [12.5, 28.0])], shown)
    shown = (
        "logbook_add() was called twice without memory, and more often when there was memory "
        "again. Its first two answers, the number of entries from them, the wind of Sylt, and "
        "later two winds, are"
    )
    c.call("without_memory", shown=shown).equals([-1, -1, 0, 28.0, 28.0, 0.0])
    shown = "Entries were added while there was no memory. Bytes never freed, for each entry:"
    c.call("left_without_memory", shown=shown).equals(0, cause="leak")
    shown = (
        "Logbooks were made, and there was no memory for their first entry. Bytes never freed, "
        "for each logbook:"
    )
    c.call("left_of_refused", shown=shown).equals(0, cause="leak")
    shown = (
        "An entry was added while there was no memory at all, and another one while there was "
        "memory for its name alone. Bytes never freed:"
    )
    c.call("left_of_one_name", shown=shown).equals(0, cause="leak")


@check(points=1, needs=["many", "long-names"])
def test_no_leak(c, rng):
    """logbook.c leaves no memory behind"""
    for count in (0, 1, 9, 60):  # also where it has made room several times
        keeps(c, *drawn(rng, count))
    c.leaks_nothing()


@check(points=1, needs="few")
def test_no_warnings(c):
    """logbook.c compiles without a warning"""
    c.has_no_warnings()


@check(points=1)
def test_imports(binding):
    """{script} can be imported, and its cdef says what logbook.h says"""
    binding.imports()
    binding.declares()


@check(points=1, needs="imports")
def test_winds(binding, rng):
    """A Logbook in {script} tells the newest wind of each station"""
    for count in (1, 0, 7, rng.randint(20, 60)):
        stations, knots = drawn(rng, count)
        stations[-1:] = [""][:count]  # a name of no letters is one, too
        wanted = list(newest(stations, knots))
        places, entries = counted(len(wanted), "station"), counted(count, "entry", "entries")
        shown = f"A logbook got {entries}. The winds of {places}, and the number of entries, are"
        result = binding.play("told", stations, knots, wanted, shown=shown)
        result.equals([*newest(stations, knots).values(), count])
    knots = [float(place) for place in range(len(ALIKE))]
    shown = f"The winds of {', '.join(map(repr, ALIKE))}, and the number of entries, are"
    result = binding.play("told", ALIKE, knots, ALIKE, shown=shown)
    result.equals([*knots, len(ALIKE)])
    knots = [rng.randint(0, 60) + place / 4 for place in range(3)]
    told = [0, *(each for place, wind in enumerate(knots) for each in (wind, place + 1))]
    shown = (
        "Three entries were added to a logbook. The number of entries before them, and then the "
        "wind and the number after each, are"
    )
    binding.play("told_again", rng.choice(STATIONS), knots, shown=shown).equals(told)


@check(points=2, needs="winds")
def test_missing(binding, rng):
    """A Logbook in {script} raises KeyError for a station that it does not have"""
    for stations, wanted in ((["Helgoland"], "Sylt"), ([], "Sylt"), (["Helgoland"], "Helgo")):
        shown = f"Asking a logbook with the stations {stations} for {wanted!r} returned"
        binding.play("missing", stations, wanted, shown=shown).raises(KeyError)
    stations, _ = drawn(rng, rng.randint(2, 9))
    first, last = (newest(stations, range(len(stations)))[stations[k]] for k in (0, -1))
    shown = (
        "A logbook was asked in turn for a station without an entry and for one with an entry. "
        "It gave"
    )
    told = binding.play("after_missing", stations, shown=shown)
    told.equals(["KeyError", float(last), "KeyError", float(first)])
    shown = "add('Sylt', 28.0) was called while C had no memory. After that, knots('Sylt') returned"
    binding.play("never_added", "Sylt", over="probe", shown=shown).raises(KeyError)


@check(points=2, needs="winds")
def test_closes(binding):
    """close() in {script} frees C's logbook, once"""
    for times, calls in ((1, "one call"), (2, "two calls"), (0, "no call")):
        shown = f"A logbook was let go after {calls} of close(). How often logbook_free() got it after it was freed:"
        binding.count("freed_wrongly", times, shown=shown).equals(0, cause="use-after-free")
        shown = f"After {calls} of close(), the number of logbooks that C still has is"
        binding.count("left_open", times, shown=shown).equals(0, cause="leak")
    for entries, empty in ((1, ""), (0, " of an empty one")):
        shown = f"Right after close(){empty}, the number of logbooks that C still has is"
        binding.count("open_after_close", entries, shown=shown).equals(0, cause="leak")
    for what in ("knots", "add", "len"):
        shown = f"{what}() after close() returned"
        binding.play("refused", what, over="probe", shown=shown).raises(ValueError)


@check(points=1, needs="winds")
def test_calls_c(binding, rng):
    """The winds of {script} come from C ({mode})"""
    more, added = binding.drawn[0], binding.drawn[1] * 65537
    for count in (rng.randint(3, 20), 2, rng.randint(21, 30)):
        stations, knots = drawn(rng, count)
        wanted, winds = list(newest(stations, knots)), [*newest(stations, knots).values()]
        places = counted(len(wanted), "station")
        shown = f"Over a library of the check, the winds of {places} and the number of entries are"
        real, probe = [*winds, count], [*(wind + more for wind in winds), count + added]
        cause = "did-not-call-c"
        arguments = ("told", stations, knots, wanted)
        parts = (0, 1)  # a wind, and the number of entries
        binding.calls_c(*arguments, real=real, probe=probe, cause=cause, shown=shown, parts=parts)
    for what in ("Logbook", "add"):
        shown = f"{what}() was called while C had no memory. What it raised, and the number of new entries, are"
        told = binding.play("without_memory", what, over="probe", shown=shown)
        told.equals(["MemoryError", 0])


@check(points=1, needs=["many", "long-names", "missing", "closes"])
def test_programs(together, rng):
    """{script} and your logbook.c keep many entries together"""
    stations, knots = drawn(rng, rng.randint(60, 200))
    stations[7] *= 50
    wanted = list(newest(stations, knots))
    shown = f"The winds of {counted(len(wanted), 'station')}, and the number of entries, are"
    result = together.play("told", stations, knots, wanted, shown=shown)
    result.equals([*newest(stations, knots).values(), len(stations)])
