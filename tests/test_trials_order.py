"""What is tried first, and where it is told: a line, a guard, a function as a whole."""

import re
from dataclasses import replace

import pytest

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.trials.chosen import guards_earlier
from cffi_workshop.grading.trials.elsewhere.whole_functions import whole_functions
from cffi_workshop.grading.trials.placed import line_told
from cffi_workshop.grading.trials.put_right import put_right
from cffi_workshop.grading.trials.script.raised import raised
from cffi_workshop.grading.trials.steps import steps_of
from cffi_workshop.grading.trials.text.step import Step, behind_guard, with_lines
from cffi_workshop.grading.trials.text.words import Words, fields_of
from cffi_workshop.grading.trials.told import in_words
from cffi_workshop.grading.verdict import Location, Observation

from .cases import case
from .own_style import CHECKED, DRAWS

quick = pytest.mark.quick


# A class with two methods, and what has to be wrong for one of them to mend as a whole.
CLASS = """\
class Table:
    def find(self, metres):
        row = lib.table_find(self._opened(), metres)
        return row

    def title(self):
        text = ffi.string(self._opened().title)
        return {text}

    def _opened(self):
        return self._record
{more}"""


WHOLE = {
    "each method that the solution has": ("text.decode()", "", {"find", "title", "_opened"}),
    "none that would do without a helper": (
        "plain(text)", "\n\ndef plain(text):\n    return text.decode()\n", {"find", "_opened"},
    ),
}  # fmt: skip


@quick
@pytest.mark.parametrize(("said", "more", "names"), WHOLE.values(), ids=WHOLE)
def test_a_function_as_a_whole_is_tried_with_all_the_helpers_that_it_calls(said, more, names):
    file = "memory_api.py"
    source = case("memory", file, texts={file: CLASS.format(text=said, more=more)}).source(file)
    likely = dict.fromkeys(range(2, len(source.lines) + 1), 0.0)
    found = whole_functions(source, likely)
    assert {source.function_at(step.line).name for step in found} == names
    assert all("class Table:\n" in step.text for step in found)


@quick
def test_a_line_that_stands_elsewhere_is_put_right_in_both_places():
    edits = [
        (
            "logbook.c",
            "    free(book->entries);\n    free(book);",
            "    free(book);\n    free(book->entries);",
        )
    ]
    source = case("crash", "logbook.c", edits=edits).source("logbook.c")
    [step] = put_right(source, 28)
    assert "    free(book->entries);\n    free(book);\n}" in step.text
    assert in_words(source, step.text).startswith(
        "The check passes when `free(book->entries)` comes"
    )


@quick
@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (("ffi = FFI()\n", ""), "ffi.cdef("),
        (
            ("        raise ValueError(f", "        return ValueError(f"),
            "        return ValueError(",
        ),
    ],
    ids=["put in", "changed"],
)
def test_what_is_put_right_is_told_at_the_line_that_its_sentence_names(edit, told):
    file = "fibonacci_abi.py"
    source = case("fibonacci", file, edits=[(file, *edit)]).source(file)
    [step] = put_right(source, 17)
    guess = source.own[0] - 1
    line = line_told(source, step, in_words(source, step.text), guess)
    assert source.line(line).startswith(told)
    assert line != guess


@quick
def test_no_function_is_tried_as_a_whole_where_no_other_one_is_likely():
    source = case("pi", "pi.c", texts={"pi.c": DRAWS}).source("pi.c")
    [function] = source.functions_named("pi_inside")
    assert not whole_functions(source, dict.fromkeys(function.span, 0.0))
    assert whole_functions(source, dict.fromkeys(range(1, len(source.lines) + 1), 0.0)) == []


@quick
def test_a_type_that_is_not_refused_is_told_where_anything_is_made_into_it():
    file = "fibonacci_api.py"
    text = "def fibonacci(n):\n    many = int(n)\n    if many < 0:\n        raise ValueError\n    return many\n"
    source = case("fibonacci", file, texts={file: text}).source(file)
    finding = Diagnosis.of("missing-exception", Observation("f(2.5)", "returned", "2", "TypeError"))
    tried = steps_of(source, dict.fromkeys(range(1, 6), 0.0), finding)
    assert {each.line for each in tried if "if not isinstance(n, int): raise" in each.text} == {2}


@quick
def test_what_undoes_a_call_that_failed_is_told_behind_what_leaves_where_it_did_not():
    file = "callbacks_api.py"
    text = "def f(self, one):\n    code = lib.ranking_add(self.c)\n    if code == 0:\n        return\n    raise MemoryError\n"
    source = case("callbacks", file, texts={file: text}).source(file)
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    tried = steps_of(source, likely, Diagnosis("wrong-value", ""))
    assert {each.line for each in tried if "if code: " in each.text} == {4}


# What a script does ahead of a guard that mends, and the lines ahead of which it may stand too.
EARLIER = {
    "behind C": (["n = len(t)", "lib.f(t)", "if n > 4: raise ValueError"], [3, 2]),
    "in a block of its own": (["n = len(t)", "with a:", "    if n > 4: raise ValueError"], []),
    "no guard": (["n = len(t)", "lib.f(t)", "n = 4"], []),
    "behind another guard": (
        ["n = len(t)", "if n < 1: raise KeyError", "m = 2", "if n > 4: raise ValueError"],
        [4],
    ),
    "a statement in two lines": (["n = len(", "    t)", "if n > 4: raise ValueError"], [2]),
}


@quick
@pytest.mark.parametrize(("body", "lines"), EARLIER.values(), ids=EARLIER)
def test_a_guard_is_told_where_it_may_first_stand(body, lines):
    *body, guard = (f"    {each}" for each in body)
    text = "\n".join(["def f(t):", *body, "    return n", ""])
    source = case("fibonacci", "fibonacci_api.py", texts={"fibonacci_api.py": text}).source(
        "fibonacci_api.py"
    )
    line = len(body) + 1
    put = Step(1.0, line, with_lines(source, line + 1, line + 1, guard))
    tried = guards_earlier(source, put)
    assert [each.line for each in tried] == lines


# What stands below a line, and how many lines of it are its guard.
GUARDS = {
    "C": ("    if (!p)", ["    if (!p)", "        return 1;", "    f(p);"], 2),
    "C with braces": ("    if (!p)", ["", "    if (!p) {", "        g();", "        goto out;", "    }", "}"], 5),
    "C with a brace of its own": ("    if (!p)", ["    if (!p)", "    {", "        return;", "    }", "    f(p);"], 4),
    "C in one line": ("    if (!p)", ["    if (!p) return NULL;", "    f(p);"], 1),
    "Python": ("    if not p:", ["    if not p:", "        g()", "        raise OSError(2)", "    f(p)"], 3),
    "one that goes on": ("    if not p:", ["    if not p:", "        p = g()", "    f(p)"], 0),
    "of another": ("    if not q:", ["    if not p:", "        return"], 0),
    "nothing": ("    if not p:", [], 0),
}  # fmt: skip


@quick
@pytest.mark.parametrize(("asks", "below", "count"), GUARDS.values(), ids=GUARDS)
def test_a_guard_ends_where_the_block_that_leaves_does(asks, below, count):
    assert behind_guard(["int f(void)", "    p = g();", *below], 2, re.escape(asks)) == 2 + count


@quick
def test_what_others_left_out_at_the_same_check_is_tried_first():
    wrong = CHECKED.replace(
        '    if chr(0) in value:\n        raise ValueError("a NUL inside")', "    pass"
    )
    source = case("strings", "strings_abi.py", texts={"strings_abi.py": wrong}).source(
        "strings_abi.py"
    )
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    finding = Diagnosis.of("missing-exception", Observation("f(1)", "returned", "b", "ValueError"))

    def cost(check):
        tried = steps_of(source, likely, finding, check)
        return min(each.cost for each in tried if 'if "\\0" in value: raise' in each.text)

    assert cost("abi-refuses") < cost("abi-greets")


# What mends at two places, and the one at which it is tried first.
TRIED_FIRST = {
    "a comparison, and not left and right, which stand in their order": (
        "callbacks", "callbacks_abi.py",
        "def f(left, right):\n    x = g(left)[0]\n    y = g(right)[0]\n    if x > y:\n        return -1\n    return 1\n",
        "wrong-value", "if x < y:", "x = g(right)[0]\n    y = g(left)[0]",
    ),
    "left and right, where they stand the other way round": (
        "callbacks", "callbacks_abi.py",
        "def f(left, right):\n    x = g(right)[0]\n    y = g(left)[0]\n    if x > y:\n        return -1\n    return 1\n",
        "wrong-value", "x = g(left)[0]\n    y = g(right)[0]", "if x < y:",
    ),
    "a limit that is one too many, and no argument": (
        "evolve", "evolve.c",
        "void f(double *u, int j, int ny)\n{\n    if (j == ny)\n        g(u, j, ny);\n}\n",
        "wrong-value", "j == ny - 1", "g(u, j, ny - 1)",
    ),
    "what a loop counts, and no other name, for a number in brackets": (
        "pi", "pi_api.py",
        "def estimate(n, seeds, share):\n    all = []\n    for work in range(n):\n        all.append(f(seeds[0], share))\n",
        "wrong-value", "seeds[work]", "seeds[share]",
    ),
    "what ends an object, where nothing is done at its end": (
        "directory", "directory_abi.py",
        "class D:\n    def f(self):\n        self.g()\n        self.h()\n\n    def close(self):\n        self.c = None\n\n"
        "    def __exit__(self, *e):\n        pass\n",
        "missing-exception", "pass\n        self.close()", "self.g()\n        self.close()",
    ),
    "what a neighbour does that would wake the program": (
        "events", "events_api.py",
        "class S:\n    def arrived(self, one):\n        self.waiting.append(one)\n        self.news.set()\n\n"
        "    def finished(self):\n        self.over = True\n",
        "timeout", "self.over = True\n        self.news.set()", "self.over = False",
    ),
    "a member among its kin, and not ahead of the look for NULL": (
        "crash", "logbook.c",
        "struct e {\n    double wind;\n    char *name;\n};\n\nstruct e *f(char *s, double knots)\n{\n"
        "    struct e *e = malloc(9);\n\n    if (!e)\n        return NULL;\n    e->name = s;\n    g(e);\n    return e;\n}\n",
        "wrong-value", "e->name = s;\n    e->wind = knots;", "(9);\n    e->wind = knots;",
    ),
    "a member as the one beside it is set, and not by what holds both": (
        "header", "header_api.py",
        'def filled(given):\n    record = ffi.new("struct mast_record *")\n    record.channel = given["channel"]\n    return record\n',
        "exception", 'record.second = given["second"]', "record.second = given\n",
    ),
    "a member that is given as the one beside it": (
        "passwd", "passwd_api.py",
        'def made(a, name):\n    r = ffi.new("struct account *", {"user": name, "disk": a["disk"]})\n    return g(r)\n',
        "wrong-value", '"disk": a["disk"], "history": a["history"]}', '{"user": a["disk"], "disk": name}',
    ),
    "a member that is read as the one beside it": (
        "passwd", "passwd_api.py", "def read(r):\n    return dict(used=r.disk.used)\n",
        "wrong-value", "dict(used=r.disk.used, limit=r.disk.limit)", "dict(used=r.disk)",
    ),
    "what does not agree with what gets it": (
        "pi", "pi.c",
        "void f(struct point p, double *x, double *y)\n{\n    *x = p.x;\n    *y = p.y;\n    g(y, x);\n}\n",
        "wrong-value", "g(x, y)", "*x = p.y;\n    *y = p.x;",
    ),
    "a condition that a helper is told, and none that says as much": (
        "evolve", "evolve_abi.py",
        "def require(condition, error):\n    if not condition:\n        raise error\n\n\n"
        "def evolve(u, u_previous):\n    require(u.ndim >= 2, ValueError)\n    require(u.shape == u_previous.shape, ValueError)\n    lib.evolve(u)\n",
        "missing-exception", "require(u.ndim == 2, ", "shape, ValueError)\n    if u.ndim != 2 or u.shape",
    ),
    "a condition on an array, and none on a number": (
        "evolve", "evolve_abi.py",
        "def evolve(u, a: float, dt: 'float'):\n    if u.ndim != 2:\n        raise ValueError\n    lib.evolve(u, a, dt)\n",
        "missing-exception", "if not u.flags.writeable: raise", "if not a.flags.writeable: raise",
    ),
    "a name that is an index elsewhere": (
        "pi", "pi_api.py", "def f(a, b, k):\n    a[k] = b[0]\n    return a\n",
        "wrong-value", "a[k] = b[k]", "a[k] = b[a]",
    ),
    "arguments of a call, and not numbers that go up": (
        "evolve", "evolve_api.py",
        "def evolve(u, v, a, b):\n    rows = u.shape[0]\n    cols = u.shape[1]\n    lib.evolve(u, v, a, b, cols, rows)\n",
        "wrong-value", "rows, cols)", "rows = u.shape[1]\n    cols = u.shape[0]",
    ),
    "memory for a NUL, and not a length with one": (
        "crash", "logbook.c",
        "int f(const char *s)\n{\n    size_t length = strlen(s);\n    char *p = malloc(length);\n    strcpy(p, s);\n    g(p);\n}\n",
        "out-of-bounds", "malloc(length + 1)", "strlen(s) + 1",
    ),
    "a flag, ahead of what is done where it is set": (
        "directory", "directory_abi.py",
        "class D:\n    def f(self):\n        self.done = False\n        if self.done:\n            raise StopIteration\n"
        "        self.g()\n        self.h()\n        raise StopIteration\n",
        "exception", "self.done = True\n        raise StopIteration", "self.done = True\n        self.h()",
    ),
    "a call for the other of two that are of one type": (
        "evolve", "evolve_api.py",
        "def evolve(u, u_previous, a, dt, dx2, dy2):\n    look(u_previous)\n    n = u_previous.shape\n    lib.evolve(g(u), h(u_previous), n, a)\n\n\n"
        "def look(one):\n    if one.dtype != 1:\n        raise TypeError\n",
        "missing-exception", "look(u_previous)\n    look(u)\n", "n = look(u",
    ),
    "a block in C, ahead of a return before anybody else has it": (
        "crash", "logbook.c",
        "int f(struct logbook *b, const char *n)\n{\n    struct entry *e = malloc(8);\n    if (!e->name)\n        return -1;\n"
        "    b->newest = e;\n    return 0;\n}\n",
        "leak", "{ free(e); return -1; }", "unsigned char *n",
    ),
    "what frees by a call, as the solution does": (
        "strings", "strings_abi.py",
        "def greet(n):\n    p = lib.greeting_new(n)\n    t = ffi.string(p)\n    return t\n",
        "leak", "lib.greeting_free(p)\n    return t", "ffi.gc(lib.greeting_new(n), lib.greeting_free)",
    ),
    "what frees by a destructor, as the solution does": (
        "capstone", "capstone_abi.py",
        "def expanded(n):\n    p = lib.sqlite3_expanded_sql(n)\n    t = ffi.string(p)\n    return t\n",
        "leak", "ffi.gc(lib.sqlite3_expanded_sql(n), lib.sqlite3_free)", "lib.sqlite3_free(p)\n    return t",
    ),
    "a condition, in the function in which the solution asks so": (
        "directory", "directory_api.py",
        "class Directory:\n    def __init__(self, path):\n        self.path = path\n        self.c = lib.directory_open(path)\n\n"
        "    def __next__(self):\n        one = lib.directory_next(self.c)\n        return one\n",
        "missing-exception", 'self.path = path\n        if "\\0" in self.path: raise',
        '__next__(self):\n        if "\\0" in self.path: raise',
    ),
    "a condition beside others, and in the place of none of them": (
        "evolve", "evolve_abi.py",
        "def evolve(u, v, a: float):\n    if u.ndim != 2:\n        raise ValueError\n    if not u.flags['C_CONTIGUOUS']:\n        raise ValueError\n"
        "    p = ffi.cast('double *', u.ctypes.data)\n    lib.evolve(p, a)\n",
        "missing-exception", "if not u.flags.writeable: raise ValueError", "if not u.flags.writeable:\n",
    ),
    "a condition beside an `or`, and none of another guard that raises the same": (
        "evolve", "evolve_abi.py",
        "def evolve(u):\n    for f in (u, 1):\n        if not isinstance(f, np.ndarray) or not np.issubdtype(f.dtype, np.floating):\n"
        "            raise TypeError\n        if not f.dtype.isnative:\n            raise TypeError\n    lib.g(u)\n",
        "missing-exception", "np.ndarray) or f.dtype != np.float64", "TypeError\n        if f.dtype != np.float64:\n",
    ),
    "a condition, in the function that does nothing but refuse": (
        "evolve", "evolve_api.py",
        "def evolve(u):\n    check(u)\n    lib.g(u)\n\n\n"
        "def check(u):\n    if u.dtype != 1:\n        raise TypeError\n    if not u.size:\n        raise ValueError\n",
        "missing-exception", "raise ValueError\n    if u.dtype", "raise ValueError\n    check(u)",
    ),
}  # fmt: skip


@quick
@pytest.mark.parametrize("name", TRIED_FIRST)
def test_of_two_places_the_likelier_is_tried_first(name):
    slug, file, text, cause, first, later = TRIED_FIRST[name]
    source = case(slug, file, texts={file: text}).source(file)
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    tried = [step.text for step in steps_of(source, likely, Diagnosis(cause, ""))]
    places = [[k for k, each in enumerate(tried) if said in each] for said in (first, later)]
    assert places[0][0] < min(places[1], default=len(tried))


@quick
def test_the_class_that_was_seen_to_be_raised_is_tried_before_a_guard_ahead_of_it():
    file = "evolve_abi.py"
    text = (
        "def evolve(u, u_previous):\n    for a in (u, u_previous):\n        if a.ndim != 2:\n"
        "            raise ValueError\n        if not a.flags.c_contiguous:\n            raise TypeError\n"
        "    lib.evolve(u, u_previous)\n"
    )
    source = case("evolve", file, texts={file: text}).source(file)
    finding = Diagnosis.of("exception", Observation("f(1)", "raised", "TypeError", "ValueError"))
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)

    def first(location):
        tried = steps_of(source, likely, replace(finding, location=location))
        return next(k for k, each in enumerate(tried) if each.text == right)

    right = text.replace("raise TypeError", "raise ValueError")
    assert first(Location(file, 6)) < first(Location(file, 4))


@quick
@pytest.mark.parametrize(("found", "is_first"), [("''", True), ("'a'", False)])
def test_what_was_found_and_is_written_so_is_tried_before_a_guard_ahead_of_it(found, is_first):
    file = "strings_abi.py"
    text = (
        "def greet(name):\n    n = ffi.new('size_t *')\n    c = lib.greeting_new(encode(name), n)\n"
        "    if not c:\n        return ''\n    return ffi.unpack(c, n[0]).decode()\n"
    )
    source = case("strings", file, texts={file: text}).source(file)
    seen = Observation("greet('a')", "returned", found, "MemoryError")
    finding = Diagnosis.of("missing-exception", seen)
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    tried = [step.text for step in steps_of(source, likely, finding)]
    right = tried.index(text.replace("return ''", "raise MemoryError"))
    guard = next(k for k, each in enumerate(tried) if "MemoryError\n    if not c:" in each)
    assert (right < guard) == is_first


@quick
def test_a_number_is_mended_in_its_constant_before_each_place_that_names_it():
    file = "fibonacci_api.py"
    text = "MOST = 80\n\n\ndef fibonacci(n):\n    if n > MOST:\n        raise OverflowError(n)\n"
    source = case("fibonacci", file, texts={file: text}).source(file)
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    tried = [step.text for step in steps_of(source, likely, Diagnosis("missing-exception", ""))]
    places = [k for k, each in enumerate(tried) if re.search(r"MOST = 92|n > 92", each)]
    assert len(places) > 1
    assert "MOST = 92" in tried[places[0]]


@quick
def test_what_a_comment_of_the_solution_counts_is_no_number_of_it():
    text = "x = 255;  /* a size of 301 */\n// keeps 45\n#define MOST 92\ny = 80  # not 81\n"
    assert Words.of("", "", text).numbers == {"255", "92", "80"}


RECORDS_AND_FUNCTIONS = """\
struct book {
    struct entry *first, *last; /* size_t old; */
    double winds[8];
    struct { int used : 1; long limit; } disk;
    int (*read)(struct book *one);
};

class Points {
public:
    double next() { double sum = 0.0; int drawn; return sum; }
private:
    std::uint64_t state_;
};

static struct book shelf = { 0 };

int add(struct book *book)
{
    size_t count, room;
    double *more;
    struct entry { int age; } young;
    if (book) {
        int last_of_all;
    }
    return young.age;
}
"""


@quick
def test_members_are_what_records_of_c_have_and_no_variables_of_functions():
    assert fields_of(RECORDS_AND_FUNCTIONS) == {
        *("first", "last", "winds", "used", "limit", "disk", "state_", "age")
    }
    made = Words.of("", RECORDS_AND_FUNCTIONS).members
    assert made == fields_of(RECORDS_AND_FUNCTIONS)
    assert fields_of("class Table:\n    size = 4;\n    rows = [];\n") == set()


REFUSED = "def fibonacci(n):\n    if n < 0:\n        raise OverflowError('negative')\n"


@pytest.mark.parametrize(
    ("text", "is_first"),
    [(REFUSED, True), (f"{REFUSED}    if n < 1:\n        raise ValueError(n)\n", False)],
)
def test_the_class_alone_is_tried_first_where_the_one_that_is_expected_is_raised_nowhere(
    text, is_first
):
    source = case("fibonacci", texts={"fibonacci_abi.py": text}).source("fibonacci_abi.py")
    first = min(raised(source, [1, 2, 3], "ValueError", shown=3))
    assert (first.text == text.replace("OverflowError", "ValueError")) is is_first
