"""What is checked in the events exercise. Each docstring is the sentence the learner reads."""

import errno

import numpy as np

from cffi_workshop.checks import check, counted

WAYS = {
    "full": "without taking a strike, while on_strike() waits for room",
    "taken": "after one strike, while on_strike() waits for room",
    "before": "just before a strike is reported",
    "raised": "by an exception",
    "interrupted": "by what is no Exception, as KeyboardInterrupt is none",
    "cancelled": "because its task was cancelled",
    "after": "after the end",
    "slow": "while the detector takes an hour to end",
}


def distances(count, seed):
    """Return the distances that a seed stands for, by NumPy: splitmix64, 20 bits of each."""
    steps = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    z = steps + np.uint64(seed)
    z = (z ^ z >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ z >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return ((z ^ z >> np.uint64(31)) >> np.uint64(44)).astype(float) * 30 / 2**20


def strikes_of(count, seed):
    """Return what a detector of detector.c reports: tuples of a number and a distance in km."""
    return list(enumerate(distances(count, seed).tolist()))


def cause_of(told):
    """Return the cause of what a program did not get as it should: it waits for it, or got other."""
    last = told.value[-1:] if isinstance(told.value, list) else [told.value]
    return "timeout" if last == ["nothing, and waits for ever"] else "wrong-value"


@check(points=1)
def test_imports(binding):
    """{script} can be imported, and its cdef says what detector.h says"""
    binding.imports()
    binding.declares()


@check(points=2, needs="imports")
def test_wakes(binding):
    """A strike wakes a program of {script} that waits for it"""
    first = float(binding.drawn[0] + 7)
    shown = "A program that was waiting for the first strike got"
    told = binding.play("wakes", over="probe", shown=shown)
    told.equals((0, first), cause=cause_of(told))


@check(points=1, needs="wakes")
def test_others_run(binding):
    """While a program of {script} waits for a strike, other tasks of its loop run"""
    shown = "With another task on the loop, what came first and what came second are"
    told = binding.play("others_run", over="probe", shown=shown)
    told.equals(["the other task", "the strike"], cause=cause_of(told))


@check(points=2, needs="wakes")
def test_ends(binding, rng):
    """`async for` over Strikes of {script} ends after the last strike, and stays at its end"""
    for count, late in ((0, 0), (3, 0), (8, 0), (rng.randint(2, 6), 1)):  # there is room for 8
        when = ", after the detector had come to its end" if late else ""
        strikes = counted(count, "strike")
        shown = f"Asking for {strikes}, and twice again{when}, gave"
        told = binding.play("ended", count, late, over="probe", shown=shown)
        told.equals([*range(count), "end", "end"], cause=cause_of(told))

    shown = "The first of 3 strikes came when an hour had gone by. A program got the numbers"
    told = binding.play("after_an_hour", 3, over="probe", shown=shown)
    told.equals([*range(3)], cause=cause_of(told))


@check(points=2, needs="ends")
def test_delivers(binding, rng):
    """`async for` over Strikes of {script} gives every strike, in order"""
    own = [(size, size) for size in binding.sizes(2_100)]
    for count, room in ((5, 8), (1, 1), (0, 3), (rng.randint(40, 400), 3), (300, 1), *own):
        seed = rng.getrandbits(64)
        shown = f"The strikes of Strikes({count}, {seed}, room={room}) are"
        told = binding.play("told", count, seed, room, shown=shown)
        told.equals(strikes_of(count, seed), cause=cause_of(told))


@check(points=1, needs="delivers")
def test_calls_c(binding, rng):
    """The strikes of {script} come from C ({mode})"""
    for count in (3, rng.randint(4, 40), rng.randint(150, 400), *binding.sizes(2_100)):
        count, seed = max(3, count), rng.randint(0, 99)
        made = [(k, binding.drawn[0] + k * 2.0**-30 + seed) for k in range(count)]
        made[1:3] = [(1, made[0][1]), (2, 0.0)]
        shown = f"Over a detector of the check, Strikes({count}, {seed}) gave"
        told = binding.play("told", count, seed, 8, over="probe", shown=shown)
        told.equals(made, cause="did-not-call-c", real=strikes_of(count, seed))
    for first in (250, 65_530, 2**31 - 3, 2**32 - 9):
        shown = f"Over a detector whose first strike is number {first}, the numbers are"
        told = binding.play("numbers_from", first, 9, over="probe", shown=shown)
        # Strikes are counted from 0: a count of one's own is as good, and so is to refuse others.
        if told.has_value and not (told.gives([*range(9)]) or told.gives([])):
            told.equals([*range(first, first + 9)])


@check(points=2, needs="ends")
def test_leaves(binding):
    """Leaving `async with` of {script} before the last strike ends the detector"""
    for way, words in WAYS.items():
        shown = (
            f"A program was left {words}. The number of detectors without a finished "
            "detector_join() is"
        )
        binding.count("left_behind", way, shown=shown).equals(0, cause="leak")
    shown = "A program was left early. How often a detector was used after detector_join():"
    binding.count("misused", "taken", shown=shown).equals(0, cause="use-after-free")
    shown = "A program that raises LookupError in its `async with` gave"
    binding.play("raised", over="probe", shown=shown).raises(LookupError)
    shown = "A program raised exceptions in its `async with`. Those that did not come out of it:"
    told = binding.play("swallowed", over="probe", shown=shown)
    told.equals("none", cause="missing-exception")


@check(points=2, needs=["ends", "others-run"])
def test_room(binding, rng):
    """At most `room` strikes of {script} wait for the program; then the detector waits"""
    for room, taken in ((3, 0), (1, 2), (8, 1), (rng.randint(4, 9), rng.randint(1, 9))):
        shown = (
            f"With room={room}, a program took {counted(taken, 'strike')} and stopped there. "
            "The number of calls of on_strike() that came to their end is"
        )
        binding.count("reported", room, taken, shown=shown).equals(room + taken)
    room = rng.randint(1, 5)
    shown = f"With room={room}, the number of strikes that wait for the program and have no room is"
    binding.play("waiting", room, over="probe", shown=shown).equals(0)
    vain = rng.randint(2, 4)
    shown = (
        f"With room=2, a program gave up waiting {counted(vain, 'time')} before the first strike. "
        "The number of calls of on_strike() that came to their end is"
    )
    binding.count("reported_late", 2, vain, shown=shown).equals(2)
    shown = (
        f"A program gave up waiting {counted(vain, 'time')} before the first of 9 strikes. It got"
    )
    told = binding.play("after_giving_up", 9, vain, over="probe", shown=shown)
    told.equals([*range(9)], cause=cause_of(told))
    for turns in range(4):
        shown = (
            f"The first of 3 strikes was on its way. {counted(turns, 'turn')} of the loop later, a "
            "program gave up waiting. It got"
        )
        told = binding.play("after_giving_up_late", 3, turns, over="probe", shown=shown)
        told.equals([*range(3)], cause=cause_of(told))


@check(points=1, needs="leaves")
def test_leaves_the_loop_free(binding):
    """While Strikes of {script} wait for the detector to end, other tasks of the loop run"""
    shown = "The number of detectors that ended while the loop stood still is"
    binding.count("blocked", shown=shown).equals(0)


@check(points=1, needs="delivers")
def test_two_at_once(binding, rng):
    """Two detectors of {script} do not mix up their strikes"""
    seeds, count = [rng.getrandbits(64), rng.getrandbits(64)], rng.randint(20, 60)
    shown = f"At the same time, Strikes({count}, seed) with the seeds {seeds} gave"
    wanted = [strikes_of(count, seed) for seed in seeds]
    told = binding.play("told_by_two", count, seeds, shown=shown)
    told.equals(wanted, cause=cause_of(told))
    for left, words in ((False, "are over"), (True, "were left before their end")):
        shown = f"When three programs {words}, the number of their Strikes still in memory is"
        binding.play("held", left, over="probe", shown=shown).equals(0, cause="leak")


@check(points=1, needs="imports")
def test_no_thread(binding):
    """`async with` of {script} raises OSError where C has no thread"""
    for code in (errno.EAGAIN, errno.ENOMEM, errno.EPERM, errno.EINVAL, errno.ENOENT):
        shown = f"`async with Strikes(...)`, where C has errno {code}, gave"
        told = binding.play("refused", code, over="probe", shown=shown)
        told.raises(OSError, errno=code)
    shown = "How often C got NULL, which it gives where it has no thread:"
    binding.count("misused_unstarted", errno.EAGAIN, shown=shown).equals(0, cause="segfault")
