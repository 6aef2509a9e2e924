"""In code that is all the learner's own: the line of the kind that the cause looks for."""

import pytest

from cffi_workshop.grading.blame.better import better
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location, Observation

from .cases import case, line_with, wrong

pytestmark = pytest.mark.quick


# A file that shares no line with the solution; what failed; and the text of the line to look at.
OF_CPP = """#include "pi.h"
#include "generator.h"

struct place {
    float *x;
    explicit place(double *out) : x{out} {}
};

static uint64_t all(uint64_t seed, float many)
{
    float half = many / 2;
    return uint64_t(2 * half) + 0 * seed;
}

uint64_t pi_inside(uint64_t seed, uint64_t samples)
{
    return all(seed, samples);
}
"""


OF_FORTRAN = """integer(c_int64_t) function pi_points(seed, samples, xy) bind(c)
    use iso_c_binding
    integer(c_int64_t), value :: seed
    integer(c_int64_t), value :: samples
    integer(c_int64_t) :: k
    real(c_float) :: xy(*)
    pi_points = twice(seed) + samples
end function

integer function twice(k)
    twice = 2 * k
end function
"""


NO_OWNER = (
    "The program raised ValueError: only 'cdata' object from ffi.new(), ffi.gc(), ffi.from_buffer() "
    "or ffi.new_allocator()() can be used with the 'with' keyword or ffi.release()."
)


WHOLE_FILES = {
    "an address that an object is made of, and that cannot be released": (
        "memory", "memory_abi.py",
        "class Table:\n    def from_library(cls, title, n):\n        bare = lib.table_new(title.encode(), n)\n"
        "        if not bare:\n            raise MemoryError(n)\n        return cls(bare)\n\n    def close(self):\n"
        "        gone, self._record = self._record, None\n        if gone is not None:\n            ffi.release(gone)\n",
        Diagnosis("exception", NO_OWNER, Location("memory_abi.py", 11)), "return cls(bare)",
    ),
    "an address that is kept, and that cannot be released": (
        "directory", "directory_abi.py",
        "class Directory:\n    def __init__(self, path):\n        got = lib.directory_open(path)\n        if not got:\n"
        "            raise OSError(ffi.errno)\n        self._stream = got\n\n    def close(self):\n"
        "        if self._stream:\n            ffi.release(self._stream)\n            self._stream = None\n",
        Diagnosis("exception", NO_OWNER, Location("directory_abi.py", 10)), "self._stream = got",
    ),
    "a parameter of Fortran": (
        "pi", "pi_fortran.f90", OF_FORTRAN,
        Diagnosis("signature-mismatch", "Parameter 3 of pi_points() is float * in pi_fortran.f90, but double * in pi.h."),
        ":: xy",
    ),
    "a header of C as one of C++": (
        "pi", "pi_cpp.cpp", OF_CPP,
        Diagnosis("missing-function", 'The library has pi_inside() as _Z9pi_inside. extern "C" gives a function its plain C name.'), '"pi.h"',
    ),
    "where a compiler stops": (
        "pi", "pi_cpp.cpp", OF_CPP,
        Diagnosis("compile-error", "pi_cpp.cpp, line 6, does not compile.", Location("pi_cpp.cpp", 6)), ": x{out}",
    ),
    "a rule of make of another name": (
        "fibonacci", "Makefile",
        "fibo.so: fibonacci.c\n\tgcc -shared -fPIC $< -o $@\n\nrebuild: tidy fibo.so\n\ntidy:\n\trm -f *.so\n",
        Diagnosis("make-failed", "make ended well, but built no libfibonacci.so."), "fibo.so: f",
    ),
    "no source in set_source()": (
        "fibonacci", "fibonacci_build.py",
        'import cffi\nbuilder = cffi.FFI()\nffibuilder = builder\nbuilder.cdef("void fibo_step(int64_t *, int64_t *);")\n'
        'builder.set_source("_fibonacci", "void f();")\n',
        Diagnosis("import-error", "The extension module was built, but fibo_step() is not in it."), "set_source(",
    ),
    "a copy where an exception was promised": (
        "evolve", "evolve_abi.py",
        "def evolve(new, old, a, dt, dx2, dy2):\n    rows, columns = old.shape\n    if rows != new.shape[0]:\n"
        '        raise ValueError("rows")\n    if columns != new.shape[1]:\n        raise ValueError("columns")\n'
        "    solid = np.ascontiguousarray(old)\n    lib.evolve(new, solid, rows, columns, a, dt, dx2, dy2)\n",
        wrong("evolve(...)", "None", "ValueError", "missing-exception"), "ascontiguousarray",
    ),
    "memory that nobody keeps": (
        "memory", "memory_abi.py",
        "class Table:\n    def from_python(cls, title, n):\n        record = ffi.new('table *')\n"
        "        text = title.encode()\n        if n < 0:\n            raise ValueError(n)\n"
        "        record.title = ffi.new('char[]', text)\n        record.n = n\n        lib.table_fill(record)\n"
        "        return Table(record)\n\n    def title(self):\n        return 1\n",
        Diagnosis("dangling-pointer", "The program gave C a pointer. This was tried: Reading a table of from_python()."),
        "record.title =",
    ),
    "memory of a smaller type than C sees": (
        "fibonacci", "fibonacci_abi.py",
        "def fibonacci(n):\n    x = ffi.new('int *', 0)\n    y = ffi.new('int64_t *', 1)\n    out = []\n"
        "    for k in range(n):\n        out.append(x[0])\n        two = 2\n"
        "        lib.fibo_step(ffi.cast('int64_t *', x), ffi.cast('int64_t *', y))\n    return out\n",
        Diagnosis("out-of-bounds", "fibonacci(10) read memory outside of an array.", Location("fibonacci_abi.py", 8)),
        "'int *'",
    ),
    "a raise that was not reached": (
        "passwd", "passwd_abi.py",
        "def _user(find, key):\n    entry = find(key)\n    ffi.errno = 0\n    if not entry and ffi.errno:\n"
        "        raise OSError(ffi.errno)\n    if True:\n        pass\n    if not entry:\n        raise KeyError(key)\n",
        Diagnosis.of("exception", Observation("user_by_id(2)", "raised", "KeyError: 2", "OSError"),
                     Location("passwd_abi.py", 9)),
        "if not entry and ffi.errno",
    ),
    "a number that is nearly right": (
        "bughunt", "bughunt_abi.py",
        "def mean(celsius):\n    a = 1\n    values = np.asarray(celsius, dtype=np.float32)\n    b = 2\n    c = 3\n"
        "    d = 4\n    return lib.station_mean(view(values), len(values))\n",
        wrong("mean([...])", "3.6785714", "3.6785714285714284"), "float32",
    ),
    "a quotient that is cut down to a whole number": (
        "evolve", "evolve.c",
        "void evolve(double *u, const double *u_previous, size_t nx, size_t ny, double a, double dt, double dx2)\n{\n"
        "    const int w = a * dt / dx2;\n    size_t k = 0;\n    k++;\n    k--;\n    u[k] = w * u_previous[k];\n"
        "    u[k] += 1;\n    u[k] -= 1;\n}\n",
        wrong("evolve()", "-49.3", "-20.8"), "const int w",
    ),
    "a function that is left before it did anything": (
        "fibonacci", "fibonacci.c",
        "void fibo_step(int64_t *current, int64_t *next)\n{\n    if (*current < 0)\n        return;\n    int64_t a = *next;\n"
        "    int64_t b = *current;\n    b += a;\n    *current = a;\n    *next = b;\n}\n",
        wrong("fibo_step(-72, 3)", "[-72, 3]", "[3, -69]"), "return;",
    ),
    "conditions, where what is returned stands there": (
        "callbacks", "callbacks_abi.py",
        "def compare_numbers(left, right):\n    a = 1\n    x = ffi.cast('int64_t *', left)\n    y = ffi.cast('int64_t *', right)\n"
        "    if x < y:\n        return -1\n    b = 2\n    c = 3\n    d = 4\n    return 0\n",
        wrong("compare_numbers()", "[30, -4, 7]", "[-4, 7, 30]"), "if x < y",
    ),
    "the very value that was seen": (
        "evolve", "evolve.c",
        "void evolve(double *u, const double *u_previous, size_t nx, size_t ny)\n{\n    for (size_t k = 0; k < ny; k++)\n"
        "        u[k] = 0.0;\n    for (size_t k = 1; k < nx; k++) {\n        size_t c = k;\n        c++;\n"
        "        u[c] = u_previous[c];\n    }\n}\n",
        wrong("evolve()", "0.0", "15.7"), "= 0.0",
    ),
    "None in the place of a value": (
        "header", "header_api.py",
        "def value_of(record):\n    if not record.kind:\n        return None\n    if record.kind == 4:\n"
        "        return record.value.real\n    if record.kind == 5:\n        return bytes(record.value.raw)\n"
        "    return record.value.count\n",
        wrong("value_of(record)", "None", "1080"), "return None",
    ),
    "a place where too few owners are kept": (
        "memory", "memory_abi.py",
        "class Table:\n    def from_python(cls, title, n):\n        text = ffi.new('char[]', title.encode())\n"
        "        rows = ffi.new('double[]', n)\n        record = ffi.new('struct table *', [text, rows, n])\n"
        "        lib.table_fill(record)\n        table = cls(record)\n        cls._owners = (text, rows)\n"
        "        return table\n\n    def title(self):\n        return 1\n",
        Diagnosis("dangling-pointer", "The program gave C a pointer. This was tried: Reading a table of from_python()."),
        "cls._owners =",
    ),
    "a cast of what ffi.gc() returns": (
        "strings", "strings_abi.py",
        "def greet(name):\n    text = lib.greeting_new(name, n)\n    view = ffi.cast('char *', ffi.gc(text, lib.greeting_free))\n"
        "    a = 1\n    b = 2\n    return ffi.buffer(view, n[0])[:].decode()\n",
        wrong("greet('Ada')", "'ZZZZ'", "'Hello, Ada!'"), "ffi.gc(text",
    ),
    "memory that nobody gives back": (
        "memory", "memory_abi.py",
        "class Table:\n    def from_library(cls, title, n):\n        fresh = lib.table_new(title.encode(), n)\n"
        "        if not fresh:\n            raise MemoryError\n        made = cls()\n        made.fresh = fresh\n"
        "        return made\n\n    def find(self, metres):\n        return lib.table_find(self.fresh, metres)\n",
        Diagnosis("leak", "When the last name of a table is gone, the number of tables that C still has is 1."),
        "lib.table_new(",
    ),
    "a call of C with the wrong numbers": (
        "fibonacci", "fibonacci_abi.py",
        "def fibonacci(n):\n    check(n)\n    pair = ffi.new('int64_t[2]', [0, 1])\n    found = [0, 1]\n"
        "    while len(found) < n:\n        lib.fibo_step(pair, pair + 1)\n        found.append(pair[1])\n"
        "    found.reverse()\n    found.sort()\n    return found\n",
        wrong("fibonacci(3)", "[0, 1, 2]", "[0, 1, 1]"), "lib.fibo_step(",
    ),
    "a constant of C, which is no call": (
        "header", "header_abi.py",
        "def value_of(record):\n    if record.kind == lib.MAST_NOTHING:\n        return None\n"
        "    if record.kind == lib.MAST_REAL:\n        return record.value.real\n"
        "    raw = ffi.cast('char *', record.value.raw)\n    return ffi.string(raw)\n",
        wrong("The last record", "b'MK'", "b'MK\\0'"), "ffi.string(",
    ),
    "what a list begins with": (
        "fibonacci", "fibonacci_abi.py",
        "def fibonacci(n):\n    check(n)\n    found = [0, 1]\n    pair = ffi.new('int64_t[2]', found)\n"
        "    while len(found) < n:\n        a = 1\n        lib.fibo_step(pair, pair + 1)\n        found.append(pair[1])\n"
        "    return found\n",
        wrong("fibonacci(1)", "[0, 1]", "[0]"), "found = [0, 1]",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "name", "text", "finding", "at"), WHOLE_FILES.values(), ids=WHOLE_FILES
)
def test_in_a_file_of_their_own_the_line_is_of_the_kind_that_the_cause_looks_for(
    slug, name, text, finding, at
):
    changed = case(slug, name, texts={name: text})
    assert better(finding, changed).location == Location(name, line_with(changed, name, at))


LOOP = """#include "evolve.h"
void evolve(double *u, const double *u_previous, size_t nx, size_t ny,
            double a, double dt, double dx2, double dy2)
{
    for (size_t i = 1; i < BOUND; i++) {
        /* the interior */
        for (size_t j = 1; j < ny - 1; j++)
            u[i * ny + j] = u_previous[i * ny + j];
    }
}
"""


@pytest.mark.parametrize(
    ("bound", "size", "line"),
    [
        ("nx - 1", "nx = 0, ny = 0", 5),
        ("nx-1", "nx = 0, ny = 4", 5),
        ("nx - 1", "nx = 4, ny = 0", 7),
        ("nx - 1", "nx = 4, ny = 3", 8),
        ("(int)nx - 1", "nx = 0, ny = 4", 8),
    ],
)
def test_a_length_of_0_less_one_is_the_root_of_what_lies_beyond(bound, size, line):
    changed = case("evolve", "evolve.c", texts={"evolve.c": LOOP.replace("BOUND", bound)})
    message = f"evolve() with {size} read memory outside of an array."
    found = better(Diagnosis("out-of-bounds", message, Location("evolve.c", 8)), changed)
    assert found.location == Location("evolve.c", line)
    assert ("without a sign" in found.message) == (line != 8)


WITHOUT_SOURCE = [("Makefile", "$(LIBRARY): fibonacci.c fibonacci.h", "$(LIBRARY): fibonacci.h")]


TOLD_BY_NAME = {
    "a target whose name a variable has": (
        "evolve", "Makefile", [("Makefile", "CFLAGS =", "NAME = evolve\nCFLAGS ="), ("Makefile", ": evolve.c", ": $(NAME).cc")],
        "make-failed", "make failed: No rule to make target 'evolve.cc', needed by 'x'.", "$(NAME).cc",
    ),
    "a command that makes no library": (
        "evolve", "Makefile", [("Makefile", "-O3 ", ""), ("Makefile", "-shared ", "-c ")], "make-failed",
        "make built libevolve.so, but it is no shared library that can be opened: x.", "-c -fPIC",
    ),
    "a library that is linked by a variable": (
        "fibonacci", "Makefile", [("Makefile", "CFLAGS =", "LIBS = -lfibo\nCFLAGS ="), ("Makefile", "fibonacci.c\n\nclean", "fibonacci.c $(LIBS)\n\nclean")],
        "make-failed", "make failed. The linker cannot find the library -lfibo.", "LIBS = -lfibo",
    ),
    "a library that its own rule reads": (
        "fibonacci", "Makefile", [("Makefile", "= libfibonacci.so", "=  libfibonacci.so"), ("Makefile", "-o $@ fibonacci.c", "$@")],
        "make-failed", "make failed. The linker cannot find the file libfibonacci.so.", "-fPIC $@",
    ),
    "a variable that looks for files where none are": (
        "fibonacci", "Makefile", [("Makefile", "CFLAGS =", "FOUND = $(wildcard x/*.c)\nSOURCES = $(FOUND:.c=.o)\nCFLAGS ="), ("Makefile", "fibonacci.c\n\nclean", "$(SOURCES)\n\nclean")],
        "make-failed", "make failed. The compiler says: no input files.", "FOUND = ",
    ),
    "a target that nothing makes": (
        "fibonacci", "Makefile", [("Makefile", ": fibonacci.c", ": fibonaci.o"), ("Makefile", "-O2 ", "")],
        "make-failed", "make failed: No rule to make target 'fibonaci.o', needed by 'x'.", ": fibonaci.o",
    ),
    "a library that a rule for all makes of another file": (
        "fibonacci", "Makefile", [("Makefile", "$(LIBRARY): fibonacci.c fibonacci.h", "%.so: %.c"), ("Makefile", "-O2 ", "")],
        "make-failed", "make failed: No rule to make target 'libfibonacci.so', needed by 'all'.", "%.so: ",
    ),
    "a library of nearly the name": (
        "fibonacci", "Makefile", [("Makefile", "= libfibonacci.so", "= fibonacci.so"), ("Makefile", "-O2 ", "")],
        "make-failed", "make ended well, but built no libfibonacci.so.", "= fibonacci.so",
    ),
    "a cache, which keeps what it was called with": (
        "strings", "strings_abi.py",
        [("strings_abi.py", "def encode(", "@functools.lru_cache(maxsize=None)\ndef encode("),
         ("strings_abi.py", '        raise ValueError(', '        raise  ValueError(')],
        "leak", "encode() got eight texts, and then these were let go. The number of texts still in memory is 8.", "lru_cache",
    ),
    "a library that stays as it is": (
        "fibonacci", "Makefile", [*WITHOUT_SOURCE, ("Makefile", "all: ", "it: ")],
        "make-failed", "fibonacci.c was changed, but libfibonacci.so is still the old one.", "$(LIBRARY): ",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "name", "edits", "cause", "message", "at"), TOLD_BY_NAME.values(), ids=TOLD_BY_NAME
)
def test_the_line_is_the_one_that_has_the_name(slug, name, edits, cause, message, at):
    changed = case(slug, name, edits=edits)
    found = better(Diagnosis(cause, message), changed)
    assert found.location == Location(name, line_with(changed, name, at))


# A loop over each line of a function of their own, and what the check saw.
HELPER = """def safe(function, *numbers):
    try:
        return function(*numbers)
    except TypeError:
        return 0.0


def cube_root(x):
    return safe(lib.cbrt, x)
"""


LIST = """def fibonacci(n):
    pair = ffi.new("int64_t[]", [0, 1])
    found = []
    for k in range(n):
        found.append(pair[0:1])
        if k:
            step(pair)
    check(found)
    return found
"""


DICT = """def user(entry):
    found = {}
    found["name"] = text(entry.pw_name)
    found["home"] = entry.pw_dir
    found["uid"] = entry.pw_uid
    found["gid"] = entry.pw_gid
    return found
"""


STATIC = """#include "fibonacci.h"
void fibo_step(int64_t *current, int64_t *next)
{
    static const int64_t zero = 0;
    static int64_t a;
    a = *next;
    int64_t b = *next;
    *next += *current + zero;
    *current = a + b - a;
}
"""


ONE_RAISE = """def fibonacci(n):
    if n < 0:
        raise ValueError(n)
    if n > 93:
        raise OverflowError(n)
    first = 0
    second = 1
    more(first, second)
    return lib.all(n)
"""


LINES = {
    "a helper that catches": ("libm", "libm_api.py", HELPER, ("cube_root('8')", "nan", "TypeError", "missing-exception"), "except"),
    "an item of a list": ("fibonacci", "fibonacci_api.py", LIST, ("fibonacci(3)", "<cdata> in [0], which belongs to C", "[0]", "cdata-leaked"), "append("),
    "a key of a dict": ("passwd", "passwd_api.py", DICT, ("user(0)", "{}, with bytes in [\"home\"]", "{}", "wrong-type"), '"home"'),
    "a variable that stays": ("fibonacci", "fibonacci.c", STATIC, ("fibo_step(3, 5)", "[1, 2]", "[5, 8]", "wrong-value"), "static int64_t a;"),
    "the one raise of its kind": ("fibonacci", "fibonacci_abi.py", ONE_RAISE, ("fibonacci(93)", "[]", "OverflowError", "missing-exception"), "if n > 93"),
}  # fmt: skip


@pytest.mark.parametrize(("slug", "name", "text", "seen", "at"), LINES.values(), ids=LINES)
def test_what_was_seen_tells_the_line_of_a_function_of_their_own(slug, name, text, seen, at):
    changed = case(slug, name, texts={name: text})
    place = better(wrong(*seen), changed).location
    assert place == Location(name, line_with(changed, name, at))


def test_another_function_in_the_place_of_one_is_the_line_of_the_cdef():
    edits = [("libm_abi.py", "double hypot(", "double hypotenuse(")]
    changed = case("libm", "libm_abi.py", edits=edits)
    said = "The cdef does not declare hypot(), which math.h has; it declares hypotenuse() in its place."
    line = line_with(changed, "libm_abi.py", "double hypotenuse(")
    assert better(Diagnosis("cdef-mismatch", said), changed).location.line == line


# A style of its own in both scripts, and a mistake in one of them.
STYLE = [
    ("        if frame == ffi.NULL:", "        if not frame:"),
    ("        buffer = ffi.buffer(pixels, frame.height * frame.row_stride)\n",
     "        size = frame.height * frame.row_stride\n        buffer = ffi.buffer(pixels, size)\n"),
    ("        array = np.ndarray(", "        picture = array = np.ndarray("),
]  # fmt: skip


MISTAKES = {
    "a copy": ("        return array\n", "        return picture.copy()\n", "picture.copy()"),
    "another type": ("np.uint16, buffer", "np.int16, buffer", "np.int16"),
    "another pointer": ("ffi.buffer(pixels, size)", "ffi.buffer(frame.pixels, size)", "frame.pixels, size"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at"), MISTAKES.values(), ids=MISTAKES)
@pytest.mark.parametrize("script", ["frames_abi.py", "frames_api.py"])
def test_where_one_script_is_another_than_its_twin_the_mistake_is_there(script, old, new, at):
    edits = [(name, *pair) for pair in STYLE for name in ("frames_abi.py", "frames_api.py")]
    asked = case("frames", script, edits=[*edits, (script, old, new)], title="frame() gives pixels")
    said = Observation("Two pictures of a camera", "are", "[2, 1]", "[1, 2]")
    location = better(Diagnosis.of("wrong-value", said), asked).location
    assert location == Location(script, line_with(asked, script, at))


@pytest.mark.parametrize("cdef", ["uint32_t second;", "float real;", "mast *mast_open(void);"])
def test_a_cdef_in_a_style_of_its_own_is_not_what_makes_scripts_differ(cdef):
    """It stands in one of the two; the mistake stands in both."""
    copied = "return ffi.string(record.value.raw)"
    edits = [("header_abi.py", cdef, f"{cdef}  /* said in the header */")]
    edits += [
        (f"header_{mode}.py", "return bytes(record.value.raw)", copied) for mode in ("abi", "api")
    ]
    asked = case("header", "header_abi.py", edits=edits, title="A record is read as C left it")
    said = Observation(
        "All channels of a new mast were read. The last record", "is", "b'MK'", "b'MK\\0'"
    )
    location = better(Diagnosis.of("wrong-value", said), asked).location
    assert location == Location("header_abi.py", line_with(asked, "header_abi.py", copied))


def test_libraries_of_other_names_make_no_difference_between_twins():
    address = 'ffi.addressof({}, "shortlex_compare")'
    edits = [
        ("capstone_abi.py", "libshortlex.shortlex_compare", address.format("libshortlex")),
        ("capstone_api.py", "lib.shortlex_compare", address.format("lib")),
        ("capstone_abi.py", "np.float64).copy()", "np.float64)"),
    ]
    asked = case("capstone", "capstone_abi.py", edits=edits)
    assert asked.source("capstone_abi.py").odd == [
        line_with(asked, "capstone_abi.py", "np.float64)")
    ]
