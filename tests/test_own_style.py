"""The line to look at in a file that is the learner's own from end to end."""

import re
from collections import Counter

import pytest

from cffi_workshop.grading.blame import own_names
from cffi_workshop.grading.blame.better import better
from cffi_workshop.grading.blame.files.functions import functions_of
from cffi_workshop.grading.blame.ranking.endless import endless_loops, never_below_zero
from cffi_workshop.grading.blame.ranking.keys import of_wrong_keys
from cffi_workshop.grading.blame.ranking.lifetimes import let_go, unused
from cffi_workshop.grading.blame.ranking.memory_report import of_memory_report
from cffi_workshop.grading.blame.ranking.neglected import (
    ends_nothing,
    loops_that_do_not_look,
    nearly_known,
    unused_parameters,
)
from cffi_workshop.grading.blame.ranking.rank import is_of_own_style, is_rewritten, is_rewritten_at
from cffi_workshop.grading.blame.ranking.reach import lines_beside, reached
from cffi_workshop.grading.blame.ranking.suspects import suspects
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location, Observation

from .cases import case, line_with
from .own_style import CHECKED, DRAWS, LINKED, PAIR, TABLES

pytestmark = pytest.mark.quick

SLUGS = {
    "pi.c": ("pi", DRAWS),
    "fibonacci_api.py": ("fibonacci", PAIR),
    "strings_abi.py": ("strings", CHECKED),
    "memory_api.py": ("memory", TABLES),
}


def with_mistake(file, old, new, **more):
    slug, text = SLUGS[file]
    assert text.count(old) == 1, old
    return case(slug, file, texts={file: text.replace(old, new)}, **more)


def source_of(file, text=None):
    """Return an answer of one's own style, or another text of that file of its exercise."""
    slug = re.match(r"[a-z]+", file)[0]
    return case(slug, file, texts={file: text or SLUGS[file][1]}).source(file)


@pytest.mark.parametrize("file", SLUGS)
def test_a_file_is_of_ones_own_style_when_hardly_a_line_is_the_solutions(file):
    assert is_of_own_style(source_of(file))
    assert not is_of_own_style(case(SLUGS[file][0], file).source(file))


# As a learner does who fills in what is to be done, and leaves the rest as it was handed out.
FILLED_IN = """    uint64_t todo = samples;
    struct point p;

    while (todo) {
        p = next_point(&seed);
        if (is_inside(p))
            inside = inside + 1;
        todo = todo - 1;
    }
    return inside;"""


def test_what_was_handed_out_is_not_counted_when_a_style_is_told():
    def is_tried(text):
        return is_rewritten(case("pi", "pi.c", texts={"pi.c": text}).source("pi.c"))

    solution = case("pi", "pi.c").source("pi.c").text
    begin = solution.index("    /* seed is this")
    end = solution.index("    return inside;") + len("    return inside;")
    assert is_tried(solution[:begin] + FILLED_IN + solution[end:])
    assert not is_tried(solution)
    assert not is_tried(solution.replace("i < samples", "i <= samples"))


def test_what_a_function_uses_is_reached_helpers_classes_and_what_has_a_name():
    text = (
        "BY = ffi.callback('int(int)', _by)\n\n\ndef _by(a):\n    return 1\n\n\n"
        "class _C:\n    def __init__(self): pass\n    def run(self):\n        return BY\n\n\n"
        "def sorted_numbers(numbers):\n    return _C().run()\n\n\ndef other():\n    return 2\n"
    )
    source = source_of("callbacks_abi.py", text)
    names = [each.name for each in reached(source, ["sorted_numbers"])]
    assert sorted(names) == ["_C", "__init__", "_by", "run", "sorted_numbers"]


def test_a_method_is_reached_with_what_made_its_object_and_a_table_with_what_is_in_it():
    text = (
        "_BY = {\n    1: one,\n    2: two,\n}\n\ndef one(value):\n    return 1\n\n"
        "def two(value):\n    return 2\n\nclass Ranking:\n    def __init__(self, key):\n"
        "        self.by = _BY\n\n    def add(self, entry):\n        self.by[1](entry)\n"
    )
    source = source_of("callbacks_abi.py", text)
    functions = reached(source, ["add"])
    assert {each.name for each in functions} == {"add", "__init__", "one", "two"}
    assert {1, 2, 3, 4} <= {*lines_beside(source, functions)}


def test_a_parameter_is_used_where_its_name_is_read_and_a_default_is_no_name():
    text = "def f(n, who=None):\n    return n, who\n\n\ndef g(n, who=None):\n    return n\n"
    source = source_of("memory_api.py", text)
    assert [each.name for each in unused_parameters(source)] == ["g"]


def test_a_loop_that_looks_at_one_thing_each_time_is_suspect_and_one_that_counts_is_not():
    text = "def f(u, v):\n    for what, x in ((1, u), (2, v)):\n        look(what, u)\n"
    text += "    for k in u:\n        look(1, u)\n"
    assert [*loops_that_do_not_look(source_of("evolve_abi.py", text))] == [3]


def test_lines_that_name_a_key_are_told_where_the_value_under_it_is_wrong():
    text = 'def shell(entry):\n    return entry.pw_name\n\n\ndef f(e):\n    return {"shell": shell(e)}\n'
    source = source_of("passwd_api.py", text)
    seen = Observation("f(0)", "returned", "{}", "{}", 'They differ in ["shell"]: 1 in place of 2.')
    assert {line for line, _ in of_wrong_keys(source, Diagnosis.of("wrong-value", seen))} == {2, 6}


REPORT = """\
==3==ERROR: AddressSanitizer: heap-{0}
    #0 0x7f6769b4d6f7 in pi_points /tmp/x/pi.c:{1[0]}
    #1 0x7f676a75861c in _PyObject_MakeTpCall Objects/call.c:7
freed by thread T2 here:
    #0 0x7f676a75861c in free (libasan.so.8+0xb0b0)
    #1 0x7f6769b4d6f7 in draw pi.c:{1[1]}
previously allocated by thread T2 here:
    #0 0x7f6769b4d6f7 in draw pi.c:{1[2]}
"""


def test_of_a_block_that_was_freed_the_line_that_freed_it_is_suspected_most():
    lines = [
        1 + DRAWS[: DRAWS.index(text)].count("\n") for text in ("return draw", "k++", "hits = 0")
    ]
    finding = Diagnosis("use-after-free", "", detail=REPORT.format("use-after-free", lines))
    source = source_of("pi.c")
    scores = Counter()
    for line, much in of_memory_report(source, finding):
        scores[line] += much
    assert [line for line, _ in scores.most_common(2)] == [lines[1], lines[0]]


MEMBERS = "    struct logbook_entry *older;\n    char *name;\n    double speed;\n"
# How a struct is declared, and what its pointers are.
STRUCTS = {
    "a member a line": ("    free(e->name);\n", ""),
    "in one line": (MEMBERS, MEMBERS.replace("\n", "")),
    "by another name": ("drop(struct logbook_entry *e)", "drop(entry *e)"),
}


@pytest.mark.parametrize("name", STRUCTS)
def test_an_owner_that_is_freed_alone_is_told_where_what_it_keeps_is_left_behind(name):
    text = LINKED.replace("    free(e->name);\n", "").replace(*STRUCTS[name])
    if "entry *e)" in STRUCTS[name][1]:
        text = text.replace(
            f"struct logbook_entry {{\n{MEMBERS}}}", f"typedef struct {{\n{MEMBERS}}} entry"
        )
    source = case("crash", "logbook.c", texts={"logbook.c": text}).source("logbook.c")
    made, kept = source.lines_with("d = malloc(")[0], source.lines_with("name = duplicate(")[0]
    frames = (
        f"    #1 0x7f in duplicate logbook.c:{made}\n    #2 0x7f in logbook_add logbook.c:{kept}\n"
    )
    finding = Diagnosis("leak", "9 bytes are never freed.", detail=frames)
    assert dict(of_memory_report(source, finding)) == {source.lines_with("    free(e);")[0]: 2.0}


# The body of a function, and the lines at which a loop ends that nothing ends.
LOOPS = {
    "C": ("while (n > 0) {\n    hits += f(&seed);\n}", [2]),
    "C that counts down": ("while (n > 0) {\n    hits += f(&seed);\n    n--;\n}", []),
    "C that counts where it asks": ("while (n-- > 0) {\n    f(hits);\n}", []),
    "C that leaves": ("while (n > 0) {\n    if (f(x)) break;\n}", []),
    "C that asks by an address": ("while (*p) {\n    f(q);\n}", []),
    "C that hands it over": ("while (n > 0) {\n    f(&n);\n}", []),
    "Fortran": ("do while (left > 0)\n    total = total + 1\nend do", [2]),
    "Fortran that counts": ("do while (left > 0)\n    left = left - 1\nend do", []),
    "Fortran that calls": ("do while (left > 0)\n    call draw(left)\nend do", []),
    "Python": ("while i < n:\n    numbers.append(a[0])", [2]),
    "Python that counts": ("while i < n:\n    numbers.append(a[0])\n    i = i + 1", []),
    "Python that gives two": ("while i < n:\n    numbers, i = f(numbers)", []),
    "Python that asks an object": ("while not self.over:\n    f(i)", []),
    "Python for ever": ("while True:\n    f(i)", []),
}


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_that_nothing_ends_is_told_where_it_ends(name):
    text, ends = LOOPS[name]
    file = {"C": "pi.c", "Fortran": "pi_fortran.f90", "Python": "pi_api.py"}[name.split()[0]]
    source = source_of(file, text)
    assert [*endless_loops(source, range(1, len(source.lines) + 1))] == ends


# The head of a function of C and its body; and the lines where one is taken from what may be 0.
TAKEN = {
    "a size less one": ("size_t n", "for (i = 1; i < n - 1; i++)\n    f(i);", [2]),
    "of two, behind and ahead": (
        "int a, size_t n, size_t m",
        "while (a < n && m - 2 > a)\n    a++;",
        [2],
    ),
    "down to 0 and further": (
        "double a",
        "unsigned int i;\nfor (i = 9; i >= 0; i--)\n    f(i);",
        [3],
    ),
    "a variable beside another": ("", "uint32_t a = 3, b;\nif (c > b - 1)\n    f(b);", [3]),
    "with a sign": ("int n", "for (i = 1; i < n - 1; i++)\n    f(i);", []),
    "a sum": ("size_t n", "for (i = 1; i + 1 < n; i++)\n    f(i);", []),
    "where 0 has left": ("size_t n", "if (n < 3)\n    return;\nwhile (i < n - 1)\n    i++;", []),
    "where nothing is asked": ("size_t n", "x = p[n - 1];", []),
}


@pytest.mark.parametrize("name", TAKEN)
def test_one_that_is_taken_from_what_has_no_sign_is_suspect_where_it_is_asked(name):
    head, body, lines = TAKEN[name]
    source = source_of("evolve.c", f"void evolve({head}) {{\n{body}\n}}")
    assert [*never_below_zero(source, range(1, len(source.lines) + 1))] == lines


# A function of the solution's name, and whether it is looked at as one of the learner's own.
REWRITTEN_AT = {
    "few lines beside each other": ("    pair = (number, km)\n    put(pair)\n", False),
    "few lines far apart": (
        "    pair = (number, km)\n\n    def put():\n        strikes._queue.put_nowait(pair)\n\n"
        "    strikes._loop.call_soon_threadsafe(put)\n",
        True,
    ),
}


@pytest.mark.parametrize(("body", "is_rewritten"), REWRITTEN_AT.values(), ids=REWRITTEN_AT)
def test_few_lines_of_ones_own_are_a_style_where_they_are_far_apart(body, is_rewritten):
    text = f"def on_strike(number, km, data):\n    strikes = ffi.from_handle(data)\n{body}"
    source = source_of("events_abi.py", text)
    assert is_rewritten_at(source, Location("events_abi.py", 3)) == is_rewritten


def test_a_number_next_to_one_of_the_solution_is_suspect_and_most_in_a_constant():
    text = "MOST = 93\n\n\ndef fibonacci(n):\n    if n > 91:\n        raise OverflowError\n    return f(7, 60)\n"
    source = source_of("fibonacci_api.py", text)
    assert [line for line, _ in nearly_known(source, [1, 5, 7])] == [1, 5]


def test_a_method_that_ends_nothing_is_suspect_where_the_solutions_does():
    text = "class Table:\n    def close(self):\n        self.c = None\n\n    def __exit__(self, *e):\n        pass\n"
    assert [*ends_nothing(source_of("memory_api.py", text))] == [6]


def test_what_a_decorator_names_is_reached():
    text = "def remember(e):\n    pass\n\n\n@f(onerror=remember)\ndef sorted_numbers(n):\n    return n\n"
    source = source_of("callbacks_abi.py", text)
    assert {each.name for each in reached(source, ["sorted_numbers"])} >= {"remember"}


def test_ffi_and_lib_are_known_by_what_is_called_of_them():
    solution = "lib.greeting_new(a)\nlib.greeting_free(b)\n"
    assert own_names(CHECKED, solution) == ("f", "greeting")
    assert own_names("import _m\n_m.lib.greeting_free(_m.ffi.new('int *'))\n", solution) == (
        "_m.ffi",
        "_m.lib",
    )


def test_a_variable_and_a_function_that_nobody_reads_are_told_by_the_line_after():
    text = "def f():\n    a, keep = g()\n    def back(_):\n        pass\n    return a\n"
    source = source_of("memory_api.py", text)
    assert sorted(unused(source)) == [3, 5]


def test_an_owner_that_ends_with_its_function_is_told_by_the_return():
    text = (
        "def f(n):\n    owner = ffi.new('double[]', n)\n    struct.x = owner\n    return struct\n"
        "def g(n):\n    owner = ffi.new('double[]', n)\n    return struct, owner\n"
    )
    source = source_of("memory_api.py", text)
    assert sorted(let_go(source)) == [2, 4]


@pytest.mark.parametrize("put", ["all['a'] = ffi.new('int *')", "all.append(ffi.new('int *'))"])
@pytest.mark.parametrize(("given", "lines"), [("x", [3, 5]), ("x, all", [])])
def test_owners_in_a_list_or_a_table_end_with_it(put, given, lines):
    text = f"def f(x):\n    all = {{}}\n    {put}\n    x.a = all\n    return {given}\n"
    assert sorted(let_go(source_of("memory_api.py", text))) == lines


NO_NULL = (
    "        if not self.pointer:\n            raise MemoryError\n",
    "",
)
# For each: file, what goes and what comes, cause, message or observation, check, text of the line.
PLACES = {
    "a static that stays": (
        "pi.c", "    uint64_t hits = 0;", "    static uint64_t hits = 0;", "wrong-value",
        Observation("pi_inside(0, 1)", "returned", "778", "0"), "c-counts", "static uint64_t hits",
    ),
    "a loop that goes one too far": (
        "pi.c", "while (k < samples)", "while (k <= samples)", "wrong-value",
        Observation("pi_inside(42, 1000)", "returned", "779", "778"), "c-counts", "while (k <=",
    ),
    "one value for two": (
        "pi.c", "target[1] = p.y;", "target[1] = p.x;", "wrong-value",
        Observation("After pi_points(9, 4, xy), element [0, 1]", "is", "0.8", "0.9"), "c-counts",
        "target[1] =",
    ),
    "another encoding": (
        "strings_abi.py", 'raw.decode("utf8")', 'raw.decode("latin-1")', "wrong-value",
        Observation("greet('Zoë')", "returned", "'Hello, ZoÃ«!'", "'Hello, Zoë!'"), "abi-greets",
        "raw.decode(",
    ),
    "a NULL that nobody asks for": (
        "strings_abi.py", *NO_NULL, "segfault", "greet() used a null pointer.", "abi-no-memory",
        "greeting.greeting_new(",
    ),
    "Python that computes": (
        "fibonacci_api.py", "lib.fibo_step(pair, pair + 1)",
        "pair[0], pair[1] = pair[1], pair[0] + pair[1]", "did-not-call-c",
        "fibonacci(10) gives the same whatever the library does.", "api-calls-c", "pair[0], pair[1]",
    ),
    "what keeps memory is dropped": (
        "memory_api.py", "return Table(struct, keep)", "return Table(struct)", "dangling-pointer",
        "Reading a table of from_python('', 7) gave C a pointer to memory that is gone.",
        "api-python", "return Table(struct)",
    ),
    "a result that is dropped": (
        "memory_api.py", "        p = self._need()\n        return lib.table_find(p, metres)",
        "        self._need()\n        return lib.table_find(self._pointer, metres)", "exception",
        Observation("After the `with`, find()", "raised", "TypeError: NoneType", "ValueError"),
        "api-refuses-when-closed", "self._pointer, metres)",
    ),
    "a parameter that nobody uses": (
        "pi.c", "target[0] = p.x;\n    target[1] = p.y;", "target[0] = 0.5;\n    target[1] = 0.5;",
        "wrong-value",
        Observation("After pi_points(9, 4, xy), element [0, 1]", "is", "0.5", "0.9"), "c-counts",
        "target[1] =",
    ),
    "a number of one's own": (
        "fibonacci_api.py", "if n > MOST:", "if n > 93:", "undefined-behaviour",
        "fibonacci(93) has undefined behaviour: signed integer overflow.", "api-refuses", "n > 93",
    ),
    "cdata that is given away": (
        "fibonacci_api.py", "yield pair[0]", "yield pair", "cdata-leaked",
        Observation("fibonacci(10)", "returned", "<cdata 'int64_t[2]'>", "[0, 1]"),
        "api-first-numbers", "yield pair",
    ),
    "an address that nobody frees": (
        "memory_api.py", "return ffi.gc(raw, lib.table_free)", "return raw", "leak",
        "After a `with`, the number of tables that C still has is 1; expected 0.", "api-frees",
        "return raw",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_the_line_that_does_what_the_finding_is_about_is_named(name):
    file, old, new, cause, said, check, text = PLACES[name]
    one = with_mistake(file, old, new, check=check)
    observed = isinstance(said, Observation)
    finding = Diagnosis.of(cause, said) if observed else Diagnosis(cause, said)
    place = better(finding, one).location
    assert place is not None
    assert abs(place.line - line_with(one, file, text)) <= 2, one.source(file).lines[place.line - 1]


@pytest.mark.parametrize("cause", ["output-limit", "memory-limit"])
def test_as_many_bytes_as_a_number_says_are_suspect_where_too_much_is_made(cause):
    text = (
        "def value_of(record):\n    value = record.value\n    if record.kind == 5:\n"
        "        return bytes(value.count)\n    return bytes([value.real])\n"
    )
    source = source_of("header_abi.py", text)
    scores = suspects(source, Diagnosis(cause, ""), dict.fromkeys(source.functions, 0))
    assert max(scores, key=lambda line: scores[line]) == 4


def test_every_function_of_a_file_is_one_of_its_own():
    assert [each.name for each in functions_of("pi.c", DRAWS)] == [
        "store",
        "draw",
        "pi_points",
        "pi_inside",
    ]
