"""How the checker uses rankings as a program would, with keys of its own."""

from concurrent.futures import ThreadPoolExecutor
from gc import collect
from threading import get_ident

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
    return stage.counted(getattr(lib, f"probe_{what}"), lambda: action(lib))


def contradictions(stage, numbers):
    """Count the pairs that compare_numbers() contradicts itself about.

    For (b, a) it does not say the opposite of what it says for (a, b).
    """
    return counted(stage, "contradictions", lambda lib: stage.script.sorted_numbers(numbers))


def entries_contradicted(stage, entries):
    """Count the pairs that compare_entries() contradicts itself about.

    For (b, a) it does not say the opposite of what it says for (a, b).
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


def ranked(stage, key, entries):
    """Return the entries of a ranking, asked for twice.

    The ranking is made well before the entries are added. The first list gets
    one more item before the second is asked for.
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


def in_place(stage, count):
    """Count the entries of a long ranking that are where they belong."""
    ranking = stage.script.Ranking(KEYS["number"])
    for entry in range(count):
        ranking.add(entry)
    return sum(place == entry for place, entry in enumerate(ranking.entries()))


def in_place_of_c(stage, count, start):
    """Count the entries where they belong if the largest is first, and C begins at a place."""
    ranking = stage.script.Ranking(KEYS["number"])
    for entry in reversed(range(count)):
        ranking.add(entry)
    places = enumerate(ranking.entries(), start)
    return sum(entry == count - 1 - place % count for place, entry in places)


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
