"""What is checked in the fibonacci exercise. Each docstring is the sentence the learner reads."""

from functools import cache

from cffi_workshop.checks import check, counted

LARGEST_N = 92  # F(93), the sum that would come next, does not fit into an int64_t


@cache
def first_numbers(n):
    """Return the first n Fibonacci numbers, from Python's own integers."""
    numbers = [0, 1]
    while len(numbers) < n:
        numbers.append(numbers[-2] + numbers[-1])
    return numbers[:n]


@cache
def invented(n, factor):
    """Return the first n numbers that checker/probe.c makes."""
    numbers = [0, 1]
    while len(numbers) < n:
        numbers.append((numbers[-2] + factor * numbers[-1]) % 2**40)
    return numbers[:n]


def turned(n, first_steps, factor):
    """Return what checker/probe.c makes that is like the real C for so many steps."""
    numbers = first_numbers(first_steps + 2)
    while len(numbers) < n:
        numbers.append((numbers[-2] + factor * numbers[-1]) % 2**40)
    return numbers[:n]


def each_length(rng):
    """Return every n from 0 to 91 once, and some twice, in no order; 92 has a check of its own."""
    lengths = [*range(LARGEST_N), *rng.sample(range(LARGEST_N), 30)]
    rng.shuffle(lengths)
    return lengths


@check(points=1)
def test_compiles(c):
    """fibonacci.c compiles, with fibo_step() as fibonacci.h declares it"""
    c.compiles()


@check(points=1, needs="compiles")
def test_advances_the_pair(c):
    """fibo_step() turns (3, 5) into (5, 8)"""
    c.call("step", 3, 5, shown="fibo_step(3, 5) left").equals([5, 8])


@check(points=1, needs="advances-the-pair")
def test_any_pair(c, rng):
    """fibo_step() works for negative numbers and for 64-bit ones"""

    def left(current, following):
        shown = f"fibo_step({current}, {following}) left"
        return c.call("step", current, following, shown=shown)

    small = rng.randint(10, 99)
    left(-small, 3).equals([3, 3 - small])
    left(5, -3).equals([-3, 2])
    *_, f90, f91, f92 = first_numbers(93)
    left(f90, f91).equals([f91, f92])
    current, following = (rng.randint(-(2**62), -(2**61)) | 1 for _ in range(2))
    left(current, following).equals([following, current + following])
    for current, following in ((-(2**63), 0), (0, -(2**63)), (-(2**63), 2**63 - 1), (2**63 - 1, 0)):
        left(current, following).equals([following, current + following])

    def pair():
        return [rng.choice([0, 1, -1, rng.randint(-99, 99), rng.getrandbits(61)]) for _ in range(2)]

    # Many calls, drawn: it may make no difference what was called before.
    pairs = [pair() for _ in range(rng.randint(100, 200))]
    for power in range(1, 62):  # the largest numbers of each size, of either sign
        large = [2**power - rng.randint(1, power) for _ in range(4)]
        pairs += [(large[0], large[1]), (-large[0], large[2]), (large[1], -large[3])]
        pairs += [(-large[2], -large[3])]
    for size in c.sizes(2**61):
        pairs += [(size, 1), (1, size), (-size, 3), (size, size), (-size, -size)]
    cases = [
        ((current, following), [following, current + following]) for current, following in pairs
    ]
    c.calls("step", cases, shown="fibo_step({}, {}) left", again=10, alone=True)


@check(points=1, needs="advances-the-pair")
def test_no_leak(c, rng):
    """fibo_step() leaves no memory behind"""
    for current in (0, rng.randint(1, 99), -rng.randint(1, 99), rng.getrandbits(61)):
        c.call("step", current, 1, shown=f"fibo_step({current}, 1) left")
    c.leaks_nothing()
    c.shares_nothing()


@check(points=1, needs="advances-the-pair")
def test_no_warnings(c):
    """fibonacci.c compiles without a warning"""
    c.has_no_warnings()


@check(points=1)
def test_imports(binding):
    """{script} can be imported from any working directory"""
    binding.imports()


@check(points=1, needs="imports")
def test_declares(binding):
    """The cdef for {script} says what fibonacci.h says"""
    binding.declares()


@check(points=1, needs="declares")
def test_first_numbers(binding, rng):
    """fibonacci(n) in {script} lists the first n numbers"""
    binding.call("fibonacci", 10).equals(first_numbers(10))
    binding.call("fibonacci", 2).equals([0, 1])
    binding.call("fibonacci", 1).equals([0])
    binding.call("fibonacci", 0).equals([])
    shown = "fibonacci() of 3, an int of a class that inherits from int, returned"
    binding.play("own_int", 3, shown=shown).equals([0, 1, 1])
    # Whoever keeps numbers for later calls has to find more of them in the two threads.
    growing = [(more,) for more in range(11, 50)]
    for n, others in (
        (rng.randint(20, 30), growing),
        (rng.randint(5, 9), (2,)),
        (rng.randint(2, 5), (rng.randint(10, 20),)),
    ):
        binding.disturbed("fibonacci", n, meanwhile=others).equals(first_numbers(n))
    n = rng.randint(20, 80)
    binding.call("fibonacci", n).equals(first_numbers(n))
    lengths = each_length(rng)
    for answer, n in zip(binding.calls(*(("fibonacci", n) for n in lengths)), lengths, strict=True):
        answer.equals(first_numbers(n))


@check(points=1, needs="first-numbers")
def test_calls_c(binding, rng):
    """fibonacci() in {script} has C do the work ({mode})"""
    factor = binding.drawn[0]
    # C may also be a little beside the real numbers, from its first sum on.
    real, probe = first_numbers(10), invented(10, factor)
    binding.calls_c("fibonacci", 10, real=real, probe=probe, parts=(9,))
    lengths = each_length(rng)
    answers = binding.calls(*(("fibonacci", n) for n in lengths), over="probe")
    for n, answer in sorted(zip(lengths, answers, strict=True), key=lambda pair: pair[0]):
        answer.equals(invented(n, factor), cause="did-not-call-c")

    for steps in (1, rng.randint(2, 20)):  # who asks C once what it is has the real answer
        shown = f"Over a library that gives other answers after {counted(steps, 'step')}, fibonacci(60) returned"
        told = binding.play("turns", 60, steps, over="probe", shown=shown)
        if told.gives(first_numbers(60)):
            told.equals(turned(60, steps, factor), cause="did-not-call-c")


@check(points=1, needs="first-numbers")
def test_largest(binding):
    """fibonacci(92) in {script} takes no step that overflows"""
    binding.call("fibonacci", LARGEST_N).equals(first_numbers(LARGEST_N))
    made = invented(LARGEST_N, binding.drawn[0])
    binding.call("fibonacci", LARGEST_N, over="probe").equals(made, cause="did-not-call-c")


@check(points=1, needs="declares")
def test_refuses(binding, rng):
    """fibonacci() in {script} refuses n that has no answer"""
    nothing = (0.0, -0.0, 0j, "", b"", [], ())  # which Python takes for false, as it does 0
    drawn = (float(rng.randint(4, 90)), str(rng.randint(4, 90)))
    for n in (3.0, "3", None, b"3", 3j, [3], *nothing, *drawn):
        binding.call("fibonacci", n).raises(TypeError)
    shown = "fibonacci() got a Decimal and a Fraction. Not refused with TypeError:"
    binding.play("taken", shown=shown).equals("none", cause="missing-exception")
    for n in (-1, -rng.randint(2, 9), -rng.randint(10, 1000), -(10**30)):
        binding.call("fibonacci", n).raises(ValueError)
    for n in (LARGEST_N + 1, LARGEST_N + 2, rng.randint(95, 200), 2**63, 10**30):
        binding.call("fibonacci", n).raises(OverflowError)
    binding.call("fibonacci", 3).equals([0, 1, 1])  # and goes on as before
    low, high = -rng.randint(1, 9), LARGEST_N + rng.randint(1, 9)
    shown = f"{low} and {high} were refused. The number of steps that C took for them is"
    binding.count("steps", low, high, shown=shown).equals(0)


@check(points=1)
def test_make(makefile):
    """`make` builds libfibonacci from your fibonacci.c"""
    makefile.builds()


@check(points=1, needs=["any-pair", "first-numbers", "make"])
def test_counts(together, rng):
    """{script} lists 20 numbers with your own fibonacci.c"""
    for n in (20, LARGEST_N, rng.randint(21, 91)):
        together.call("fibonacci", n).equals(first_numbers(n))
