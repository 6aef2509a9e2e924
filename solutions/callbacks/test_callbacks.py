"""What is checked in the callbacks exercise. Each docstring is the sentence the learner reads."""

from cffi_workshop.checks import check, counted

QUAKES = ["Valdivia 1960", "Lisbon 1755", "Tohoku 2011", "Kobe 1995", "Sumatra 2004", "Quito 1797"]

# What no `except Exception` catches, and what Python itself catches on its way.
BEYOND = ["KeyboardInterrupt", "SystemExit", "GeneratorExit", "RecursionError", "MemoryError"]
BEYOND += ["StopIteration", "StopAsyncIteration", "AttributeError", "IndexError", "KeyError"]


@check(points=1)
def test_imports(binding):
    """{script} can be imported, and its cdef says what ranking.h and stdlib.h say"""
    binding.imports()
    binding.declares()


def several(rng, most):
    """Return up to so many numbers, some of them equal."""
    return [rng.randint(-most, most) for _ in range(rng.randint(2, most))]


@check(points=2, needs="imports")
def test_numbers(binding, rng):
    """sorted_numbers() in {script} puts numbers in ascending order"""
    binding.call("sorted_numbers", [30, -4, 7]).equals([-4, 7, 30])
    shown = (
        "The check compared compare_numbers(a, b) with compare_numbers(b, a). Pairs of answers "
        "that do not match:"
    )
    binding.count("contradictions", [3, 1, 2, 1, *several(rng, 9)], shown=shown).equals(0)
    lists = [several(rng, most) for most in (3, 9, 30, 90, 300)]
    for numbers in ([5, 5, 2, 5], [], [rng.randint(-9, 9)], [2, 1], [1, 2], *lists):
        binding.call("sorted_numbers", numbers).equals(sorted(numbers))
    long = [rng.getrandbits(rng.choice((9, 30))) for _ in range(2_000)]
    binding.call("sorted_numbers", long).equals(sorted(long))
    for size in binding.sizes(1_000):
        longer = [*range(size - 1), -1]
        binding.call("sorted_numbers", longer).equals([-1, *range(size - 1)])
    few, others = (rng.sample(range(-99, 99), 3) for _ in range(2))
    told = binding.disturbed("sorted_numbers", few, meanwhile=(others,))
    told.equals(sorted(few))
    shown = "sorted_numbers() of an empty list, after a call with a long list, returned"
    binding.call("sorted_numbers", [], shown=shown).equals([])


@check(points=1, needs="numbers")
def test_far_apart(binding, rng):
    """sorted_numbers() in {script} is right for numbers that are far apart"""
    binding.call("sorted_numbers", [3_000_000_000, 0]).equals([0, 3_000_000_000])
    far = [2**62 + rng.randint(0, 9), -(2**62), 3 * 2**31, 2**31, -1, 2**40, 0, 2**63 - 1, -(2**63)]
    for _ in range(5):
        rng.shuffle(far)
        binding.call("sorted_numbers", far).equals(sorted(far))
    near = [2**62 + rng.randint(-300, 300) for _ in range(20)]  # a double would make them equal
    binding.call("sorted_numbers", near).equals(sorted(near))
    for beyond in (2**63, -(2**63) - 1, 10**30 + rng.randint(0, 9)):
        binding.call("sorted_numbers", [1, beyond, 2]).raises(OverflowError)


@check(points=2, needs="imports")
def test_ranks(binding, rng):
    """A Ranking in {script} keeps entries in the order of its key, long after it was made"""
    shown = "A ranking was made, and C uses its callbacks. The number of callbacks that are gone is"
    binding.play("callbacks_gone", shown=shown).equals(0, cause="dangling-pointer")
    quakes = rng.sample(QUAKES, len(QUAKES))
    for key, entries, function in (
        ("size", rng.sample(range(-500, 500), 8), abs),
        ("length", quakes, len),
        ("last", quakes, lambda entry: entry[-1]),
        ("number", [], None),
        ("number", several(rng, 300), None),
        ("same", quakes, lambda entry: 0),
        ("negative", several(rng, 90), lambda entry: -entry),
        ("pair", quakes * 3, lambda entry: (len(entry), entry)),
        ("same", [None, 0, "", bytearray(b"no hash"), None], lambda entry: 0),
        ("number", [1.5, 1, True, 0, 2**70, -(10**40)], None),
        ("number", ["b", "", "ab", "a", ""], None),
        ("number", [2**60 + 1, 2**60, 2**60 + 2, -(2**60) - 1, -(2**60)], None),
    ):
        added = counted(len(entries), "entry", "entries")
        shown = f"A ranking by {key} got {added}. Asked twice, the ranking has"
        ranked = sorted(entries, key=function)
        binding.play("ranked", key, entries, shown=shown).equals([ranked, ranked])
    for size in binding.sizes(2**17):
        shown = f"A ranking got {counted(size, 'number')} in ascending order. The number of those it has is"
        binding.play("in_place", size, shown=shown).equals(size)
    shown = "Three entries were added to a ranking. The number that came back as other objects is"
    binding.play("other_objects", shown=shown).equals(0)
    entries = several(rng, 12)
    shown = f"While {entries} are added, a ranking by size has"
    steps = [sorted(entries[: count + 1], key=abs) for count in range(len(entries))]
    binding.play("as_they_come", entries, shown=shown).equals(steps)
    shown = (
        "The check compared compare_entries(a, b) with compare_entries(b, a). Pairs of answers "
        "that do not match:"
    )
    binding.count("entries_contradicted", [3, 1, 3, *several(rng, 9)], shown=shown).equals(0)
    shown = "compare_entries() got pairs with equal keys. The number of answers other than 0 is"
    binding.count("not_equal", several(rng, 9), shown=shown).equals(0)


@check(points=1, needs="ranks")
def test_two_at_once(binding, rng):
    """Two rankings in {script} do not mix up their entries and keys"""
    keys = (len, lambda entry: entry[-1], lambda entry: (len(entry), entry), lambda entry: 0)
    for count in (2, rng.randint(5, 40)):
        wanted = [sorted(QUAKES, key=keys[number % 4]) for number in range(count)]
        shown = (
            f"{counted(count, 'ranking')} were filled in turn: one by length, one by the last letter, "
            "and so on. They have"
        )
        binding.play("many_at_once", QUAKES, count, shown=shown).equals(wanted)
    entries = several(rng, 9)
    shown = (
        "Two threads filled a ranking each, at the same time. The number of keys that were "
        "asked for in the wrong thread is"
    )
    binding.play("asked_elsewhere", entries, over="probe", shown=shown).equals(0)
    shown = "The key of a ranking fills another ranking. The first ranking has"
    binding.play("nested", QUAKES, shown=shown).equals(sorted(QUAKES, key=max))


@check(points=1, needs=["numbers", "ranks"])
def test_calls_c(binding, rng):
    """Both sorts in {script} are done by C ({mode})"""
    added, start = binding.drawn[0], binding.drawn[1]
    far = [rng.choice((1, -1)) * rng.getrandbits(power) for power in (62, 62, 40, 33, 20)]
    # Fewer than two are sorted already, and need no C.
    for numbers in ([2, 3, 1], [5, 5], several(rng, 40), far):
        made = [number + added for number in sorted(numbers, reverse=True)]
        parts = (0, len(numbers) - 1)
        binding.calls_c("sorted_numbers", numbers, real=sorted(numbers), probe=made, parts=parts)
    # That library sorts those up to 1,000, in the other order; it leaves more as they are.
    sizes = [size for size in binding.sizes(2**17) if size > 1]
    for size in (rng.randint(20_000, 2**16), *sizes):
        numbers = [*reversed(range(size))]
        made = [number + added for number in numbers]
        told = binding.call("sorted_numbers", numbers, over="probe")
        told.equals(made, cause="did-not-call-c", real=[*range(size)])
    for entries in ([2, 3, 1], [7, 7], rng.sample(range(99), rng.randint(4, 20))):
        shown = "Over a library that sorts in another order, a ranking has"
        largest = sorted(entries, reverse=True)
        begin = start % len(entries)
        wanted = largest[begin:] + largest[:begin]
        told = binding.play("ranked", "number", entries, over="probe", shown=shown)
        told.equals([wanted, wanted], cause="did-not-call-c", real=[sorted(entries)] * 2)
    for size in binding.sizes(2**17):
        shown = (
            f"Over that library, a ranking got {counted(size, 'number')} in descending order. "
            "The number of those that are where C says is"
        )
        told = binding.play("in_place_of_c", size, start, over="probe", shown=shown)
        told.equals(size, cause="did-not-call-c")


@check(points=1, needs="ranks")
def test_carries_exceptions(binding, rng):
    """What goes wrong in a callback of {script} is raised by add()"""
    for kind, error, what in (
        ("key", LookupError, "The key raises"),
        ("order", TypeError, "The < of an entry raises"),
        ("nothing", TypeError, "One key is None and the other 3. Their < raises"),
    ):
        shown = f"{what} {error.__name__}. The ranking after add() has"
        binding.play("raise_once", kind, shown=shown).raises(error)
    shown = (
        "The key raises one exception after the other. The exceptions from add(), and then the "
        "ranking, are"
    )
    told = binding.play("raised_beyond_exception", BEYOND, shown=shown)
    told.equals([*BEYOND, ["first", "last"]], cause="missing-exception")
    years = rng.sample(range(1000, 2000), 6)
    shown = f"{years} were added, and between them texts that cannot be compared. The ranking has"
    binding.play("refused_between", years, shown=shown).equals(sorted(years))
    shown = "The exception from add() is the very object that the key raised:"
    binding.play("raises_the_same", shown=shown).equals(True)
    shown = "The keys of two threads raise at the same time. The threads got"
    told = binding.play("raised_in_two_threads", over="probe", shown=shown)
    told.equals([f"LookupError: of the {which}" for which in ("first", "second")])
    names = rng.sample(["Atlantis", "Mu", "Lyonesse", "Thule", "Avalon"], 3)
    entries = [
        "Lisbon 1755",
        f"?{names[0]}",
        "Kobe 1995",
        f"?{names[1]}",
        f"?{names[2]}",
        "Quito 1797",
    ]
    lost = [f"LookupError: nobody knows when {name} was" for name in names]
    shown = "Three entries were refused. What was raised, and what the ranking has, are"
    told = binding.play("raised", entries, shown=shown)
    told.equals([lost, ["Lisbon 1755", "Quito 1797", "Kobe 1995"]])
    shown = "While another ranking refuses entries, the two rankings have"
    told = binding.play("raised_in_another", QUAKES, shown=shown)
    told.equals([sorted(QUAKES, key=len), ["Lisbon 1755"]])
    shown = "Ranking(), where ranking_new() gives NULL, returned"
    binding.play("no_memory_for_ranking", over="probe", shown=shown).raises(MemoryError)
    shown = "A ranking got -5, an entry for which C had no memory, and 3. The ranking has"
    binding.play("no_memory_for_entry", over="probe", shown=shown).equals([-5, 3])


@check(points=1, needs="ranks")
def test_lets_go(binding):
    """A ranking of {script} that nobody has any more is freed"""
    shown = "While a ranking is in use, the number of rankings that C has is"
    binding.count("open_while_used", shown=shown).equals(1, cause="use-after-free")
    for entries, rankings in (([-1, 2], "rankings"), ([], "empty rankings")):
        shown = f"Three {rankings} were let go. The number of rankings that C still has is"
        binding.count("open_after", *entries, shown=shown).equals(0, cause="leak")
    shown = "How often ranking_free() got NULL, a pointer that is not from C, or a ranking for the second time:"
    binding.count("misused", shown=shown).equals(0, cause="use-after-free")
    shown = "A ranking of five entries was let go. The number of entries still in memory is"
    binding.play("entries_held", shown=shown).equals(0, cause="leak")
    shown = (
        "The exceptions that add() raised were let go, and their rankings too. The number of "
        "objects still in memory is"
    )
    binding.play("refused_held", shown=shown).equals(0, cause="leak")
