"""What is checked in the callbacks exercise. Each docstring is the sentence the learner reads."""

from cffi_workshop.checks import check

QUAKES = ["Valdivia 1960", "Lisbon 1755", "Tohoku 2011", "Kobe 1995", "Sumatra 2004", "Quito 1797"]


@check(points=1)
def test_imports(binding):
    """{script} can be imported, and its cdef says what ranking.h and stdlib.h say"""
    binding.imports()
    binding.declares()


@check(points=2, needs="imports")
def test_numbers(binding, rng):
    """sorted_numbers() in {script} puts numbers in ascending order"""
    numbers = rng.sample(range(-1000, 1000), 9)
    binding.call("sorted_numbers", [30, -4, 7]).equals([-4, 7, 30])
    shown = "The number of pairs for which compare_numbers(a, b) and compare_numbers(b, a) do not match is"
    binding.play("contradictions", [3, 1, 2, 1], over="probe", shown=shown).equals(0)
    binding.call("sorted_numbers", numbers).equals(sorted(numbers))
    binding.call("sorted_numbers", [5, 5, 2, 5]).equals([2, 5, 5, 5])
    binding.call("sorted_numbers", []).equals([])
    shown = "After sorted_numbers([2, 1]), the list that was given is"
    binding.play("given_list", [2, 1], shown=shown).equals([2, 1])


@check(points=1, needs="numbers")
def test_far_apart(binding, rng):
    """sorted_numbers() in {script} is right for numbers that are far apart"""
    far = [2**62 + rng.randint(0, 9), -(2**62), 3 * 2**31, 2**31, -1, 2**40, 0]
    binding.call("sorted_numbers", [3_000_000_000, 0]).equals([0, 3_000_000_000])
    binding.call("sorted_numbers", far).equals(sorted(far))


@check(points=2, needs="imports")
def test_ranks(binding, rng):
    """A Ranking in {script} keeps entries in the order of its key, long after it was made"""
    shown = "Making a ranking, and counting those of its callbacks that are gone while C has them, gave"
    binding.play("callbacks_gone", shown=shown).equals(0, cause="dangling-pointer")
    for key, entries, function in (
        ("size", rng.sample(range(-500, 500), 8), abs),
        ("length", QUAKES, len),
        ("last", QUAKES, lambda entry: entry[-1]),
        ("number", [], None),
    ):
        shown = f"Adding {len(entries)} entries, a ranking by {key} has"
        binding.play("ranked", key, entries, shown=shown).equals(sorted(entries, key=function))


@check(points=1, needs="ranks")
def test_two_at_once(binding):
    """Two rankings in {script} do not mix up their entries and keys"""
    by_length, by_last = sorted(QUAKES, key=len), sorted(QUAKES, key=lambda entry: entry[-1])
    shown = "Filling two rankings in turn, one by length and one by the last letter, they have"
    binding.play("two_at_once", QUAKES, shown=shown).equals([by_length, by_last])


@check(points=1, needs=["numbers", "ranks"])
def test_calls_c(binding):
    """Both sorts in {script} are done by C ({mode})"""
    binding.calls_c("sorted_numbers", [2, 3, 1], real=[1, 2, 3], probe=[3, 2, 1])
    shown = "With a library that puts the largest first, a ranking has"
    told = binding.play("ranked", "number", [2, 3, 1], over="probe", shown=shown)
    told.equals([3, 2, 1], cause="did-not-call-c")


@check(points=1, needs="ranks")
def test_carries_exceptions(binding):
    """What goes wrong in a callback of {script} is raised by add()"""
    for kind, error, what in (("key", LookupError, "the key raises"), ("order", TypeError, "< raises")):
        shown = f"add(), where {what} {error.__name__}, ended, and the ranking has"
        binding.play("raise_once", kind, shown=shown).raises(error)
    entries = ["Lisbon 1755", "?Atlantis", "Kobe 1995", "?Mu", "Quito 1797"]
    lost = [f"LookupError: nobody knows when {name} was" for name in ("Atlantis", "Mu")]
    shown = "After two entries that were refused, what was raised and what the ranking has are"
    told = binding.play("raised", entries, shown=shown)
    told.equals([lost, ["Lisbon 1755", "Quito 1797", "Kobe 1995"]])


@check(points=1, needs="ranks")
def test_lets_go(binding):
    """A ranking of {script} that nobody has any more is freed"""
    shown = "When no name of three rankings is left, the number of them that C still has is"
    binding.play("open_after", over="probe", shown=shown).equals(0, cause="leak")
