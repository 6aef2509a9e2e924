"""What is checked in the skeleton exercise. Each docstring is the sentence the learner reads."""

from cffi_workshop.checks import check


@check(points=1)
def test_compiles(c):
    """skeleton.c compiles, with skeleton_mean() as skeleton.h declares it"""
    c.compiles()


@check(points=1, needs="compiles")
def test_of_some(c, rng):
    """skeleton_mean() gives the mean of 1.0, 2.0 and 6.0, and of numbers that are drawn"""
    c.call("mean", [1.0, 2.0, 6.0], shown="skeleton_mean({1.0, 2.0, 6.0}, 3) returned").equals(3.0)
    values = [float(rng.randint(-99, 99)) for _ in range(2 ** rng.randint(2, 5))]
    c.call("mean", values).equals(sum(values) / len(values))


@check(points=1, needs="of-some")
def test_of_one(c, rng):
    """skeleton_mean() of one number is that number"""
    value = float(rng.randint(1, 99))
    c.call("mean", [value]).equals(value)


@check(points=1, needs="of-some")
def test_no_warnings(c):
    """skeleton.c compiles without a warning"""
    c.has_no_warnings()


@check(points=1)
def test_imports(binding):
    """{script} can be imported from any working directory"""
    binding.imports()


@check(points=1, needs="imports")
def test_declares(binding):
    """The cdef for {script} says what skeleton.h says"""
    binding.declares()


@check(points=1, needs="declares")
def test_mean(binding, rng):
    """mean() in {script} gives the mean of a list"""
    binding.call("mean", [1.0, 2.0, 6.0]).equals(3.0)
    values = [float(rng.randint(-99, 99)) for _ in range(2 ** rng.randint(2, 5))]
    binding.call("mean", values).equals(sum(values) / len(values))


@check(points=1, needs="mean")
def test_calls_c(binding, rng):
    """mean() in {script} has C do the work ({mode})"""
    lists = [[float(rng.randint(-99, 99)) for _ in range(count)] for count in (4, 1, 3)]
    for values in ([1.0, 2.0, 6.0], *lists):
        total = sum(values)
        real, probe = total / len(values), total + binding.drawn[0]
        binding.calls_c("mean", values, real=real, probe=probe)


@check(points=1, needs="declares")
def test_refuses(binding):
    """mean() in {script} refuses an empty list"""
    binding.call("mean", []).raises(ValueError)


@check(points=1)
def test_make(makefile):
    """`make` builds libskeleton from your skeleton.c"""
    makefile.builds()


@check(points=1, needs=["of-some", "mean", "make"])
def test_together(together):
    """{script} gives a mean with your own skeleton.c"""
    together.call("mean", [2.0, 4.0]).equals(3.0)
