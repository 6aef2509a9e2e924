"""How the checker uses rankings as a program would, with keys of its own."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from gc import collect
from threading import get_ident
from weakref import ref

import cffi

KEYS = {
    "number": lambda entry: entry,
    "size": abs,
    "length": len,
    "last": lambda entry: entry[-1],
    "same": lambda entry: 0,
    "negative": lambda entry: -entry,
    "pair": lambda entry: (len(entry), entry),
}
CDEF = """
    uint64_t probe_open(uint64_t nonce);
    uint64_t probe_misused(uint64_t nonce);
    uint64_t probe_contradictions(uint64_t nonce);
    uint64_t probe_unequal(uint64_t nonce);
    void probe_no_memory(int new_ones, int entries);
    void probe_meet(int threads);
"""
_callback = cffi.FFI.callback


def counted(stage, what, action):
    """Return what C counts before something was done and after it."""
    _, lib = stage.c(CDEF)
    count = getattr(lib, f"probe_{what}")
    collect()
    before = count(stage.nonce)
    action(lib)
    collect()
    return [before, count(stage.nonce)]


def contradictions(stage, numbers):
    """Count the pairs for which compare_numbers() said the same
    in both directions, or something else.
    """
    return counted(stage, "contradictions", lambda lib: stage.script.sorted_numbers(numbers))


def entries_contradicted(stage, entries):
    """Count the pairs for which compare_entries() said the same
    in both directions, or something else.
    """
    ranking = stage.script.Ranking(KEYS["number"])
    return counted(stage, "contradictions", lambda lib: [ranking.add(each) for each in entries])


def not_equal(stage, entries):
    """Count the pairs with equal keys for which compare_entries() said something else."""
    _, lib = stage.c(CDEF)
    ranking = stage.script.Ranking(KEYS["same"])
    lib.probe_unequal(0)
    for entry in entries:
        ranking.add(entry)
    return lib.probe_unequal(stage.nonce)


def callbacks_gone(stage):
    """Return how many callbacks of a ranking are gone while it is in use."""
    made, original = [], cffi.FFI.callback

    def noting(ffi, cdecl, function=None, *args, **options):
        if function is None:
            return lambda function: noting(ffi, cdecl, function, *args, **options)
        callback = original(ffi, cdecl, function, *args, **options)
        made.append(ref(callback))
        return callback

    cffi.FFI.callback = noting
    try:
        ranking = stage.script.Ranking(abs)
        collect()
        gone = sum(callback() is None for callback in made)
    finally:
        cffi.FFI.callback = original
    del ranking
    return gone


def ranked(stage, key, entries):
    """Return entries as a ranking has them that was made well
    before they were added; and once more.
    """
    ranking = stage.script.Ranking(KEYS[key])
    others = [
        cffi.FFI().new_handle(None) for _ in range(20)
    ]  # they take the place of one that is gone
    del others
    collect()
    for entry in entries:
        ranking.add(entry)
    first = ranking.entries()
    copy = list(first)
    first.append("its own list each time")
    return [copy, ranking.entries()]


def other_objects(stage):
    """Return how many entries are none of those that were added; each is a list, as any may be."""
    ranking, added = stage.script.Ranking(len), [[1], [2, 3], []]
    for entry in added:
        ranking.add(entry)
    return sum(all(entry is not each for each in added) for entry in ranking.entries())


def as_they_come(stage, entries):
    """Return what a ranking has after each entry."""
    ranking, seen = stage.script.Ranking(abs), []
    for entry in entries:
        ranking.add(entry)
        seen.append(ranking.entries())
    return seen


def many_at_once(stage, entries, count):
    """Return what many rankings have that are filled in turn, with keys in turn."""
    names = [("length", "last", "pair", "same")[number % 4] for number in range(count)]
    rankings = [stage.script.Ranking(KEYS[name]) for name in names]
    for entry in entries:
        for ranking in reversed(rankings):
            ranking.add(entry)
    return [ranking.entries() for ranking in rankings]


def asked_elsewhere(stage, entries):
    """Return how many keys were asked for in the other of two threads, each with its ranking."""
    elsewhere = []

    def work(_):
        thread = get_ident()

        def key(entry):
            if get_ident() != thread:
                elsewhere.append(entry)
            return entry

        ranking = stage.script.Ranking(key)
        for entry in entries:
            ranking.add(entry)

    in_two_threads(stage, work, (1, 2))
    return len(elsewhere)


def in_two_threads(stage, work, names):
    """Return what two threads do that are in ranking_add() at the same time."""
    _, lib = stage.c(CDEF)
    lib.probe_meet(2)
    try:
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(work, names))
    finally:
        lib.probe_meet(0)


def raised_in_two_threads(stage):
    """Return what two threads get whose keys raise at the same time."""

    def work(name):
        error = raised_by_add(stage, LookupError(name))
        return f"{type(error).__name__}: {error}"

    return in_two_threads(stage, work, ("of the first", "of the second"))


def raises_the_same(stage):
    """Return whether what add() raises is what the key raised, and no copy of it."""
    given = LookupError("the one and only")
    return raised_by_add(stage, given) is given


def raised_by_add(stage, error):
    """Return what add() of a second entry raises, whose key raises an error; None where nothing."""

    def key(entry):
        if entry:
            raise error
        return 0

    ranking = stage.script.Ranking(key)
    ranking.add(0)
    try:
        ranking.add(1)
    except BaseException as raised:
        return raised


def nested(stage, entries):
    """Return entries as a ranking has them whose key makes and fills another one."""

    def last_letter(entry):
        letters = stage.script.Ranking(KEYS["number"])
        for letter in entry:
            letters.add(letter)
        return letters.entries()[-1]

    ranking = stage.script.Ranking(last_letter)
    for entry in entries:
        ranking.add(entry)
    return ranking.entries()


def raised_beyond_exception(stage):
    """Return what add() raises where the key raises what is no Exception, and what is left."""

    def key(entry):
        if isinstance(entry, type):
            raise entry
        return 0

    ranking, raised = stage.script.Ranking(key), []
    ranking.add("first")
    kinds = (KeyboardInterrupt, SystemExit, GeneratorExit)
    for kind in (*kinds, RecursionError, MemoryError):
        try:
            ranking.add(kind)
        except BaseException as error:
            raised.append(type(error).__name__)
    try:  # an entry that stayed would have its key asked here, and nobody would know whose fault
        ranking.add("last")
        left = ranking.entries()
    except BaseException as error:
        left = [f"add() of another entry raises {type(error).__name__}"]
    return [*raised, left]


def refused_between(stage, numbers):
    """Return numbers as a ranking has them that was given a text after each of them."""
    ranking = stage.script.Ranking(lambda entry: entry.year)
    for number in numbers:
        ranking.add(_Entry(number))
        with contextlib.suppress(TypeError):
            ranking.add(_Entry(str(number)))  # which goes, and leaves its place to the next
    return [entry.year for entry in ranking.entries()]


def raised(stage, entries):
    """Add entries of which some have no key, and return what was
    raised, and what the ranking has then.
    """
    ranking, exceptions = stage.script.Ranking(_recorded_year), []
    for entry in entries:
        try:
            ranking.add(entry)
        except Exception as error:
            exceptions.append(f"{type(error).__name__}: {error}")
    return [exceptions, ranking.entries()]


def _recorded_year(entry):
    if entry[0] == "?":
        raise LookupError(f"nobody knows when {entry[1:]} was")
    return int(entry[-4:])


def raise_once(stage, kind):
    """Add an entry that cannot be compared with the one before."""
    ranking = stage.script.Ranking(_recorded_year if kind == "key" else lambda entry: entry)
    ranking.add("Lisbon 1755" if kind == "key" else 1755)
    ranking.add("?Atlantis" if kind == "key" else "1755")
    return ranking.entries()


def raised_in_another(stage, entries):
    """Return what two rankings have, one of which refuses each entry in between."""
    good, bad = stage.script.Ranking(len), stage.script.Ranking(_recorded_year)
    bad.add("Lisbon 1755")
    for entry in entries:
        good.add(entry)
        with contextlib.suppress(LookupError):
            bad.add("?" + entry)
    return [good.entries(), bad.entries()]


def open_after(stage):
    """Count the rankings that C still has when all names of them are gone."""

    def use(lib):
        for _ in range(3):
            ranking = stage.script.Ranking(abs)
            ranking.add(-1)
            ranking.add(2)

    return counted(stage, "open", use)


def open_while_used(stage):
    kept = []
    return counted(stage, "open", lambda lib: kept.append(used(stage)))


def used(stage):
    """Return a ranking with an entry: C's may be made with the object, or when it is needed."""
    ranking = stage.script.Ranking(abs)
    ranking.add(-1)
    return ranking


def misused(stage):
    """Count what ranking_free() was given twice, or that is none of its own."""

    def use(lib):
        for key in (abs, len):
            ranking = stage.script.Ranking(key)
            del ranking
        _without(stage, lib, 1, 0)

    return counted(stage, "misused", use)


def _without(stage, lib, new_ones, entries):
    lib.probe_no_memory(new_ones, entries)
    try:
        used(stage)
    except MemoryError:
        pass
    finally:
        lib.probe_no_memory(0, 0)


def no_memory_for_ranking(stage):
    _, lib = stage.c(CDEF)
    lib.probe_no_memory(1, 0)
    try:
        used(stage)
    finally:
        lib.probe_no_memory(0, 0)


def no_memory_for_entry(stage):
    """Return what a ranking has after an entry that C had no memory for."""
    _, lib = stage.c(CDEF)
    ranking = stage.script.Ranking(abs)
    ranking.add(-5)
    lib.probe_no_memory(0, 1)
    try:
        ranking.add(7)
    except MemoryError:
        pass
    finally:
        lib.probe_no_memory(0, 0)
    ranking.add(3)
    return sorted(ranking.entries())


class _Entry:
    """Something that one can look after."""

    def __init__(self, year=0):
        self.year = year


def entries_held(stage):
    """Return how many entries are still there when their ranking is gone."""
    entries = [_Entry() for _ in range(5)]
    watched = [ref(entry) for entry in entries]
    ranking = stage.script.Ranking(id)
    for entry in entries:
        ranking.add(entry)
    del ranking, entries, entry
    collect()
    return sum(each() is not None for each in watched)


def refused_held(stage):
    """Return how many of three rankings and of the entries that they refused are still there."""
    watched = []
    for entry in (_Entry() for _ in range(3)):
        ranking = stage.script.Ranking(_recorded_year)
        watched += [ref(entry), ref(ranking)]
        with contextlib.suppress(TypeError):
            ranking.add("Lisbon 1755")
            ranking.add(entry)
    del ranking, entry
    collect()
    return sum(each() is not None for each in watched)
