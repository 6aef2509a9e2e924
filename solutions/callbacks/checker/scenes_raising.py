"""What the checker sees of keys that raise, and of entries that have none."""

import builtins
import contextlib

from .scenes import in_two_threads


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


def raised_beyond_exception(stage, kinds):
    """Return what add() raises where the key raises each of `kinds`, and what is left."""

    def key(entry):
        if isinstance(entry, type):
            raise entry
        return 0

    ranking, raised = stage.script.Ranking(key), []
    ranking.add("first")
    for name in kinds:
        kind = getattr(builtins, name)
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
        ranking.add(Entry(number))
        with contextlib.suppress(TypeError):
            ranking.add(Entry(str(number)))  # which goes, and leaves its place to the next
    return [entry.year for entry in ranking.entries()]


def raised(stage, entries):
    """Add entries of which some have no key.

    Return what was raised, and the entries that the ranking has then.
    """
    ranking, exceptions = stage.script.Ranking(recorded_year), []
    for entry in entries:
        try:
            ranking.add(entry)
        except Exception as error:
            exceptions.append(f"{type(error).__name__}: {error}")
    return [exceptions, ranking.entries()]


def recorded_year(entry):
    if entry[0] == "?":
        raise LookupError(f"nobody knows when {entry[1:]} was")
    return int(entry[-4:])


def raise_once(stage, kind):
    """Add an entry that cannot be compared with the one before."""
    keys = {
        "key": recorded_year,
        "order": lambda entry: entry,
        "nothing": {1755: None, "1755": 3}.get,
    }
    ranking = stage.script.Ranking(keys[kind])
    ranking.add("Lisbon 1755" if kind == "key" else 1755)
    ranking.add("?Atlantis" if kind == "key" else "1755")
    return ranking.entries()


def raised_in_another(stage, entries):
    """Return what two rankings have, one of which refuses each entry in between."""
    good, bad = stage.script.Ranking(len), stage.script.Ranking(recorded_year)
    bad.add("Lisbon 1755")
    for entry in entries:
        good.add(entry)
        with contextlib.suppress(LookupError):
            bad.add("?" + entry)
    return [good.entries(), bad.entries()]


class Entry:
    """Something that one can look after."""

    def __init__(self, year=0):
        self.year = year
