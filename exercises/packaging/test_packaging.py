"""What is checked in the packaging exercise. Each docstring is the sentence the learner reads."""

from cffi_workshop.checks import check

FIRST = [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]


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


@check(points=2, needs="wheel")
def test_wheel_is_whole(package):
    """The wheel holds the package, with the extension module inside of it"""
    package.wheel_holds("fibo/__init__.py", "fibo/_fibo.*")
    package.changes_nothing("fibo/__init__.py", "src/fibo/__init__.py")


@check(points=1, needs="wheel")
def test_requires_cffi(package):
    """The wheel says that it needs cffi at run time"""
    package.needs_at_run_time("cffi")


@check(points=2, needs="wheel-is-whole")
def test_counts(package, rng):
    """Installed by pip and imported from another folder, fibo.fibonacci() counts"""
    package.call("fibo", "fibonacci", 10).equals(FIRST)
    n = rng.randint(2, 10)
    package.call("fibo", "fibonacci", n).equals(FIRST[:n])
    package.call("fibo", "fibonacci", -1).raises(ValueError)
