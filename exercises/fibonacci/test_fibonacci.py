"""What is checked in the fibonacci exercise. Each docstring is the sentence the learner reads."""

from cffi_workshop.checks import check

LARGEST_N = 92  # F(93), the sum that would come next, does not fit into an int64_t
PELL = [0, 1, 2, 5, 12, 29, 70, 169, 408, 985]  # what checker/probe.c gives


def first_numbers(n):
    """Return the first n Fibonacci numbers, from Python's own integers."""
    numbers = [0, 1]
    while len(numbers) < n:
        numbers.append(numbers[-2] + numbers[-1])
    return numbers[:n]


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


@check(points=1, needs="advances-the-pair")
def test_no_leak(c):
    """fibo_step() leaves no memory behind"""
    c.call("step", 0, 1, shown="fibo_step(0, 1) left")
    c.leaks_nothing()


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
    n = rng.randint(20, 80)
    binding.call("fibonacci", n).equals(first_numbers(n))


@check(points=1, needs="first-numbers")
def test_calls_c(binding):
    """fibonacci() in {script} has C do the work ({mode})"""
    binding.calls_c("fibonacci", 10, real=first_numbers(10), probe=PELL)


@check(points=1, needs="first-numbers")
def test_largest(binding):
    """fibonacci(92) in {script} takes no step that overflows"""
    binding.call("fibonacci", LARGEST_N).equals(first_numbers(LARGEST_N))


@check(points=1, needs="declares")
def test_refuses(binding, rng):
    """fibonacci() in {script} refuses n that has no answer"""
    binding.call("fibonacci", 3.0).raises(TypeError)
    binding.call("fibonacci", "3").raises(TypeError)
    binding.call("fibonacci", None).raises(TypeError)
    binding.call("fibonacci", -1).raises(ValueError)
    binding.call("fibonacci", -rng.randint(10, 1000)).raises(ValueError)
    binding.call("fibonacci", LARGEST_N + 1).raises(OverflowError)
    binding.call("fibonacci", 10**30).raises(OverflowError)


@check(points=1)
def test_make(makefile):
    """`make` builds libfibonacci from your fibonacci.c"""
    makefile.builds()


@check(points=1, needs=["any-pair", "first-numbers", "make"])
def test_counts(together):
    """{script} lists 20 numbers with your own fibonacci.c"""
    together.call("fibonacci", 20).equals(first_numbers(20))
