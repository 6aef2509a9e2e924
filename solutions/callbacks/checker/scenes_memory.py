"""What C and Python have in memory of a ranking, and what becomes of it where C has no more."""

import contextlib
from gc import collect
from weakref import ref

import cffi

from .scenes import CDEF, counted
from .scenes_raising import Entry, recorded_year


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


def open_after(stage, *entries):
    """Count the rankings of these entries that C still has when all names of them are gone."""

    def use(lib):
        for _ in range(3):
            ranking = stage.script.Ranking(abs)
            for entry in entries:
                ranking.add(entry)

    return counted(stage, "open", use)


def open_while_used(stage):
    return counted(stage, "open", lambda lib: used(stage))


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


def entries_held(stage):
    """Return how many entries are still there when their ranking is gone."""
    entries = [Entry() for _ in range(5)]
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
    for entry in (Entry() for _ in range(3)):
        ranking = stage.script.Ranking(recorded_year)
        watched += [ref(entry), ref(ranking)]
        with contextlib.suppress(TypeError):
            ranking.add("Lisbon 1755")
            ranking.add(entry)
    del ranking, entry
    collect()
    return sum(each() is not None for each in watched)
