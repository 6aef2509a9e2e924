"""What is checked in the libm exercise. Each docstring is the sentence the learner reads."""

import math

from cffi_workshop.checks import check


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
    for x in (8.0, -8.0, rng.uniform(-1e6, 1e6)):
        binding.call("cube_root", x).equals(math.cbrt(x))


@check(points=1, needs="declares")
def test_diagonal(binding, rng):
    """diagonal() in {script} gives the diagonal, of enormous rectangles too"""
    # The diagonal is a whole number: of any other, Python and the C library may round the last digit apart.
    size = rng.randint(2, 1_000_000)
    for sides in ((3.0, 4.0), (5.0 * size, 12.0 * size), (3e200, 4e200), (math.inf, 1.0)):
        binding.call("diagonal", *sides).equals(math.hypot(*sides))


@check(points=1, needs=["cube-root", "diagonal"])
def test_calls_c(binding, rng):
    """Both functions in {script} have the C library do the work ({mode})"""
    x = float(rng.randint(2, 900))
    binding.calls_c("cube_root", x, real=math.cbrt(x), probe=1000.0 + x)
    binding.calls_c("diagonal", 3.0, 4.0, real=5.0, probe=2034.0)


@check(points=1, needs="declares")
def test_refuses(binding):
    """Both functions in {script} refuse what is no number"""
    binding.call("cube_root", "8").raises(TypeError)
    binding.call("cube_root", 8j).raises(TypeError)
    binding.call("diagonal", 3.0, None).raises(TypeError)
