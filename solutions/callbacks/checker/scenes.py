"""How the checker uses rankings as a program would, with keys of its own."""

import gc
from weakref import ref

import cffi

KEYS = {"number": lambda entry: entry, "size": abs, "length": len, "last": lambda entry: entry[-1]}


def contradictions(stage, numbers):
    """Return for how many pairs compare_numbers() said the same in both directions, or something else."""
    _, lib = stage.c("int probe_contradictions(void);")
    before = lib.probe_contradictions()
    stage.script.sorted_numbers(numbers)
    return lib.probe_contradictions() - before


def given_list(stage, numbers):
    """Return the list that was given, after it was sorted."""
    stage.script.sorted_numbers(numbers)
    return numbers


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
        gc.collect()
        gone = sum(callback() is None for callback in made)
    finally:
        cffi.FFI.callback = original
    del ranking
    return gone


def ranked(stage, key, entries):
    """Return entries as a ranking has them that was made well before they were added."""
    ranking = stage.script.Ranking(KEYS[key])
    others = [cffi.FFI().new_handle(None) for _ in range(20)]  # they take the place of one that is gone
    del others
    gc.collect()
    for entry in entries:
        ranking.add(entry)
    return ranking.entries()


def two_at_once(stage, entries):
    """Return what two rankings with different keys have, filled in turn."""
    rankings = [stage.script.Ranking(KEYS[key]) for key in ("length", "last")]
    for entry in entries:
        for ranking in reversed(rankings):
            ranking.add(entry)
    return [ranking.entries() for ranking in rankings]


def raised(stage, entries):
    """Add entries of which some have no key, and return what was raised, and what the ranking has then."""
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


def open_after(stage):
    """Return how many rankings C still has when all names of them are gone."""
    _, lib = stage.c("int probe_open_count(void);")
    gc.collect()
    before = lib.probe_open_count()
    for _ in range(3):
        ranking = stage.script.Ranking(abs)
        ranking.add(-1)
        ranking.add(2)
    del ranking
    gc.collect()
    return lib.probe_open_count() - before
