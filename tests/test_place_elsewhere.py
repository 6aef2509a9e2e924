"""The line to look at in a file of which no line is the solution's, where it shows in another function."""

from dataclasses import replace

import pytest

from cffi_workshop.grading.blame.better import better
from cffi_workshop.grading.blame.declared.unreadable import stopped
from cffi_workshop.grading.blame.files.aliases import with_usual_names
from cffi_workshop.grading.blame.ranking.neglected import does_nothing
from cffi_workshop.grading.check_run import MODES
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location, Observation

from .cases import case, line_with, wrong

pytestmark = pytest.mark.quick

GONE = "The program gave C a pointer to memory that Python had freed already."
TABLE = """from _memory import ffi, lib as table


class Table:
    def __init__(self, record, *owners):
        self.record, self.owners = record, owners

    @classmethod
    def from_python(cls, title, n):
        text = ffi.new("char[]", title.encode())
        rows = ffi.new("double[]", n)
        record = ffi.new("struct table *")
        record.title = text
        record.metres = rows
        record.n = n
        table.table_fill(record)
        return cls(record, text)

    def metres(self):
        there = self.record
        return list(there.metres[0 : there.n])
"""
RANKING = """import _callbacks as c


def sign(a, b):
    return (a > b) - (a < b)


@c.ffi.def_extern("compare_numbers")
def by_number(p, q):
    left = c.ffi.cast("int32_t *", p)
    return sign(left[0], c.ffi.cast("int64_t *", q)[0])


def sorted_numbers(numbers):
    array = c.ffi.new("int64_t[]", numbers)
    c.lib.qsort(array, len(numbers), 8, c.lib.compare_numbers)
    again = list(array)
    return again


@c.ffi.def_extern(error=c.lib.RANKING_STOP)
def compare_entries(left, right, data):
    ranking = c.ffi.from_handle(data)
    try:
        return sign(ranking.key_of(left), ranking.key_of(right))
    except ValueError as error:
        ranking.error = error
        return c.lib.RANKING_STOP


class Ranking:
    def __init__(self, key):
        self.key = key
        self.known = []
        me = c.ffi.new_handle(self)
        self.ranking = c.lib.ranking_new(c.lib.compare_entries, me)
"""
USERS = """from _passwd import ffi, lib


def user_by_id(uid):
    with LOCK:
        return read(lib.getpwuid, uid)


def read(look_up, key):
    found = look_up(key)
    return dict(
        name=text(found.pw_name),
        uid=found.pw_uid,
        home=text(found.pw_dir),
        shell=text(found.pw_dir),
    )
"""
ARRAYS = """import numpy


def check(array):
    if not isinstance(array, numpy.ndarray):
        raise TypeError("no array")
    if array.dtype != numpy.float64:
        raise ValueError("no float64")
    if array.ndim != 2:
        raise ValueError("not two dimensions")
    if array.flags["F_CONTIGUOUS"]:
        raise ValueError("not contiguous")


def evolve(u, u_previous, a, dt, dx2, dy2):
    for array in (u, u_previous):
        check(array)
    rows, columns = u.shape
    left, right = (pointer(array) for array in (u, u_previous))
    lib.evolve(left, right, rows, columns, a, dt, dx2, dy2)
"""
NUMBERS = """def fibonacci(n):
    a = ffi.new("int64_t[1]", [0])
    b = ffi.new("int64_t[1]")
    other = 1
    other += 1
    found = [a[0]]
    while len(found) < n:
        lib.fibo_step(a, b)
        found.append(a[0])
    return found
"""
FOLDER = """from _directory import ffi, lib


class Directory:
    def __init__(self, path):
        self.path = path
        opened = lib.directory_open(path)
        self.handle = ffi.gc(opened, lib.directory_close)

    def close(self):
        ffi.release(self.handle)

    def __enter__(self):
        self.entered = True
"""
GREET = """import _strings

ffi, c = _strings.ffi, _strings.lib


def greet(name):
    data = name.encode()
    count = ffi.new("size_t[1]")
    one = 1
    two = one + one
    address = c.greeting_new(data, count)
    copied = ffi.buffer(address, count[0])[:]
    return copied.decode()
"""
IN_PLACE = """#include "evolve.h"
void evolve(double *u, const double *u_previous, size_t nx, size_t ny,
            double a, double dt, double dx2, double dy2)
{
    for (size_t i = 1; i + 1 < nx; i++)
        for (size_t j = 1; j + 1 < ny; j++) {
            const size_t k = i * ny + j;
            const double across = u[k - ny] - 2 * u[k] + u[k + ny];
            const double along = u_previous[k - 1] + u_previous[k + 1];
            const double both = across / dx2 + along / dy2;

            u[k] = u_previous[k] + a * dt * both;
        }
}
"""
BOOK = """import _crash as c


class Logbook:
    def __init__(self):
        made = c.lib.logbook_new()
        assert made
        one = 1
        self.book = made

    def there(self):
        if self.book is None:
            raise ValueError("closed")
        return self.book

    def knots(self, station):
        entry = c.lib.logbook_find(self.there(), station.encode())
        return c.lib.logbook_knots(entry)

    def close(self):
        one = two = self.book
        if one is None:
            return
        c.lib.logbook_free(self.book)
"""
VALUES = """from _header import ffi, lib


def value_of(record):
    value = record.value.raw
    if record.kind == 5:
        value = 1
        value = ffi.string(record.value.raw)
    return value


class Mast:
    def read(self, channel):
        record = ffi.new("struct mast_record *")
        self.how.read(self.mast, channel, record)
        flags = record.flags
        return dict(
            channel=record.channel,
            value=value_of(record),
            drift=flags.drift,
        )
"""
DRAWS = """import threading


def seed_for(seed, thread):
    return hash(seed)


def estimate(samples, seed, threads=1, language="c"):
    if samples < 1 or threads < 1:
        raise ValueError("one at least")
    functions = library(language)
    counts = [functions.pi_inside(seed_for(seed, k), samples // threads) for k in range(threads)]
    return 4 * sum(counts) / samples
"""
EVENTS = """from _events import ffi, lib


@ffi.def_extern(name="on_strike")
def strike(number, km, data):
    me = ffi.from_handle(data)
    me.room.acquire()
    me.hand_over((number, km))


class Strikes:
    def __init__(self, count, seed, room=8):
        self.count, self.seed = count, seed

    def hand_over(self, something):
        queue = self.queue
        queue.put_nowait(something)
"""
PAIRS = """from _fibonacci import ffi, lib


def refused(n):
    if n < -1:
        return ValueError("negative")
    one = n
    if one > 92:
        return ArithmeticError("too many")
    return None


def fibonacci(n):
    error = refused(n)
    if error:
        raise error
    found = []
    return found
"""
NAMES = """from _directory import ffi, lib


class Directory:
    def __init__(self, path):
        self.path = path
        self.stream = self.opened()
        self.state = 1

    def opened(self):
        if self.path == "\\0":
            raise ValueError(self.path)
        return lib.directory_open(self.path)

    def close(self):
        if self.state == 0:
            raise ValueError(self.path)
        self.state = 0
"""
VALUE = Diagnosis.of(
    "wrong-value",
    Observation(
        "read(2)", "gave", "{...}", "{...}", "They differ in [\"value\"]: b'MK' in place of b'MK7'."
    ),
)
STAYED = wrong(
    "fibonacci(10)", "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0]", "[0, 1, 1, 2, 3, 5, 8, 13, 21, 34]"
)
KEY = Diagnosis.of(
    "wrong-value",
    Observation(
        "user_by_id(0)",
        "returned",
        "{...}",
        "{...}",
        "They differ in [\"shell\"]: '/' in place of '/bin/sh'.",
    ),
)
LAYOUT = "evolve(4 x 6 array of float64, non-contiguous 4 x 6 array of float64, ...)"
# For each: the exercise and its file, the text, the finding, the line of the symptom or None, and a
# text in the line that is the mistake.
ELSEWHERE = {
    "an owner that is not handed on": (
        "memory", "memory_api.py", TABLE,
        Diagnosis("dangling-pointer", f"{GONE} This was tried: Reading a table of from_python('x', 9)."),
        "list(there.metres", "cls(record, text)",
    ),
    "a call without its brackets": (
        "directory", "directory_api.py", FOLDER.replace("ffi.release(self.handle)", "self.gone.set"),
        Diagnosis("leak", "The number of directories still open is 1; expected 0."), None, "gone.set",
    ),
    "an attribute that nobody makes": (
        "events", "events_api.py", EVENTS,
        Diagnosis("exception", "The program raised AttributeError: 'Strikes' object has no attribute 'queue'."),
        "queue = self.queue", "self.count, self.seed",
    ),
    "an attribute that is only a variable": (
        "events", "events_api.py", EVENTS.replace("self.count,", "queue, self.count,"),
        Diagnosis("exception", "The program raised AttributeError: 'Strikes' object has no attribute 'queue'."),
        "queue = self.queue", "queue, self.count",
    ),
    "an attribute that is misspelt": (
        "directory", "directory_api.py", NAMES.replace("if self.path ==", "if self.pathh =="),
        Diagnosis("exception", "The program raised AttributeError: 'Directory' object has no attribute 'pathh'."),
        "self.pathh", "self.pathh",
    ),
    "a handle that shows in the callback": (
        "callbacks", "callbacks_api.py", RANKING,
        Diagnosis("dangling-pointer", "The program had C pass on a handle that is gone."),
        "from_handle", "new_handle",
    ),
    "a callback that C knows by another name": (
        "callbacks", "callbacks_api.py", RANKING,
        wrong("sorted_numbers([3, 0])", "[3, 0]", "[0, 3]"), None, "int32_t *",
    ),
    "numbers that nobody gave, and no wrong order": (
        "callbacks", "callbacks_api.py", RANKING,
        wrong("sorted_numbers([3, 0])", "[77, 5]", "[0, 3]"), None, "lib.qsort",
    ),
    "a callback that catches too little": (
        "callbacks", "callbacks_api.py", RANKING,
        Diagnosis("exception", "The program raised TypeError. The callback compare_entries() raised KeyError."),
        "self.known = []", "except ValueError",
    ),
    "a key that another function fills": ("passwd", "passwd_api.py", USERS, KEY, None, "shell="),
    "a layout that is to be refused by a function that is called": (
        "evolve", "evolve_abi.py", ARRAYS,
        wrong(LAYOUT, "None", "ValueError", "missing-exception"), None, "F_CONTIGUOUS",
    ),
    "a guard that raises another kind": (
        "evolve", "evolve_abi.py", ARRAYS,
        wrong("evolve(...)", "ValueError: no float64", "TypeError", "exception"),
        'raise ValueError("no float64")', 'raise ValueError("no float64")',
    ),
    "numbers that never change": ("fibonacci", "fibonacci_abi.py", NUMBERS, STAYED, None, "b = ffi.new"),
    "a list that begins with something": (
        "fibonacci", "fibonacci_abi.py", NUMBERS, wrong("fibonacci(0)", "[0]", "[]"), None, "found = ["
    ),
    "what a statement calls": (
        "directory", "directory_api.py", FOLDER,
        wrong("The target of `with directory as target` being directory", "False", "True"),
        None, "self.entered",
    ),
    "a text that is got by a module's own name": (
        "strings", "strings_api.py", GREET, Diagnosis("leak", "After greet() of 12 names, 12 are left."),
        None, "greeting_new",
    ),
    "neighbours out of the array that is filled": (
        "evolve", "evolve.c", IN_PLACE, wrong("After evolve(), element [2, 1]", "1.5", "2.5"), None, "across = u[",
    ),
    "a bare address that nobody frees when the object goes": (
        "crash", "crash_api.py", BOOK,
        Diagnosis("leak", "After no call of close(), the number of logbooks that C still has is 1; expected 0."),
        None, "self.book = made",
    ),
    "what closes, and does not say so": (
        "crash", "crash_api.py", BOOK,
        wrong("knots(), after close(),", "6.5", "ValueError", "missing-exception"), None, "lib.logbook_free",
    ),
    "a value that a helper makes": ("header", "header_api.py", VALUES, VALUE, None, "ffi.string("),
    "a helper of which is spoken": (
        "pi", "pi_api.py", DRAWS,
        wrong("The number of seeds that estimate(9, 1, threads=4) drew from", "1", "4"), None, "return hash",
    ),
    "a condition of a helper that makes the exception": (
        "fibonacci", "fibonacci_api.py", PAIRS,
        wrong("fibonacci(-1)", "[]", "ValueError", "missing-exception"), None, "if n < -1",
    ),
    "an exception that was made elsewhere": (
        "fibonacci", "fibonacci_api.py", PAIRS,
        wrong("fibonacci(93)", "ArithmeticError: too many", "OverflowError", "exception"),
        "raise error", "too many",
    ),
    "a condition that asks for a NUL": (
        "directory", "directory_api.py", NAMES,
        wrong("list(Directory('photos\\x00'))", "['a']", "ValueError", "missing-exception"),
        None, "self.path == ",
    ),
    "a file that a build script names, and its tool in quotes": (
        "evolve", "evolve_build.py",
        'import os\n\nfrom cffi import FFI\n\nffi = FFI()\nffi.cdef("void f(int a);")\n'
        'ffi.set_source(\n    module_name="_evolve",\n    source="",\n    sources=["f.h"],\n)\n',
        Diagnosis("compile-error", "python evolve_build.py failed: unknown file type '.h' (from 'f.h')"),
        None, '"f.h"',
    ),
    "what a line calls, and nobody wanted raised": (
        "callbacks", "callbacks_api.py", RANKING,
        wrong("The program", "ValueError: cannot reshape", "[1.0]", "exception"),
        "c.lib.qsort(", "c.lib.qsort(",
    ),
    "what a callback's helper raised": (
        "events", "events_api.py", EVENTS,
        Diagnosis("exception", "The callback strike() raised RuntimeError: another thread. The check saw nothing."),
        "queue.put_nowait(", "queue.put_nowait(",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "name", "text", "finding", "symptom", "mistake"), ELSEWHERE.values(), ids=ELSEWHERE
)
def test_a_line_that_the_finding_tells_comes_before_the_one_where_it_showed(
    slug, name, text, finding, symptom, mistake
):
    edited = case(slug, name, texts={name: text})
    if symptom:
        place = Location(name, line_with(edited, name, symptom))
        finding = Diagnosis(finding.cause, finding.message, place, "", finding.observed)
    assert better(finding, edited).location == Location(name, line_with(edited, name, mistake))


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("from _m import ffi as f, lib as c\nc.go(f.new('int *'))", "lib.go(ffi.new('int *'))"),
        ("import _m\n_m.lib.go(_m.ffi.NULL)", "lib.go(ffi.NULL)"),
        ("m = ffi.dlopen('m')\nx = m.cbrt(m)", "x = lib.cbrt(m)"),
        ("b = cffi.FFI()\nb.cdef('b.c')", "ffi.cdef('b.c')"),
        ("import numpy as n\nn.array(1)", "n.array(1)"),
        ("not python (\nc.go()", "c.go()"),
    ],
)
def test_a_script_may_call_ffi_and_lib_what_it_likes(text, usual):
    assert with_usual_names(text).split("\n")[-1] == usual


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ('ffi.cast("double *", block.ctypes.data), block.size', "block.ctypes"),
        ('ffi.cast("double *", ffi.from_buffer(block)), block.size', "ffi.cast"),
    ],
)
def test_an_address_that_a_helper_makes_is_lost_there_and_not_where_it_is_used(address, told):
    lends = f"def doubles(values):\n    block = np.array(values)\n    return {address}\n"
    uses = "\n\ndef mean(celsius):\n    pointer, size = doubles(celsius)\n    return lib.station_mean(pointer, size)\n"
    text = f"import numpy as np\nfrom _bughunt import ffi, lib\n\n\n{lends}{uses}"
    finding = Diagnosis("dangling-pointer", f"mean(<9 float32 array>): {GONE}")
    changed = case("bughunt", "bughunt_api.py", texts={"bughunt_api.py": text})
    place = better(finding, changed).location
    assert place == Location("bughunt_api.py", line_with(changed, "bughunt_api.py", told))


CLOSED = "next() of a folder closed before its first name"


@pytest.mark.parametrize(
    ("edits", "text"),
    [
        ([("directory", "ffi.release(", "self._at_end = True; ffi.release(")], "_at_end = True;"),
        (
            [("directory", 'raise ValueError(f"the folder', 'raise StopIteration(f"the folder')],
            "raise StopIteration(",
        ),
    ],
)
@pytest.mark.parametrize("file", ["directory_abi.py", "directory_api.py"])
def test_what_close_leaves_behind_is_told_where_the_right_refusal_is_there(file, edits, text):
    other_style = (file, "if name != ffi.NULL:", "if name:")
    changed = case("directory", file, edits=[other_style, *((file, *edit[1:]) for edit in edits)])
    finding = wrong(CLOSED, "StopIteration", "ValueError", "exception")
    place = better(replace(finding, location=None), changed).location
    assert place is not None
    assert text in changed.submission.text(file).split("\n")[place.line - 1]


def test_what_stands_in_one_mode_alone_tells_nothing_of_what_runs():
    """The cdef is in one of both scripts, and the other has no line for it."""
    open_c = "    struct directory *directory_open("
    same = ("raise error\n", "raise error  # so\n            assert error\n")
    changed = case(
        "directory",
        "directory_abi.py",
        edits=[
            ("directory_abi.py", open_c, f"    struct directory;\n{open_c}"),
            *((f"directory_{mode}.py", *same) for mode in MODES),
        ],
    )
    source = changed.source("directory_abi.py")
    line = line_with(changed, "directory_abi.py", "assert error")
    assert {line_with(changed, "directory_abi.py", "struct directory;"), line} <= {*source.odd}


def test_how_a_callback_is_made_is_no_difference_between_two_scripts():
    texts = {
        f"callbacks_{mode}.py": f"{made}\ndef compare_numbers(a, b):\n    return 1\n\n\n"
        f"def sorted_numbers(numbers):\n    {lib}.qsort(array, 1, 8, {given})\n    {more}\n"
        for mode, made, lib, given, more in (
            ("abi", '@ffi.callback("int(const void *, const void *)")', "libc", "compare_numbers", "return array"),
            ("api", "@ffi.def_extern()", "lib", "lib.compare_numbers", "return numbers"),
        )
    }  # fmt: skip
    source = case("callbacks", *texts, texts=texts).source("callbacks_abi.py")
    assert [source.lines[line - 1].strip() for line in source.odd] == ["return array"]


@pytest.mark.parametrize(
    ("edit", "text"),
    [
        (("def fibonacci(", "@functools.lru_cache\ndef fibonacci("), "lru_cache"),
        (("def fibonacci(", "@cache\ndef fibonacci("), "@cache"),
        (
            ("def fibonacci(n: int)", "def fibonacci(n: int, numbers: list = [])"),
            "numbers: list = []",
        ),
        (("def fibonacci(", "NUMBERS: list[int] = []\n\n\ndef fibonacci("), "NUMBERS"),
    ],
)
def test_what_is_made_once_is_told_where_the_same_object_is_returned(edit, text):
    other_style = ("fibonacci_api.py", "for k in range(n):", "for each in range(n):")
    changed = case(
        "fibonacci", "fibonacci_api.py", edits=[other_style, ("fibonacci_api.py", *edit)]
    )
    finding = Diagnosis("wrong-value", "fibonacci(1) returned the same object as an earlier call.")
    place = better(finding, changed).location
    assert place == Location("fibonacci_api.py", line_with(changed, "fibonacci_api.py", text))


def test_what_leaves_without_clearing_up_is_told_where_something_failed():
    file = "directory_abi.py"
    changed = case(
        "directory",
        file,
        edits=[
            (file, "folder = lib.directory_open(", "handle = lib.directory_open("),
            (file, "ffi.gc(folder,", "ffi.gc(handle,"),
            (file, "        self.close()\n        if error:\n            raise error\n", "        if error:\n            raise error from None\n        self.close()\n"),
        ],
        title="directory_abi.py: at the end of the names, after close(), nothing is open",
    )  # fmt: skip
    finding = Diagnosis(
        "leak", "After reading failed, the number of folders left open is 1; expected 0."
    )
    place = better(finding, changed).location
    assert place is not None
    assert abs(place.line - line_with(changed, file, "raise error from None")) <= 1


def test_an_exception_that_lacks_something_is_told_where_it_is_made():
    file = "directory_abi.py"
    made = "error = OSError(ffi.errno, os.strerror(ffi.errno)) if ffi.errno else None"
    edits = [
        (file, "error = self._error() if ffi.errno else None", made),
        (file, "            raise error\n", "            raise error from None\n"),
    ]
    changed = case("directory", file, edits=edits)
    finding = wrong("list(Directory('x'))", "OSError with filename None", "'x'")
    finding = replace(
        finding, message="list(Directory('x')) raised OSError with filename None; expected 'x'."
    )
    assert better(finding, changed).location == Location(file, line_with(changed, file, made))


@pytest.mark.parametrize(
    ("sets_back", "told"), [("", "PAIR ="), ("pair[0] = PAIR[1] = 0", "range(n)")]
)
def test_memory_that_is_made_once_is_told_unless_a_line_sets_it_back(sets_back, told):
    text = f"""from _fibonacci import ffi, lib

PAIR = ffi.new("int64_t[2]", [0, 1])


def fibonacci(n):
    {sets_back or "pair = PAIR"}
    numbers = [PAIR[0] for _ in range(n)]
    return numbers
"""
    changed = case("fibonacci", "fibonacci_api.py", texts={"fibonacci_api.py": text})
    place = better(wrong("fibonacci(2)", "[34, 55]", "[0, 1]"), changed).location
    assert (place == Location("fibonacci_api.py", 3)) is (told == "PAIR =")


DOES_NOTHING = {
    "a step of C": ("crash", "logbook.c", "for (e = first; e; e = e)\n    n++;", [1]),
    "a step that goes on": ("crash", "logbook.c", "for (e = first; e; e = e->next)\n    n++;", []),
    "an attribute": ("memory", "memory_api.py", "self.lock\nself.close()", [1]),
    "a question to a library": (
        "memory", "memory_api.py", "try:\n    lib.free\nexcept AttributeError:\n    free = None", [],
    ),
    "a text": ("memory", "memory_api.py", '"""Said."""\n...', []),
}  # fmt: skip


@pytest.mark.parametrize(("slug", "name", "text", "lines"), DOES_NOTHING.values(), ids=DOES_NOTHING)
def test_a_statement_that_does_nothing_is_known_for_that(slug, name, text, lines):
    assert [*does_nothing(case(slug, name, texts={name: text}).source(name))] == lines


@pytest.mark.parametrize("line", [2, 5])
def test_a_cdef_that_a_function_gives_is_not_looked_for_above_the_call(line):
    text = 'f = 1\nffi.cdef("T *f(void);")\n\n\ndef g():\n    return ffi.cdef("T *")\n'
    source = case("memory", "memory_api.py", texts={"memory_api.py": text}).source("memory_api.py")
    said = 'cannot parse "T *"\n<cdef source string>:1:3: before: *'
    finding = Diagnosis("cdef-error", said, Location("memory_api.py", line), said)
    assert stopped(finding, source).location.line == (2 if line == 2 else 6)
