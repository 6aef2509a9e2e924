"""What is checked in the shipping exercise. Each docstring is the sentence the learner reads."""

from cffi_workshop.checks import check

LARGEST_N = 92
STUB = ("fibo/_fibo.pyi", "src/fibo/_fibo.pyi")  # in the wheel, and as the learner's file


def numbers(n, factor):
    """Return the first n numbers that C makes over checker/probe.c."""
    made = [0, 1]
    while len(made) < n:
        made.append((made[-2] + factor * made[-1]) % 2**40)
    return made[:n]


@check(points=1)
def test_wheel(package):
    """A wheel can be built from the source distribution"""
    package.wheel()
    package.needs_to_build("cffi")


@check(points=2, needs="wheel")
def test_tag(package):
    """The wheel's tag says that it fits Python 3.11 and all later ones"""
    package.fits_later_pythons("cp311")


@check(points=1, needs="tag")
def test_module(package):
    """So does the extension module in the wheel: its name ends in .abi3.so"""
    package.wheel_holds("fibo/_fibo.abi3.so")
    package.holds_extension("fibo/_fibo")
    package.changes_nothing("fibo/__init__.py", "src/fibo/__init__.py")


@check(points=1, needs="wheel")
def test_types(package):
    """The wheel holds the stub, and py.typed, without which nobody reads the stub"""
    package.wheel_holds("fibo/_fibo.pyi", "fibo/py.typed")


@check(points=2, needs="types")
def test_stub_of_lib(package):
    """The stub says that lib has fibo_step() alone, which takes two arguments and returns nothing"""
    stub = package.stub(*STUB)
    stub.has_only("lib", "fibo_step")
    stub.takes("lib", "fibo_step", 2, 2)
    stub.takes_type("lib", "fibo_step", 0)
    stub.takes_type("lib", "fibo_step", 1)
    stub.returns_nothing("lib", "fibo_step")


@check(points=2, needs="types")
def test_stub_of_ffi(package):
    """The stub says that ffi has new(), which takes one or two arguments and returns a cdata"""
    stub = package.stub(*STUB)
    if stub.is_of_cffi("ffi"):
        return
    stub.has("ffi", "new")
    stub.takes("ffi", "new", 1, 2)
    stub.takes_type("ffi", "new", 0, "str")
    stub.takes_type("ffi", "new", 1, "int", "float", "complex")  # where an int fits
    stub.returns_cdata("ffi", "new")


@check(points=1, needs="module")
def test_counts(package, rng):
    """Installed by pip, the package counts as it did before"""
    package.needs_at_run_time("cffi")
    n = rng.randint(3, LARGEST_N)
    answer = package.call("fibo", "fibonacci", n, over="probe")
    answer.equals(numbers(n, package.drawn[0]), cause="did-not-call-c")
