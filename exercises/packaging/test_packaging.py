"""What is checked in the packaging exercise. Each docstring is the sentence the learner reads."""

from cffi_workshop.checks import check

LARGEST_N = 92


def numbers(n, factor=1):
    """Return the first n numbers that C makes; with 1 they are Fibonacci's (checker/probe.c)."""
    made = [0, 1]
    while len(made) < n:
        following = made[-2] + factor * made[-1]
        made.append(following if factor == 1 else following % 2**40)
    return made[:n]


def several(rng):
    """Return several n, the smallest and the largest among them."""
    return sorted([0, 1, 2, 10, LARGEST_N, *(rng.randint(3, LARGEST_N) for _ in range(6))])


@check(points=1)
def test_sdist(package):
    """A source distribution can be built"""
    package.sdist()


@check(points=2, needs="sdist")
def test_sdist_is_whole(package):
    """The source distribution holds all that a build needs"""
    package.sdist_holds("c/fibo.c", "c/fibo.h", "fibo_build.py", "src/fibo/__init__.py", "setup.py")


@check(points=2, needs="sdist-is-whole")
def test_wheel(package):
    """From the source distribution alone, a wheel can be built"""
    package.wheel()
    package.needs_to_build("cffi")


@check(points=2, needs="wheel")
def test_wheel_is_whole(package):
    """The wheel holds the package, with the extension module inside of it"""
    package.wheel_holds("fibo/__init__.py", "fibo/_fibo.*")
    package.holds_extension("fibo/_fibo")
    package.changes_nothing("fibo/__init__.py", "src/fibo/__init__.py")


@check(points=1, needs="wheel")
def test_requires_cffi(package):
    """The wheel says that it needs cffi at run time"""
    package.needs_at_run_time("cffi")


@check(points=2, needs="wheel-is-whole")
def test_counts(package, rng):
    """Installed by pip and imported from another folder, fibo.fibonacci() counts"""
    for n in several(rng):
        package.call("fibo", "fibonacci", n).equals(numbers(n))
    for n in (-1, LARGEST_N + 1, -rng.randint(2, 99)):
        package.call("fibo", "fibonacci", n).raises(ValueError)
    for n in several(rng):
        answer = package.call("fibo", "fibonacci", n, over="probe")
        answer.equals(numbers(n, package.drawn[0]), cause="did-not-call-c")
