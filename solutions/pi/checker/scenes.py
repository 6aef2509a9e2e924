"""How estimate() shares out its work, and how far its estimates are off.

The probe notes the seed and the share of each call.
"""

import math
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise

CDEF = """
    void probe_expect(int threads);
    int probe_count(void);
    uint64_t probe_seed(int call);
    uint64_t probe_share(int call);
    uint64_t probe_calls(uint64_t nonce);
    uint64_t probe_at_once(uint64_t nonce);
    uint64_t probe_samples(uint64_t nonce);
"""
MOST_THREADS = 1 << 15  # of a program, as Linux allows
FEW_BITS, MANY_THREADS = 40, 64
LIBRARIES = {"c": "libpi.*", "cpp": "libpi_cpp.*", "fortran": "libpi_fortran.*"}


def probe(stage, language="c"):
    """Return the library in a language, which is the probe by another name."""
    return stage.c(CDEF, LIBRARIES[language])[1]


def observed(stage, samples, seed, threads, expect=1):
    """Call estimate() over the probe; return the probe and the estimate."""
    lib = probe(stage)
    lib.probe_expect(expect)
    return lib, stage.script.estimate(samples, seed, threads=threads)


def drawn(stage, samples, seed, threads):
    """Return how many samples all threads together were told to draw."""
    return observed(stage, samples, seed, threads)[0].probe_samples(stage.nonce)


def badly_shared(stage, seed, pairs):
    """Return the first samples, and threads, that estimate() does not share out; or nothing."""
    for samples, threads in pairs:
        try:
            if sum(share for _, share in shares(stage, samples, seed, threads)) != samples:
                return [samples, threads]
        except Exception:
            return [samples, threads]
    return []


def calls(stage, samples, seed, threads):
    """Return how often pi_inside() was called."""
    return observed(stage, samples, seed, threads)[0].probe_calls(stage.nonce)


def seeds(stage, samples, seed, threads):
    """Return the seed of each call, sorted: nobody knows which thread comes first."""
    lib, _ = observed(stage, samples, seed, threads)
    return sorted(lib.probe_seed(call) for call in range(lib.probe_count()))


def shares(stage, samples, seed, threads):
    """Return the seed and the samples of each call."""
    lib, _ = observed(stage, samples, seed, threads)
    return [[lib.probe_seed(call), lib.probe_share(call)] for call in range(lib.probe_count())]


def different_seeds(stage, samples, seed, threads):
    return len(set(seeds(stage, samples, seed, threads)))


def common_seeds(stage, samples, one, other, threads):
    """Return how many seeds two estimates have in common."""
    return len({*seeds(stage, samples, one, threads)} & {*seeds(stage, samples, other, threads)})


def shared_seeds(stage, samples, estimates):
    """Name two estimates, each its seed and its threads, that have C draw from the same seed."""
    owners, drawn_of = {}, {}
    for seed, threads in wider(estimates, owners):
        told = seeds(stage, samples, seed, threads)
        drawn_of.setdefault(seed, told)
        for each in told:
            other = owners.setdefault(each, (seed, threads))
            if other[0] != seed:
                return f"seeds {other[0]} and {seed}, with {other[1]} and {threads} threads"
    return shared_later(drawn_of)


def wider(estimates, owners):
    """Yield all estimates, and then more of them where the seeds drawn from are small numbers.

    Of a million numbers, some thousands that are drawn by chance have two alike.
    """
    yield from estimates
    if max(owners) < 1 << FEW_BITS:
        yield from ((seed, MANY_THREADS) for seed in range(1, 1 + MANY_THREADS))


def shared_later(drawn_of):
    """Name two seeds that more threads would make C share, where each estimate counts on from its first.

    So many threads are not tried: a check may not start them.
    """
    rows = {}
    for seed, drawn in drawn_of.items():
        steps = {later - earlier for earlier, later in pairwise(drawn)}
        if len(steps) == 1 and steps != {0}:
            rows.setdefault(steps.pop(), []).append((drawn[0], seed))
    for step, begun in rows.items():
        for (low, one), (high, other) in pairwise(sorted(begun)):
            if (high - low) % step == 0 and high - low <= MOST_THREADS * step:
                return f"seeds {one} and {other}, with {(high - low) // step + 1} and 1 threads"
    return "none"


def at_once(stage, samples, seed, threads):
    """Return how many threads were inside of C at the same time.

    Each thread waits there for the others.
    """
    return observed(stage, samples, seed, threads, expect=threads)[0].probe_at_once(stage.nonce)


def added_up(stage, samples, seed, threads):
    """Return the estimate of threads that all come back from C together."""
    return observed(stage, samples, seed, threads, expect=threads)[1]


def at_the_same_time(stage, samples, seeds, threads):
    """Return estimates that are made at the same time, all of whose threads are in C at once."""
    lib = probe(stage)
    lib.probe_expect(threads * len(seeds))
    with ThreadPoolExecutor(len(seeds)) as pool:
        made = [pool.submit(stage.script.estimate, samples, each, threads) for each in seeds]
        return [each.result() for each in made]


def lost_seeds(stage, samples, seed, threads, other):
    """Return how many seeds an estimate does not draw from where another is made meanwhile."""
    alone, estimate = {*seeds(stage, samples, seed, threads)}, stage.script.estimate
    lib = probe(stage)
    lib.probe_expect(1)
    stage.disturbed(partial(estimate, samples, seed, threads), partial(estimate, 9, other))
    return len(alone - {lib.probe_seed(call) for call in range(lib.probe_count())})


def disturbed_points(stage, n, seed, other):
    """Return the points that a call gives where others are drawn ahead of each of its lines."""
    points = stage.script.points
    again = stage.disturbed(partial(points, n, seed=seed), partial(points, n, seed=other))
    return again.tolist()


def called(stage, language):
    """Return the languages whose library estimate() calls, and points(), when they are told one."""
    libraries = {each: probe(stage, each) for each in LIBRARIES}
    found = []
    for call in (
        partial(stage.script.estimate, 1000, seed=1),
        partial(stage.script.points, 10, seed=1),
    ):
        for lib in libraries.values():
            lib.probe_expect(1)
        call(language=language)
        found += [each for each, lib in libraries.items() if lib.probe_count()]
    return found


def error(stage, samples, threads, first, estimates):
    """Return the root of the mean square of how far estimates are off."""
    seeds = range(first, first + estimates)
    off = [stage.script.estimate(samples, seed, threads=threads) - math.pi for seed in seeds]
    return math.sqrt(sum(each**2 for each in off) / estimates)
