"""What is checked in the evolve exercise. Each docstring is the sentence the learner reads."""

import sys

import numpy as np

from cffi_workshop.checks import check

OTHER_BYTE_ORDER = ">f8" if sys.byteorder == "little" else "<f8"

# A different rounding of the same formula is as good.
CLOSE = {"rtol": 1e-9, "atol": 1e-9}


def field(rng, *shape):
    """Return an array of numbers below and above 0."""
    count = int(np.prod(shape))
    return np.random.default_rng(rng.getrandbits(64)).uniform(-50, 50, count).reshape(shape)


def odd_fields(rng, *shape):
    """Return fields of which somebody may think that there is less to do, of each kind once."""
    few = np.array([rng.choice((0.0, -0.0, 1.0, 2.0)) for _ in range(int(np.prod(shape)))])
    hot = np.zeros(shape)
    hot[tuple(size // 2 for size in shape)] = rng.uniform(1.0, 50.0)
    rows, columns = np.indices(shape)
    kinds = [few.reshape(shape), hot, np.zeros(shape), np.full(shape, 7.5), rows * 3.0 - columns]
    kinds += [-abs(field(rng, *shape)), np.repeat(field(rng, 1, shape[1]), shape[0], axis=0)]
    return kinds


def scalars(rng):
    """Return a, dt, dx2 and dy2, drawn; all differ, so that none can stand in for another."""
    return tuple(low + rng.uniform(0.0, 0.8) for low in (0.1, 1.0, 2.0, 3.0))


def any_scalars(rng):
    """Return numbers of any size and sign that make the same weights as some of scalars()."""
    a, dt, dx2, dy2 = scalars(rng)
    area, time = (rng.choice((1e-9, 1.0, 1e9)) for _ in range(2))
    sign = rng.choice((1, -1))  # the formula holds for a step back as well
    return sign * a * area / time, dt * time, sign * dx2 * area, sign * dy2 * area


def odd_scalars(rng):
    """Return numbers for which somebody may think that there is less to do, of each kind once."""
    a, dt, dx2, dy2 = scalars(rng)
    still = [(0.0, dt, dx2, dy2), (a, 0.0, dx2, dy2), (a, -0.0, dx2, dy2), (a, -dt, dx2, dy2)]
    alike = [(a, dt, dx2, dx2), (dt, dt, dt, dt), (1.0, 1.0, 1.0, 1.0)]
    far = [(1e4 * a, dt, dx2, dy2), (-1e4 * a, dt, dx2, dy2), (a, dt, 1e4 * dx2, dy2)]
    return [*still, *alike, *far, (a, dt, dx2, 1e4 * dy2)]


def stepped(u_previous, a, dt, dx2, dy2):
    """Return the field one step later, from NumPy's slices."""
    u = u_previous.copy()
    centre = u_previous[1:-1, 1:-1]
    across = u_previous[:-2, 1:-1] - 2 * centre + u_previous[2:, 1:-1]
    along = u_previous[1:-1, :-2] - 2 * centre + u_previous[1:-1, 2:]
    u[1:-1, 1:-1] = centre + a * dt * (across / dx2 + along / dy2)
    return u


def probed(drawn, u_previous, a, dt, dx2, dy2):
    """Return what checker/probe.c makes of the field."""
    nx, ny = u_previous.shape
    parts = zip(drawn.numbers, (a * dt / dx2, a * dt / dy2, nx, ny), strict=False)
    return u_previous + sum(factor * part for factor, part in parts)


def unset(*shape):
    """Return an array for u; it is full of NaN, so that a point never written is seen."""
    return np.full(shape, np.nan)


def c_step(c, u_previous, numbers, function="step", given=""):
    """Take a step of the learner's C over u_previous; `given` says what is special about that."""
    nx, ny = u_previous.shape
    shown = f"evolve() with nx = {nx}, ny = {ny}{given} left"
    return c.call(function, u_previous, *numbers, shown=shown)


def py_step(binding, u, u_previous, numbers, over=None):
    """Call evolve() of a script; the sentence names the two arrays, not their numbers.

    Whether u_previous stays as it was has a check of its own.
    """
    shown = f"evolve({named(u)}, {named(u_previous)}, ...) returned"
    return binding.call("evolve", u, u_previous, *numbers, shown=shown, fills=(0, 1), over=over)


def named(value):
    """Describe an argument in a few words."""
    if not isinstance(value, np.ndarray):
        return f"a {type(value).__name__}"
    layout = "" if value.flags.c_contiguous else "non-contiguous "
    mode = "" if value.flags.writeable else "read-only "
    dtype = value.dtype.name if value.dtype.isnative else f"{value.dtype.str} (bytes reversed)"
    shape = " x ".join(map(str, value.shape)) or "0-dimensional"
    return f"{mode}{layout}{shape} array of {dtype}"


def fills(binding, u_previous, numbers, u=None):
    """Check that evolve() of a script takes the step, and returns None; `u` may have numbers."""
    u = unset(*u_previous.shape) if u is None else u
    answer = py_step(binding, u, u_previous, numbers)
    answer.equals(None)
    expected = stepped(u_previous, *numbers)
    answer.equals_array(expected, got=answer.argument(0), what=f"{answer.doing}, in u", **CLOSE)
    return answer


def refuses(binding, u, u_previous, numbers, *kinds):
    """Check that evolve() of a script raises one of these."""
    py_step(binding, u, u_previous, numbers).raises(*kinds)


@check(points=1)
def test_compiles(c):
    """evolve.c compiles, and defines evolve() as evolve.h declares it"""
    c.compiles()


@check(points=1, needs="compiles")
def test_steps_the_interior(c, rng):
    """evolve() steps the interior of a square grid"""
    u_previous, numbers = field(rng, 5, 5), scalars(rng)
    expected = stepped(u_previous, *numbers)
    answer = c_step(c, u_previous, numbers)
    got = expected.copy()
    got[1:-1, 1:-1] = answer.value[1:-1, 1:-1]
    answer.equals_array(expected, got=got, what=f"{answer.doing}, in u", **CLOSE)


@check(points=1, needs="steps-the-interior")
def test_copies_the_border(c, rng):
    """evolve() copies the border of a square grid"""
    u_previous, numbers = field(rng, 5, 5), scalars(rng)
    c_step(c, u_previous, numbers).equals_array(stepped(u_previous, *numbers), **CLOSE)
    # No point but a corner itself depends on it; and what depends on NaN is NaN.
    u_previous[[0, 0, -1, -1], [0, -1, 0, -1]] = np.nan, np.inf, -np.inf, 1e300
    u_previous[[2, 0], [0, 2]] = np.nan
    c_step(c, u_previous, numbers).equals_array(stepped(u_previous, *numbers), **CLOSE)


@check(points=2, needs="steps-the-interior")
def test_steps_any_grid(c, rng):
    """evolve() works on grids that are not square"""
    long = rng.randint(60, 90)
    for shape in [(7, 3), (3, 7), (3, 3), (4, long), (long, 5)]:
        u_previous, numbers = field(rng, *shape), scalars(rng)
        c_step(c, u_previous, numbers).equals_array(stepped(u_previous, *numbers), **CLOSE)
    u_previous, numbers = field(rng, 6, 8), scalars(rng)
    u_previous[rng.randint(1, 4), rng.randint(1, 6)] = np.nan  # it spreads to the neighbours
    c_step(c, u_previous, numbers).equals_array(stepped(u_previous, *numbers), **CLOSE)
    for begin, what in ((u_previous, "u_previous"), (np.ones((6, 8)), "an array of ones")):
        shown = f"evolve() with a u that begins as a copy of {what} left"
        answer = c.call("step_from", begin, u_previous, *numbers, shown=shown)
        answer.equals_array(stepped(u_previous, *numbers), **CLOSE)
    larger_than_the_stack(c, rng)
    # More points than 16 bits count, and no more rows or columns.
    block, times, numbers = field(rng, 3, 10), (100, 30), scalars(rng)
    expected = from_the_end(stepped(np.tile(block, times), *numbers), 299, 299)
    cases = [((block, times, *numbers), expected)]
    c.counts_wide("step_large_in_a_thread", cases, shown="A step on a large field left", **CLOSE)
    for size in c.sizes(150_000):
        steps_large(c, scalars(rng), field(rng, 3, 1), (1, size))
        steps_large(c, scalars(rng), field(rng, 1, 3), (size, 1))
    # Many calls, drawn: it may make no difference what was called before.
    cases = []
    for _ in range(rng.randint(60, 90)):
        u_previous, numbers = field(rng, rng.randint(3, 9), rng.randint(3, 9)), any_scalars(rng)
        cases.append(((u_previous, *numbers), stepped(u_previous, *numbers)))
    for numbers in odd_scalars(rng):
        for shape in ((4, 5), (3, 4)):
            u_previous = field(rng, *shape)
            cases.append(((u_previous, *numbers), stepped(u_previous, *numbers)))
    for u_previous in odd_fields(rng, 5, 4):
        numbers = scalars(rng)
        cases.append(((u_previous, *numbers), stepped(u_previous, *numbers)))
    c.calls(
        "step", cases, shown="One of many calls of evolve() left", again=16, alone=True, **CLOSE
    )

    cases = []
    for power in (-40, 300):
        u_previous, numbers = field(rng, 4, 5) * 2.0**power, scalars(rng)
        cases.append(((u_previous, *numbers), stepped(u_previous, *numbers)))
    c.calls("step", cases, shown="A step of tiny or enormous numbers left", rtol=1e-9, atol=1e-20)


def larger_than_the_stack(c, rng):
    """Check rows of more bytes than a thread's functions have for variables.

    Check as many rows, too.
    """
    numbers, many = scalars(rng), rng.randint(7_000, 7_500)
    for shape, times in (((3, 10), (1, many)), ((10, 3), (many, 1))):
        steps_large(c, numbers, field(rng, *shape), times)


def from_the_end(u, rows, columns):
    """Return some rows and columns of a field, counted from the last but one."""
    nx, ny = u.shape
    return u[(nx - 2) % rows :: rows, (ny - 2) % columns :: columns]


def steps_large(c, numbers, block, times):
    """Check some rows or columns of a field that is a block so many times in a row."""
    u_previous = np.tile(block, times)
    shown = "evolve() with nx = {}, ny = {} left".format(*u_previous.shape)
    answer = c.call("step_large_in_a_thread", block, times, *numbers, shown=shown)
    rows, columns = (299 if time > 1 else 1 for time in times)
    what = f"{answer.doing}, of every 299th {'row' if rows > 1 else 'column'}"
    expected = from_the_end(stepped(u_previous, *numbers), rows, columns)
    answer.equals_array(expected, what=what, **CLOSE)


@check(points=1, needs="steps-the-interior")
def test_copies_small_grids(c, rng):
    """evolve() copies a grid with fewer than 3 rows or columns; there may be none at all"""
    for shape in [
        (2, 6),
        (6, 2),
        (1, 4),
        (4, 1),
        (1, 1),
        (2, 2),
        (1, 2),
        (2, 1),
        (0, 0),
        (0, 4),
        (4, 0),
    ]:
        u_previous = field(rng, *shape)
        c_step(c, u_previous, scalars(rng)).equals_array(u_previous)


@check(points=1, needs="steps-the-interior")
def test_keeps_u_previous(c, rng):
    """evolve() leaves u_previous as it was"""
    for shape in [(4, 6), (6, 4), (2, 3), (rng.randint(5, 30), rng.randint(5, 30))]:
        u_previous = field(rng, *shape)
        answer = c_step(c, u_previous, scalars(rng), "step_old")
        answer.equals_array(u_previous, what=f"{answer.doing}, in u_previous", rtol=0, atol=0)
    given = ", over a u_previous that can only be read,"
    c_step(c, field(rng, 4, 6), scalars(rng), "step_over_constants", given)


@check(points=1, needs="steps-the-interior")
def test_no_leak(c, rng):
    """evolve() leaves no memory behind"""
    for shape in [(4, 6), (2, 6), (6, 2), (0, 0)]:
        c_step(c, field(rng, *shape), scalars(rng))
    c.leaks_nothing()
    c.shares_nothing()


@check(points=1, needs="compiles")
def test_no_warnings(c):
    """evolve.c compiles without a warning"""
    c.has_no_warnings()


@check(points=1)
def test_imports(binding):
    """{script} can be imported from any working directory"""
    binding.imports()


@check(points=1, needs="imports")
def test_declares(binding):
    """The cdef for {script} says what evolve.h says"""
    binding.declares()


@check(points=1, needs="declares")
def test_fills_u(binding, rng):
    """evolve() in {script} fills u with the next step, and returns None"""
    for shape in [(4, 6), (6, 4), (3, rng.randint(60, 90)), (300, 301)]:
        fills(binding, field(rng, *shape), scalars(rng))
    for _ in range(20):  # it makes no difference what was called before
        fills(binding, field(rng, rng.randint(3, 9), rng.randint(3, 9)), scalars(rng))
    for numbers in odd_scalars(rng):
        fills(binding, field(rng, 4, 6), numbers)
    for u_previous in odd_fields(rng, 4, 6):
        fills(binding, u_previous, scalars(rng))
    u_previous, numbers = field(rng, 5, 4), scalars(rng)
    fills(binding, u_previous, numbers, u_previous.copy())
    u_previous, numbers = field(rng, 4, 6), scalars(rng)
    others = (unset(4, 6), field(rng, 4, 6), *scalars(rng))
    given = (unset(4, 6), u_previous, *numbers)
    answer = binding.disturbed("evolve", *given, meanwhile=others, fills=(0, 1))
    what = "a call of evolve() where another thread called it ahead of each line, in u"
    answer.equals_array(stepped(u_previous, *numbers), got=answer.argument(0), what=what, **CLOSE)
    shown = (
        "evolve() got two arrays, and then these were let go. The number of arrays still in "
        "memory is"
    )
    binding.play("kept", field(rng, 4, 6), *scalars(rng), shown=shown).equals(0, cause="leak")


def own_shapes(binding):
    """Return shapes by the numbers that the script says."""
    sizes = binding.sizes(150_000)
    few = [size for size in sizes if size < 300][:6]
    return [*((rows, columns) for rows in few for columns in few), *((3, size) for size in sizes)]


@check(points=1, needs="fills-u")
def test_calls_c(binding, rng):
    """evolve() in {script} has C do the work ({mode})"""
    shapes = [
        (4, 6),
        (6, 4),
        (3, 3),
        (2, 5),
        (1, 1),
        *((rng.randint(1, 40), rng.randint(1, 40)) for _ in range(8)),
        (120, 101),
        *own_shapes(binding),
    ]
    for shape in shapes:
        u_previous, numbers = field(rng, *shape), scalars(rng)
        most = u_previous.size
        binding.calls_c(
            "evolve",
            unset(*shape),
            u_previous,
            *numbers,
            got=0,
            real=stepped(u_previous, *numbers),
            probe=probed(binding.drawn, u_previous, *numbers),
            parts={0, most // 2, most - 1} if 1 < most < 2_000 else (),
        )
    u_previous, numbers = field(rng, 4, 5) * 2.0**300, scalars(rng)
    binding.calls_c(
        "evolve",
        unset(4, 5),
        u_previous,
        *numbers,
        got=0,
        real=stepped(u_previous, *numbers),
        probe=probed(binding.drawn, u_previous, *numbers),
    )


@check(points=1, needs="fills-u")
def test_takes_what_is_allowed(binding, rng):
    """evolve() in {script} takes whole numbers, a read-only u_previous, and arrays of any size"""
    fills(binding, field(rng, 4, 5), (1, 2, 10, 20))
    read_only = field(rng, 4, 5)
    read_only.flags.writeable = False
    fills(binding, read_only, scalars(rng))
    for shape in [(1, 1), (2, 6), (6, 2), (1, 5), (5, 1), (0, 0), (0, 4), (4, 0)]:
        fills(binding, field(rng, *shape), scalars(rng))
    for shape in own_shapes(binding):
        fills(binding, field(rng, *shape), scalars(rng))
    mapped = field(rng, 4, 5)
    shown = "A step between two arrays that are mapped from a file left"
    numbers = scalars(rng)
    told = binding.play("mapped", mapped, *numbers, shown=shown)
    told.equals_array(stepped(mapped, *numbers), **CLOSE)
    # A single row is C-contiguous wherever it was cut from.
    row = field(rng, 1, 6)
    shown = "A step from a row of a wider table to a row of its own left"
    binding.play("row_of_a_table", row, *scalars(rng), shown=shown).equals_array(row)


@check(points=1, needs="fills-u")
def test_keeps_u_previous_too(binding, rng):
    """evolve() in {script} leaves u_previous as it was"""
    for shape in [(4, 6), (2, 3), (rng.randint(3, 30), rng.randint(3, 30))]:
        u_previous = field(rng, *shape)
        answer = py_step(binding, unset(*shape), u_previous, scalars(rng))
        what = f"{answer.doing}, in u_previous"
        answer.equals_array(u_previous, got=answer.argument(1), what=what, rtol=0, atol=0)


@check(points=1, needs="declares")
def test_refuses_other_types(binding, rng):
    """evolve() in {script} raises TypeError unless both are arrays of float64"""
    good, numbers = field(rng, 4, 6), scalars(rng)
    for dtype in ("float32", "int64", OTHER_BYTE_ORDER, "float16", "uint8", "bool", "complex128"):
        refuses(binding, unset(4, 6), good.astype(dtype), numbers, TypeError)
        refuses(binding, np.zeros((4, 6), dtype), good, numbers, TypeError)
        refuses(binding, np.zeros((4, 6), dtype), good.astype(dtype), numbers, TypeError)
    for other in ([[0.0] * 6] * 4, None, "u", 1.0, bytes(8 * 24)):
        refuses(binding, unset(4, 6), other, numbers, TypeError)
        refuses(binding, other, good, numbers, TypeError)
    for shape in ((0, 4), (0, 0)):  # of no elements, too
        none = unset(*shape)
        refuses(binding, none, none.astype("float32"), numbers, TypeError)
        refuses(binding, none.astype("int64"), none, numbers, TypeError)
    for other in ([], "", 0):
        refuses(binding, other, unset(0, 4), numbers, TypeError)
        refuses(binding, unset(0, 4), other, numbers, TypeError)
    # Two mistakes in one call: either is right.
    refuses(binding, unset(3), good.astype("float32"), numbers, TypeError, ValueError)


@check(points=1, needs="declares")
def test_refuses_other_shapes(binding, rng):
    """evolve() in {script} raises ValueError unless both have two dimensions and one shape"""
    pairs = [
        *[((4, 6), (6, 4)), ((4, 6), (4, 5)), ((24,), (24,)), ((2, 3, 4), (2, 3, 4)), ((), ())],
        *[((4, 6), (1, 6)), ((4, 6), (4, 1)), ((4, 6), (6,)), ((1, 1), (4, 6)), ((0, 4), (4, 0))],
        *[
            ((4, 6), (5, 6)),
            ((1, 4, 6), (1, 4, 6)),
            ((4, 6, 1), (4, 6, 1)),
            ((2, 2, 3, 4), (2, 2, 3, 4)),
        ],
        *[
            ((4, 6, 2), (4, 6)),
            ((4, 6), (4, 6, 2)),
            ((4,), (4, 6)),
            ((1,), (1,)),
            ((2, 12), (4, 6)),
        ],
    ]
    pairs += [((0, 3), (3, 0)), ((0,), (0,)), ((0, 4), (0, 5)), ((0, 2, 2), (0, 2, 2))]
    for shape, shape_previous in pairs:
        refuses(binding, unset(*shape), field(rng, *shape_previous), scalars(rng), ValueError)


@check(points=1, needs="declares")
def test_refuses_other_layouts(binding, rng):
    """evolve() in {script} raises ValueError unless both are C-contiguous and u is writable"""
    good, numbers = field(rng, 4, 6), scalars(rng)
    wide = np.zeros((4, 12))
    for odd in (np.asfortranarray(good), wide[:, ::2]):
        refuses(binding, unset(4, 6), odd, numbers, ValueError)
        refuses(binding, odd, good, numbers, ValueError)
        refuses(binding, odd.copy(order="K"), odd, numbers, ValueError)
    for shape in ((0, 4), (1, 1), (2, 6), (4, 6)):
        read_only = unset(*shape)
        read_only.flags.writeable = False
        refuses(binding, read_only, field(rng, *shape), numbers, ValueError)
    shown = "Arrays were refused as u. The number of steps that C took for them is"
    binding.count("steps", np.asfortranarray(good), read_only, good, *numbers, shown=shown).equals(
        0
    )
    fills(binding, good, numbers)  # and goes on as before


@check(points=1)
def test_make(makefile):
    """`make` builds libevolve from your evolve.c"""
    makefile.builds()


@check(points=1, needs=["compiles", "imports", "make"])
def test_steps(together, rng):
    """{script}, your evolve.c and your build take 3 steps together"""
    u_previous = field(rng, 5, 8)
    for _ in range(3):
        u_previous = fills(together, u_previous, scalars(rng)).argument(0)
