"""What is checked in the bughunt exercise: in both modes; each docstring is what learners read."""

from itertools import permutations, product

import numpy as np

from cffi_workshop.checks import check, counted

LATER = b"\nint station_is_newer(void);\nint station_is_newer(void)\n{\n    return 1;\n}\n"
# NumPy and Python keep small blocks of memory for later; a long one is really gone.
LONG = 200_000
UNASKED = "did-not-call-c"
NUMBERS = ("uint8", "int8", "uint16", "uint32", "uint64", "float16", "float64", "longdouble")
NAMES = (
    "Zugspitze",
    "Zu\u0308rich",
    " Brocken ",
    "Hohenpeissenberg",
    "Zürich",
    "Ωραία",
    "久美子",
    "a",
    "",
)


def readings(rng, count):
    """Return temperatures in eighths of a degree, which sums and means of a few keep exact."""
    return [rng.randint(-200, 400) / 8 for _ in range(count)]


def smoothed(hours):
    """Return each reading as the mean of itself and its neighbours.

    The sums are made in the order that C takes.
    """
    result = []
    for k, here in enumerate(hours):
        total, count = here, 1.0
        if k > 0:
            total, count = total + hours[k - 1], count + 1
        if k + 1 < len(hours):
            total, count = total + hours[k + 1], count + 1
        result.append(total / count)
    return result


def labelled(name, hours):
    """Return the line of text that C makes of a name and temperatures."""
    return f"{name}: {float(np.add.accumulate(hours)[-1]) / len(hours):.1f} degC"


def vast(binding):
    """Return large sizes around the numbers that a hand-in says; most say none."""
    return [size for size in binding.sizes(2**21) if size > 70_000]


def of_many(binding, function, size, dtype):
    shown = f"{function}() of 0, 1, 2 ..., which are {counted(size, 'number')} of type {dtype}, returned"
    return binding.play("of_many", function, size, dtype, shown=shown)


def asks_of_many(binding, function, scene, *arguments):
    """Return what a scene gives over the probe, in which a function gets 0, 1, 2 ..."""
    shown = f"Over a library that gives other answers, {function}() of 0, 1, 2 ... returned"
    return binding.play(scene, *arguments, over="probe", shown=shown)


def of_places(size):
    """Return what weighed() is of 0, 1, 2 ..., of which there are so many."""
    return (size - 1) * size * (size + 1) / 3


def weighed(values):
    """Return the sum of checker/probe.c, in which each place counts differently."""
    return float(sum((k + 1) * value for k, value in enumerate(values)))


@check(points=1)
def test_imports(binding):
    """{script} can be imported from any working directory"""
    binding.imports()


@check(points=2, needs="imports", episode="04-api-mode")
def test_declares(binding):
    """The declarations for {script} say what station.h says"""
    binding.declares()


@check(points=1, needs="declares", episode="04-api-mode")
def test_rain(binding, rng):
    """rain() in {script} adds up what fell"""
    binding.call("rain", [3, 12, 7]).equals(2.2)
    drops = [rng.randint(0, 300) for _ in range(rng.randint(5, 400))]
    own = [[rng.randint(0, 300) for _ in range(size)] for size in binding.sizes(70_000)]
    for tenths in (drops, [], [5], [2**31 - 1] * 3, [-(2**31)], *own):
        real = sum(tenths) / 10.0
        binding.call("rain", tenths).equals(real)
        probe = binding.drawn[3] * float(len(tenths)) + weighed(tenths)
        binding.calls_c("rain", tenths, real=real, probe=probe, cause=UNASKED, parts=(0,))
    for size in (rng.randint(100_001, 2**17), *vast(binding)):
        shown = f"rain() of 0, 1, 2 ..., which are {counted(size, 'reading')}, returned"
        binding.play("rain_of_many", size, shown=shown).equals(size * (size - 1) / 2 / 10.0)
    size = rng.randint(50_000, 2**16)
    asks_of_many(binding, "rain", "rain_of_many", size).equals(
        of_places(size) + float(binding.drawn[3] * size), cause=UNASKED
    )


@check(points=1, needs="imports", episode="03-your-own-library")
def test_smooth(binding, rng):
    """smooth() in {script} returns what C made of the temperatures"""
    binding.call("smooth", [1.0, 4.0, 7.0, 1.0]).equals([2.5, 4.0, 4.0, 4.0])
    odd = [rng.uniform(-30.0, 40.0) for _ in range(rng.randint(3, 30))]
    zeros = rng.choices([0.0, -0.0], k=5)
    some = readings(rng, rng.randint(3, 300))
    for hours in (
        [-1e300, 1e300, -273.15],
        readings(rng, 1),
        [],
        readings(rng, 2),
        odd,
        zeros,
        [-0.0],
        some,
        *(readings(rng, size) for size in binding.sizes(70_000)),
    ):
        real = smoothed(hours)
        for _ in range(2):
            binding.call("smooth", hours).equals(real)
        probe = [binding.drawn[2] + (k + 1) * hour for k, hour in enumerate(hours)]
        parts = {0, len(hours) // 2, len(hours) - 1} if 1 < len(hours) < 400 else ()
        binding.calls_c("smooth", hours, real=real, probe=probe, cause=UNASKED, parts=parts)
    binding.call("smooth", [1, 4, 7, 1]).equals([2.5, 4.0, 4.0, 4.0])
    for size in (rng.randint(100_001, 2**17), *vast(binding)):
        shown = (
            f"smooth() got 0, 1, 2 ..., which are {counted(size, 'temperature')}. The length of what "
            "it returned, the first two, the last two and the sum are"
        )
        wanted = [size, 0.5, 1.0, size - 2.0, size - 1.5, size * (size - 1) / 2]
        binding.play("smooth_many", size, shown=shown).equals(wanted)
    size, shift = rng.randint(50_000, 2**16), float(binding.drawn[2])
    ends = [shift + (k + 1.0) * k for k in (0, 1, size - 2, size - 1)]
    asks_of_many(binding, "smooth", "smooth_many", size).equals(
        [size, *ends, of_places(size) + shift * size], cause=UNASKED
    )
    keeps_nothing(binding, "smooth")


@check(points=2, needs="imports", episode="07-numpy-arrays")
def test_mean(binding, rng):
    """mean() in {script} is right for float32, whole numbers and every other row of a table too"""
    hours, long = np.array(readings(rng, rng.randint(5, 9))), np.array(readings(rng, LONG))
    tables = [hours, hours.astype(np.float32), np.repeat(hours, 2)[::2], hours.astype(">f8")]
    tables += [
        np.array([1, 2, 6]),
        *((8 * hours).astype(dtype) for dtype in ("int64", "int32", "int16")),
    ]
    fine = [rng.randint(-(2**30), 2**30) / 2**24 for _ in range(rng.randint(5, 9))]
    tables += [long.astype(np.float32), long, np.array(fine)]  # no floats of 32 bits
    for table in (*tables, *tables[:4]):
        right = np.add.accumulate(table.astype(float))[-1] / table.size
        binding.call("mean", table).equals(float(right))
    few = np.array([rng.randint(0, 90) for _ in range(4)])
    for dtype in NUMBERS:
        real, probe = float(few.sum() / 4), weighed(few.tolist()) + binding.drawn[0] * 4.0
        binding.call("mean", few.astype(dtype)).equals(real)
        binding.calls_c("mean", few.astype(dtype), real=real, probe=probe, cause=UNASKED)
    vast_ones = few * 2.0**900
    real, probe = float(vast_ones.sum() / 4), weighed(vast_ones.tolist()) + binding.drawn[0] * 4.0
    binding.calls_c("mean", vast_ones, real=real, probe=probe, cause=UNASKED)
    binding.call("mean", np.array([])).equals(0.0)
    for odd in (np.inf, -np.inf, np.nan):  # what a sensor says that is broken
        binding.call("mean", np.array([1.0, odd, 2.0])).equals(float(odd))
    for table in (few.reshape(2, 2), few.astype(np.float32).reshape(2, 2).T, few.reshape(1, 4, 1)):
        binding.call("mean", table).equals(float(few.sum() / 4))
        # A table may be read in any order.
        first, *others = (
            weighed(order) + binding.drawn[0] * 4.0 for order in permutations(few.tolist())
        )
        real = float(few.sum() / 4)
        binding.calls_c("mean", table, real=real, probe=first, others=tuple(others), cause=UNASKED)
    for size in (rng.randint(500, 900), *binding.sizes(70_000)):
        many = np.array([rng.randint(-90, 90) for _ in range(size)])
        real = float(many.sum() / size)
        binding.call("mean", many).equals(real)
        probe = weighed(many.tolist()) + binding.drawn[0] * float(size)
        binding.calls_c("mean", many, real=real, probe=probe, cause=UNASKED, parts=(0,))
    for size, dtype in product(vast(binding), ("f4", "f8")):
        of_many(binding, "mean", size, dtype).equals((size - 1) / 2)
    size = rng.randint(50_000, 2**16)
    for dtype in ("f4", "f8"):
        asks_of_many(binding, "mean", "of_many", "mean", size, dtype).equals(
            of_places(size) + float(binding.drawn[0] * size), cause=UNASKED
        )
    keeps_nothing(binding, "mean")


@check(points=2, needs="imports", episode="09-who-owns-the-memory")
def test_warmest(binding, rng):
    """warmest_fahrenheit() in {script} keeps the array alive until C is done with it"""
    for count in (400, 1, 2, rng.randint(3, 9), LONG, *binding.sizes(70_000)):
        hours = np.array(readings(rng, count)) + rng.getrandbits(20) / 2**30
        answer = binding.call("warmest_fahrenheit", hours)
        if not answer.is_float_near(float((hours * 1.8 + 32.0).max()), 1e-13):
            answer.equals(float((hours * 1.8 + 32.0).max()))
    for size in vast(binding):
        answer = of_many(binding, "warmest_fahrenheit", size, "f8")
        if not answer.is_float_near((size - 1) * 1.8 + 32.0, 1e-13):
            answer.equals((size - 1) * 1.8 + 32.0)
    size, shift = rng.randint(50_000, 2**16), binding.drawn[1]
    before = 2.0 * ((size - 1.0) * 1.8 + 32.0) + shift
    answer = asks_of_many(
        binding, "warmest_fahrenheit", "of_many", "warmest_fahrenheit", size, "f8"
    )
    after = (2.0 * (size - 1.0) + shift) * 1.8 + 32.0
    if not any(answer.is_float_near(each, 1e-12) for each in (before, after)):
        answer.equals(before, cause=UNASKED)
    extremes = [np.array(each) for each in ([-273.15, -300.5, -1e300], [1e300, -1e300])]
    extremes += [np.array([0.0, -0.0]), np.array([-0.125])]
    extremes += [np.array([1.0, 30.0, 2.0])[::-1], np.array([3.0, 90.0, 5.0, 91.0])[::2]]  # views
    for hours in extremes:
        warmest = float(hours.max()) * 1.8 + 32.0
        answer = binding.call("warmest_fahrenheit", hours)
        if not answer.is_float_near(warmest, 1e-13):
            answer.equals(warmest)
    for scale in (1.0, 1.0, 2.0**900, 1.0):
        hours = scale * np.array(readings(rng, rng.randint(1, 9)))
        last, shift = float(hours[-1]), binding.drawn[1]
        # Python may convert all temperatures before, or the one that C found.
        before, after = 2.0 * (last * 1.8 + 32.0) + shift, (2.0 * last + shift) * 1.8 + 32.0
        real = float((hours * 1.8 + 32.0).max())
        binding.calls_c(
            "warmest_fahrenheit",
            hours,
            real=real,
            probe=before,
            others=(after,),
            near=1e-12,
            cause=UNASKED,
            parts=(0,),
        )
    keeps_nothing(binding, "warmest_fahrenheit")


@check(points=2, needs="declares", episode="09-who-owns-the-memory")
def test_label(binding, rng):
    """label() in {script} keeps name and temperatures alive while the struct points to them"""
    long = "".join(rng.choices("abcdefgh", k=61))
    for name in (*NAMES, long, long[: rng.randint(30, 60)]):
        hours = readings(rng, rng.randint(1, 200))
        for _ in range(2):
            binding.call("label", name, hours).equals(labelled(name, hours))
        few = hours[: 4 if len(name) > 20 else 200]
        probe = f"{binding.drawn[4]} {name} {weighed(few):.1f} {len(few)}"
        real = labelled(name, few)
        # Spoilt where C gives the mean, and where the name begins.
        parts = (real.rindex(" ") - 1, 0) if name.isascii() else ()
        binding.calls_c("label", name, few, real=real, probe=probe, cause=UNASKED, parts=parts)
    count = rng.randint(2, 9)
    for name in (*NAMES[:2], NAMES[0]):  # which had other temperatures before, and as many
        hours = readings(rng, count)
        binding.call("label", name, hours).equals(labelled(name, hours))
    hours = readings(rng, 24)
    full = "".join(rng.choices("abcdefgh", k=79 - len(labelled("", hours))))  # and the NUL: no room
    binding.call("label", full, hours).equals(labelled(full, hours))
    binding.call("label", "Brocken", []).equals("Brocken: 0.0 degC")
    vast = [2**28 + rng.randint(1, 2**20) + 0.5]  # more digits than a float of 32 bits has
    binding.call("label", "sun", vast).equals(f"sun: {vast[0]:.1f} degC")
    keeps_nothing(binding, "label")


def keeps_nothing(binding, function):
    shown = (
        f"{function}() got eight arguments, and then these were let go. The number of arguments "
        "still in memory is"
    )
    binding.play("still_held", function, shown=shown).equals(0, cause="leak")


@check(points=1)
def test_make(makefile):
    """`make` builds libstation"""
    makefile.builds()


@check(points=2, needs="make", episode="03-your-own-library")
def test_make_again(makefile):
    """`make` builds libstation anew when station.c has changed"""
    makefile.follows("station.c", added=LATER, symbol="station_is_newer")
