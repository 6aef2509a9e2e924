"""What is checked in the libm exercise. Each docstring is the sentence the learner reads."""

import math

from cffi_workshop.checks import check

# The last digit of a root is the library's own affair, and this Python may have another library.
CLOSE = 1e-14


def numbers(rng):
    """Return numbers of both signs, tiny and enormous, whole and not, in no order."""
    drawn = [rng.uniform(-1e6, 1e6) for _ in range(12)]
    drawn += [
        sign * rng.random() * 10.0 ** rng.randint(-300, 300) for sign in (-1, 1) for _ in range(6)
    ]
    drawn += [0.0, 1.0, -1.0, 27.0, -27.0, 5e-324, -1e-310, 1.7e308, -2.3e-308]
    rng.shuffle(drawn)
    return drawn


def near(answer, expected):
    """Fail unless the answer is a float next to what is expected, and of its sign."""
    if expected and answer.is_float_near(expected, CLOSE):
        return
    answer.equals(expected)


@check(points=1)
def test_imports(binding):
    """{script} can be imported"""
    binding.imports()


@check(points=1, needs="imports")
def test_declares(binding):
    """The cdef for {script} says what math.h says"""
    binding.declares()


@check(points=1, needs="declares")
def test_cube_root(binding, rng):
    """cube_root() in {script} gives the cube root, of negative numbers too"""
    for x in (8.0, -8.0, 8, -27, rng.uniform(-1e6, 1e6), math.inf, -math.inf, *numbers(rng)):
        near(binding.call("cube_root", x), math.cbrt(x))
    binding.call("cube_root", math.nan).equals(math.nan)
    for zero in (0.0, -0.0, 0, 0.0):  # none of them stands for another
        near(binding.call("cube_root", zero), math.cbrt(zero))


@check(points=1, needs="declares")
def test_diagonal(binding, rng):
    """diagonal() in {script} gives the diagonal, of enormous rectangles too"""
    size = rng.randint(2, 1_000_000)
    sides = [
        (3.0, 4.0),
        (3, 4),
        (5.0 * size, 12.0 * size),
        (3e200, 4e200),
        (3e-200, 4e-200),
        (0.0, 0.0),
    ]
    sides += [(side, side) for side in numbers(rng)[:4]]  # a square
    sides += [(math.inf, 1.0), (1.0, math.inf), (-3.0, 4.0), (1.0, 0.0), (0.0, 1.0)]
    sides += [(math.inf, math.nan), (math.nan, -math.inf), (-0.0, -0.0), (5e-324, 0.0)]
    sides += list(zip(numbers(rng), numbers(rng), strict=True))
    for pair in sides:
        near(binding.call("diagonal", *pair), math.hypot(*pair))
    for pair in ((math.nan, 1.0), (0.0, math.nan)):
        binding.call("diagonal", *pair).equals(math.nan)


@check(points=1, needs=["cube-root", "diagonal"])
def test_calls_c(binding, rng):
    """Both functions in {script} have the C library do the work ({mode})"""
    factor, shift, sum_factor, product_factor = binding.drawn.numbers[:4]
    sizes = [float(sign * size) for size in binding.sizes(2**30) for sign in (1, -1)]
    # Whatever the numbers are: also those that are not whole. No digit of a product is lost.
    fine = [rng.randint(-(2**30), 2**30) / 2**10 for _ in range(6)]
    far = [sign * rng.randint(2, 9) * 2.0**power for power in (996, -996) for sign in (1, -1)]
    for x in (8.0, 0.0, *(float(rng.randint(-900, 900)) for _ in range(8)), *fine, *far, *sizes):
        sign = float((x > 0) - (x < 0))
        real, probe = math.cbrt(x), factor * x + sign * shift
        binding.calls_c("cube_root", x, real=real, probe=probe, parts=(0,) if x else ())
    sides = [(float(rng.randint(1, 900)), float(rng.randint(1, 900))) for _ in range(8)]
    sides += [(rng.randint(-(2**14), -1) / 8, rng.randint(-(2**14), -1) / 8) for _ in range(3)]
    sides += [(-3.25, 4.5), (3.5, -4.0), (0.0, 2.5)]
    # Enormous and tiny ones, of which the probe's products have no digit too many.
    sides += [(side, 3.0) for side in far]
    sides += [(5 * 2.0**power, rng.randint(6, 900) * 2.0**power) for power in (480, -480)]
    sides += [pair for size in sizes if abs(size) < 2**15 for pair in ((size, 2.0), (2.0, size))]
    for width, height in sides:
        wide, high = abs(width), abs(height)
        probe = sum_factor * (wide + high) + product_factor * wide * high
        real = math.hypot(width, height)
        binding.calls_c("diagonal", width, height, real=real, probe=probe, parts=(0,))


@check(points=1, needs="declares")
def test_refuses(binding):
    """Both functions in {script} refuse what is no number"""
    for other in ("8", 8j, None, b"8", [8.0], "", 0j, b"", [], bytearray(b"8")):
        binding.call("cube_root", other).raises(TypeError)
        for side in (3.0, 0.0, 0, math.inf):
            binding.call("diagonal", side, other).raises(TypeError)
            binding.call("diagonal", other, side).raises(TypeError)
