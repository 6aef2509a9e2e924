"""What is checked in the pi exercise. Each docstring is the sentence the learner reads."""

import math

import numpy as np

from cffi_workshop.checks import check, counted

ESTIMATES = 100
STEP = 0x9E3779B97F4A7C15  # from a state of the generator to the next


def drawn(seed, samples):
    """Return the points that a seed draws, by NumPy: splitmix64, then 26 bits each for x and y."""
    state = np.arange(1, samples + 1, dtype=np.uint64) * np.uint64(STEP) + np.uint64(seed)
    z = (state ^ state >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ z >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    bits = z ^ z >> np.uint64(31)
    x, y = bits >> np.uint64(38), bits >> np.uint64(12) & np.uint64(0x3FFFFFF)
    return np.stack([x, y], axis=1) / 2**26


def seed_of(x, y, rng):
    """Return a seed whose first point is this one, in parts of 2^26: splitmix64, backwards."""
    z, whole = x << 38 | y << 12 | rng.getrandbits(12), 2**64
    z ^= z >> 31 ^ z >> 62
    z = z * pow(0x94D049BB133111EB, -1, whole) % whole
    z ^= z >> 27 ^ z >> 54
    z = z * pow(0xBF58476D1CE4E5B9, -1, whole) % whole
    z ^= z >> 30 ^ z >> 60
    return (z - STEP) % whole


def ending(samples, rng):
    """Return a seed from which so many points end with one that is inside."""
    x, y = rng.getrandbits(25), rng.getrandbits(25)
    return (seed_of(x, y, rng) - (samples - 1) * STEP) % 2**64


def at_the_edge(rng):
    """Return a seed whose first point is next to the circle, and whether that point is inside."""
    # Of a smaller x, what is next to the circle is 1, and no point has that.
    x, inside = rng.randint(2**14, 2**26 - 1), rng.randint(0, 1)
    return seed_of(x, math.isqrt(2**52 - x * x) + 1 - inside, rng), inside


def count(seed, samples):
    """Return how many of the points are inside; a million at a time, for the sake of memory."""
    parts = range(0, samples, 2**20)
    return sum(
        int((np.square(drawn((seed + k * STEP) % 2**64, size)).sum(axis=1) < 1).sum())
        for k, size in ((k, min(2**20, samples - k)) for k in parts)
    )


def inside_probe(numbers, samples):
    """Return how many points the probe says are inside; `samples` may be an array."""
    return samples * (2**14 + numbers[0] // 4) + numbers[2] >> 16


def points_of_probe(numbers, seed, samples):
    """Return the points that the probe writes: those that it counts lie inside."""
    begin = seed * 7919 + numbers[3] & 0xFFFFFF
    bits = begin + np.arange(2 * samples).reshape(samples, 2) * numbers[1]
    are_out = np.diff(inside_probe(numbers, np.arange(samples + 1))) == 0
    return (bits & 0xFFFFFF) / 2**26 + 0.75 * are_out[:, np.newaxis]


def counts(stage, rng):
    """Fail unless pi_inside() counts what NumPy counts: also for none, and for seeds of 64 bits."""
    cases = [
        (42, 1000),
        (0, 1),
        (7, 0),
        (2**64 - 1, 5000),
        (rng.getrandbits(64), rng.randint(100, 3000)),
        (rng.getrandbits(64), rng.randint(2**18, 2**19)),
    ]
    # The last point is inside; or else the one behind it, which does not count.
    sizes = stage.sizes(2**19)
    cases += [(ending(last, rng), size) for size in sizes for last in (size, size + 1)]
    for seed, samples in cases:
        shown = f"pi_inside({seed}, {samples}) returned"
        stage.call("inside", seed, samples, shown=shown).equals(count(seed, samples))
    seed, samples = rng.getrandbits(64), rng.randint(66_000, 67_000)
    shown = f"pi_inside({seed}, {samples}), called in a thread, returned"
    stage.call("inside_in_a_thread", seed, samples, shown=shown).equals(count(seed, samples))
    for most in [size for size in stage.sizes(2**24) if size > 2**19][-1:]:  # points inside
        seed, samples = rng.getrandbits(64), most * 4 // 3
        shown = f"pi_inside({seed}, {samples}) returned"
        stage.call("inside", seed, samples, shown=shown).equals(count(seed, samples))
    drawn_cases = [(rng.getrandbits(64), rng.randint(0, 60)) for _ in range(rng.randint(40, 60))]
    # Each of a few seeds comes with each of a few sizes, and one after the other stays the same.
    seeds, some = [rng.getrandbits(64) for _ in range(3)], rng.sample(range(1, 60), 3)
    drawn_cases += [(seed, samples) for seed in seeds for samples in some]
    drawn_cases += [(seed, samples) for samples in some for seed in seeds]
    counted = [(case, count(*case)) for case in (*drawn_cases, *drawn_cases[:9])]
    counted += [((seed, 1), inside) for seed, inside in (at_the_edge(rng) for _ in range(60))]
    stage.calls("inside", counted, shown="pi_inside({}, {}) returned", again=16)
    edge = [((seed, 1), inside) for seed, inside in (at_the_edge(rng) for _ in range(60))]
    edge += [(case, count(*case)) for case in drawn_cases[-18:]]
    stage.calls("counted", edge, shown="pi_points({}, {}, xy) returned")
    seed, samples = rng.getrandbits(64), rng.randint(90_000, 91_000)  # most of them inside
    many = [((seed, samples), count(seed, samples))]
    stage.counts_wide("inside", many, shown="pi_inside({}, {}) returned")
    samples = 2**40 + rng.randint(0, 9)  # which 32 bits do not hold
    shown = f"pi_inside(42, {samples}) came back too soon to have drawn so many points:"
    stage.call("is_back", 42, samples, shown=shown).equals(False)


def writes_points(stage, rng):
    """Fail unless pi_points() writes the points that NumPy draws, and counts them."""
    for samples in (rng.randint(100, 3000), 1, 0, rng.randint(2, 50), *stage.sizes(2**17)):
        seed = rng.getrandbits(64)
        shown = f"pi_points({seed}, {samples}, xy) left in xy"
        stage.call("points", seed, samples, shown=shown).equals_array(drawn(seed, samples))
        shown = f"pi_points({seed}, {samples}, xy) returned"
        stage.call("counted", seed, samples, shown=shown).equals(count(seed, samples))

    seed, samples = rng.getrandbits(64), rng.randint(66_000, 67_000)
    shown = (
        f"pi_points({seed}, {samples}, xy), called in a thread, left in xy, of every 299th point"
    )
    told = stage.call("points_in_a_thread", seed, samples, shown=shown)
    some = drawn(seed, samples)[::299]
    told.equals_array(some)
    many = [((seed, samples), some)]
    shown = "pi_points({}, {}, xy) left in xy, of every 299th point"
    stage.counts_wide("points_in_a_thread", many, shown, rtol=1e-12, atol=1e-12)


def keeps_nothing(stage):
    """Fail where a variable outlives a call, or memory does."""
    stage.shares_nothing()
    for samples in (9, 0):
        stage.call("inside", 42, samples, shown=f"pi_inside(42, {samples}) returned")
    stage.leaks_nothing()


@check(points=1)
def test_c_compiles(c):
    """pi.c compiles, with both functions as pi.h declares them"""
    c.compiles()


@check(points=1, needs="compiles")
def test_c_counts(c, rng):
    """Both functions of pi.c draw points, and count those that lie inside"""
    counts(c, rng)
    writes_points(c, rng)


@check(points=1, needs="counts")
def test_c_threads(c):
    """pi.c keeps nothing between calls that several threads would share"""
    keeps_nothing(c)


@check(points=1, needs="compiles")
def test_c_no_warnings(c):
    """pi.c compiles without a warning"""
    c.has_no_warnings()


@check(points=1)
def test_cpp_compiles(cpp):
    """pi_cpp.cpp compiles, and has both functions by their C names"""
    cpp.compiles()


@check(points=1, needs="compiles")
def test_cpp_counts(cpp, rng):
    """Both functions of pi_cpp.cpp draw and count the points that C does"""
    counts(cpp, rng)
    writes_points(cpp, rng)
    keeps_nothing(cpp)


@check(points=1)
def test_fortran_compiles(fortran):
    """pi_fortran.f90 compiles, with both functions as C calls them"""
    fortran.compiles()


@check(points=1, needs="compiles")
def test_fortran_counts(fortran, rng):
    """Both functions of pi_fortran.f90 draw and count the points that C does"""
    counts(fortran, rng)
    writes_points(fortran, rng)
    keeps_nothing(fortran)


@check(points=1)
def test_imports(binding):
    """{script} can be imported from any working directory"""
    binding.imports()


@check(points=1, needs="imports")
def test_declares(binding):
    """The cdef for {script} says what pi.h says"""
    binding.declares()


@check(points=1, needs="declares")
def test_points(binding, rng):
    """points() in {script} returns the points that C draws, a row each"""
    sizes = binding.sizes(200_000)
    for n in (rng.randint(3, 900), 1, 0, 2, 100_000, *sizes):
        seed = rng.getrandbits(64)
        for _ in range(2):
            binding.call("points", n, seed).equals_array(drawn(seed, n))
    for n in (3, rng.randint(4, 90), 0, rng.randint(1_000, 2_000), *sizes):
        probe = points_of_probe(binding.drawn, 7, n)
        parts = (0, n, 2 * n - 1) if 1 < n < 1_000 else ()
        binding.calls_c("points", n, 7, real=drawn(7, n), probe=probe, parts=parts)
    n, seed = rng.randint(3, 9), rng.getrandbits(64)
    shown = f"Ahead of each line of points({n}, {seed}), another thread called it with 1. It gave"
    told = binding.play("disturbed_points", n, seed, 1, shown=shown)
    told.equals(drawn(seed, n).tolist())
    n, seed = rng.randint(50_000, 2**16), rng.getrandbits(64)
    probe = points_of_probe(binding.drawn, seed, n)
    answer = binding.call("points", n, seed, over="probe")
    answer.equals(probe, cause="did-not-call-c", real=drawn(seed, n))


@check(points=1, needs="declares")
def test_near_pi(binding, rng):
    """estimate() in {script} gives about 3.14"""
    # Six standard errors to each side.
    for seed in (42, 7, 0, rng.randint(8, 10**6)):
        binding.call("estimate", 10_000, seed).is_between(3.04, 3.24)
    for samples, threads in ((0, 1), (-5, 1), (10, 0), (10, -rng.randint(1, 9)), (0, 0)):
        binding.call("estimate", samples, 42, threads).raises(ValueError)


@check(points=1, needs="near-pi")
def test_calls_c(binding, rng):
    """estimate() in {script} has C draw the points"""
    shown = "The number of calls of pi_inside() that estimate(1200, 42) made is"
    made = binding.count("calls", 1200, 42, 1, shown=shown)
    if not made.gives(0):  # who calls nothing is told what came of it
        made.equals(1)
    few = (1, rng.randint(2, 50), rng.randint(51, 300))
    for samples in (1200, *few, rng.randint(301, 5000), 10**6 + 1, *binding.sizes(2**40)):
        # Of the probe it is 2 or less, of the real library nearly pi: of few points, nobody knows.
        binding.calls_c(
            "estimate",
            samples,
            42,
            real=lambda told, many=samples > 300: many and told > 2.2,
            probe=4 * inside_probe(binding.drawn, samples) / samples,
            near=1e-12,
            cause="did-not-call-c",
        )
    for samples in (9_973, 7, rng.randint(3_000, 4_000)):  # no digit of a quotient is lost
        answer = binding.call("estimate", samples, rng.randint(1, 99), 3)
        answer.is_between(0.0, 4.0)
        counted = round(answer.value * samples / 4)
        if not answer.is_float_near(4 * counted / samples, 1e-12):
            answer.equals(4 * counted / samples)
    made.equals(1)  # where C counted in another function


@check(points=1, needs="calls-c")
def test_all_samples(binding, rng):
    """The threads of estimate() in {script} draw all samples, shared out evenly or not"""
    # Each rest of the division, of fewer samples than threads and of more.
    few = [(samples, threads) for threads in range(2, 8) for samples in range(1, threads + 4)]
    shown = "The numbers of samples and of threads at which some samples are lost first are"
    missed = binding.play("badly_shared", 42, few, over="probe", shown=shown).value
    known = [(10, 3), (2, 3), (1, 1), (11, 4), (rng.randint(10, 90) * 7 + 5, 7)]
    for samples, threads in [*known, *(pair for pair in few if missed == [*pair])]:
        shown = (
            f"The number of samples that estimate({samples}, 42, threads={threads}) had C draw is"
        )
        binding.count("drawn", samples, 42, threads, shown=shown).equals(samples)


@check(points=1, needs="calls-c")
def test_own_seeds(binding, rng):
    """Each thread of estimate() in {script} draws from a seed of its own"""
    for seed in (rng.randint(1, 10**6), 0):
        for threads in (1, 4, rng.randint(5, 16)):
            shown = (
                f"The number of seeds that estimate(1000, {seed}, threads={threads}) drew from is"
            )
            told = binding.play("different_seeds", 1000, seed, threads, over="probe", shown=shown)
            told.equals(threads)
            call = f"estimate(1000, {seed}, threads={threads})"
            shown = f"The number of calls of pi_inside() that {call} made is"
            binding.count("calls", 1000, seed, threads, shown=shown).equals(threads)


@check(points=1, needs="own-seeds")
def test_same_again(binding, rng):
    """estimate() in {script} draws from the same seeds each time that it gets the same arguments"""
    for seed in (rng.randint(1, 10**6), 0):
        shown = (
            f"The number of seeds that two calls of estimate(1000, {seed}, threads=4) have in "
            "common is"
        )
        binding.play("common_seeds", 1000, seed, seed, 4, over="probe", shown=shown).equals(4)
        # In another process, where Python's own draws begin elsewhere.
        shown = "The seeds drawn from, each with its share, are"
        told = binding.play("shares", 1000, seed, 4, over="probe", shown=shown)
        assert isinstance(told.value, list)
        # Nobody says that the shares are equal.
        estimated = 4 * sum(count(*each) for each in told.value) / 1000
        shown = f"In another run of Python, estimate(1000, {seed}, threads=4) returned"
        answer = binding.call("estimate", 1000, seed, 4, shown=shown)
        if not answer.is_float_near(estimated, 1e-12):
            answer.equals(estimated)
    shown = (
        "Ahead of each line of estimate(1000, 42, threads=4), another thread called "
        "estimate(9, 1). The number of seeds that it did not draw from then is"
    )
    binding.play("lost_seeds", 1000, 42, 4, 1, over="probe", shown=shown).equals(0)


@check(points=1, needs="own-seeds")
def test_another_seed(binding, rng):
    """estimate() in {script} with another seed has no thread that draws the same points"""
    first = rng.randint(1, 10**5)
    others = {0, *range(first, first + 9), 2 * first, 4 * first, 10 * first, rng.randint(1, 10**6)}
    others |= {first + 2**power for power in (8, 16, 20, 24, 32)}
    others |= {2**60 + first, 2**60 + first + 1}  # which are one float
    others |= {first + size for size in binding.sizes(2**62)[:9]}
    # Also where the number of threads is another one.
    estimates = [[seed, threads] for threads in (4, 1, 2, 8) for seed in sorted(others)]
    shown = (
        "estimate() was called with one seed after the other. Two calls of which a thread draws the "
        "same points:"
    )
    binding.play("shared_seeds", 1000, estimates, over="probe", shown=shown).equals("none")


@check(points=1, needs="calls-c")
def test_at_once(binding, rng):
    """The threads of estimate() in {script} are inside of C at the same time"""
    for threads in (3, rng.randint(4, 8), 70):  # more than a pool has unless it is told
        shown = (
            f"The highest number of threads of estimate(1200, 42, threads={threads}) that were in "
            "pi_inside() at the same time is"
        )
        binding.count("at_once", 1200, 42, threads, shown=shown).equals(threads)


@check(points=1, needs="at-once")
def test_adds_up(binding):
    """estimate() in {script} loses no thread's count when all come back together"""
    samples = 3 * 2**20
    shown = (
        "Over a library that counts other points, with all calls back at the same time, "
        f"estimate({samples}, 42, threads=3) is"
    )
    answer = binding.play("added_up", samples, 42, 3, over="probe", shown=shown)
    made = 4 * inside_probe(binding.drawn, samples) / samples
    # Each share is rounded by itself, and nobody says how large they are.
    if not answer.is_float_near(made, 1e-5):
        answer.equals(made)
    shown = "Over that library, two estimates at the same time, with 2 threads each, are"
    told = binding.play("at_the_same_time", samples, [42, 43], 2, over="probe", shown=shown)
    assert isinstance(told.value, list)
    if not all(type(one) is float and math.isclose(one, made, rel_tol=1e-5) for one in told.value):
        told.equals([made, made])
    alone = binding.call("estimate", 3000, 42, 3)
    told = binding.disturbed("estimate", 3000, 42, 3, meanwhile=(400, 43, 2))
    if type(alone.value) is not float or not told.is_float_near(alone.value, 1e-9):
        told.equals(alone.value)


@check(points=1, needs=["own-seeds", "adds-up", "all-samples"])
def test_error(binding, rng):
    """The error of estimate() in {script} with 4 threads shrinks as 1/sqrt(samples) does"""
    first = rng.randint(0, 10**5)
    for samples, threads in [(400, 4), (6400, 4)]:
        expected = math.sqrt(math.pi * (4 - math.pi) / samples)
        shown = (
            f"With {counted(samples, 'sample')}, {counted(threads, 'thread')} and {ESTIMATES} seeds, the error of "
            "estimate() is"
        )
        answer = binding.play("error", samples, threads, first, ESTIMATES, shown=shown)
        # Five standard errors and more to each side; 4 threads that draw the same points double it.
        answer.is_between(0.6 * expected, 1.5 * expected)


@check(points=1, needs="calls-c")
def test_languages(binding):
    """estimate() and points() in {script} call the language that they are told"""
    for language in ("c", "cpp", "fortran"):
        shown = f'The libraries called with language="{language}" are'
        binding.play("called", language, over="probe", shown=shown).equals([language, language])


@check(points=1, needs=["c-counts", "near-pi", "points"])
def test_c(together, rng):
    """{script} and your pi.c draw the same points together"""
    agree(together, rng, "c")


@check(points=1, needs=["cpp-counts", "near-pi", "points"])
def test_cpp(together, rng):
    """{script} and your pi_cpp.cpp draw the same points together"""
    agree(together, rng, "cpp")


@check(points=1, needs=["fortran-counts", "near-pi", "points"])
def test_fortran(together, rng):
    """{script} and your pi_fortran.f90 draw the same points together"""
    agree(together, rng, "fortran")


def agree(together, rng, language):
    """Fail unless a library gives what it should to points(), and an estimate near pi."""
    seed = rng.getrandbits(64)
    for n in (100, rng.randint(1, 900), 0):
        together.call("points", n, seed, language).equals_array(drawn(seed, n))
    shown = f'estimate(10000, 42, threads=2, language="{language}") returned'
    together.call("estimate", 10_000, 42, 2, language, shown=shown).is_between(3.04, 3.24)
