"""Which texts are tried for a line: what would mend it is among them, and no text that cannot be."""

import re
from collections import Counter

import pytest

from cffi_workshop.grading.blame.ranking.reach import lines_in
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.trials.line.changes import changes_of
from cffi_workshop.grading.trials.native.below_zero import below_zero
from cffi_workshop.grading.trials.native.c_expressions import with_other_parts
from cffi_workshop.grading.trials.script.ended import still_ended
from cffi_workshop.grading.trials.steps import steps_of
from cffi_workshop.grading.trials.text.c_types import same_sort, sorts_of
from cffi_workshop.grading.trials.text.names import names_unbound, names_unknown
from cffi_workshop.grading.trials.text.step import Step
from cffi_workshop.grading.trials.text.words import Words
from cffi_workshop.grading.verdict import Observation

from .cases import case
from .own_style import DRAWS, TABLES
from .test_trials_left_out import OF_FORTRAN

quick = pytest.mark.quick


# What is wrong, what would be right, and the function around it.
MENDED = {
    "one too many": ("    while (k <= n) {", "    while (k < n) {", ""),
    "the other one": ("    t[1] = p.x;", "    t[1] = p.y;", "p.x = p.y;"),
    "too little room": ("    c = malloc(n);", "    c = malloc(8 * (n) + 8);", ""),
    "a length without the NUL": ("    n = strlen(s);", "    n = strlen(s) + 1;", ""),
    "a cast that cuts": ("    return (int)(a + b);", "    return (a + b);", ""),
    "turned round": ("    return a > b ? -1 : 1;", "    return a > b ? 1 : -1;", ""),
    "compared in part": (
        "    return strncmp(a, b, strlen(b)) == 0;",
        "    return strcmp(a, b) == 0;",
        "",
    ),
    "a condition too many": ("    while (k < n && a[k] != 0)", "    while (k < n)", ""),
    "a type that is too narrow": ("static int64_t f(int a)", "static int64_t f(int64_t a)", ""),
    "the half of a place": ("    to = xy + place;", "    to = xy + 2 * place;", ""),
    "changed before it is read": ("    while (--n > 0)", "    while (n-- > 0)", ""),
    "memory that is gone through": ("    *c->next = p.x;", "    *c->next++ = p.x;", ""),
    "another number with a point": ("    return a - 4.0 * b;", "    return a - 2.0 * b;", ""),
    "one in the place of two": ("    for (; a < b; a++)", "    for (; a < b; a += 2)", ""),
    "a comparison too many": ("    return c > 0;", "    return c;", ""),
    "arguments turned round": ("    n += f(&s, t + 1, t);", "    n += f(&s, t, t + 1);", ""),
    "a condition of a loop": (
        "    for (k = 0; k < n && a[k]; k++)",
        "    for (k = 0; k < n; k++)",
        "",
    ),
    "added to what was there": (
        "    t = x;",
        "    t += x;",
        "int f(int x)\n{\n    int t = 0;\n    t = x;",
    ),
    "a length without a NUL, where memory is got": (
        "    p->name = malloc(length);",
        "    p->name = malloc(length + 1);",
        "length = strlen(s);",
    ),
    "the squares of a sum": ("    if (p.x + p.y < 1)", "    if (p.x * p.x + p.y * p.y < 1)", ""),
    "a sum as a whole": ("    a = 1 - 2 * b.x + b.y;", "    a = 1 - 2 * (b.x + b.y);", ""),
    "the parts of a sum": ("    a = b * (c + 32);", "    a = b * c + 32;", ""),
    "texts, and no addresses": ("    if (p->s == s)", "    if (strcmp(p->s, s) == 0)", ""),
    "a thing, and not the next": ("    while (p->next != NULL)", "    while (p != NULL)", ""),
    "of two": ("    while (a < n) {", "    while (a < 2 * n) {", ""),
    "operators in each other's place": ("    a = x + y * z;", "    a = x * y + z;", ""),
    "the last of three in each other's place": (
        "    x = 2 * get(g, c, r);",
        "    x = 2 * get(g, r, c);",
        "",
    ),
    "the last, and not how many": ("    size_t last = width;", "    size_t last = width - 1;", ""),
    "the last address, and not the one behind it": (
        "    const double *const last = from + m->width;",
        "    const double *const last = from + m->width - 1;",
        "",
    ),
    "one less at another place": (
        "    a = u[at(row - 1, col, ny)];",
        "    a = u[at(row, col - 1, ny)];",
        "",
    ),
    "one more at another index": ("    a = u[i + 1][j];", "    a = u[i][j + 1];", ""),
    "the other sign": ("    return 1;", "    return -1;", ""),
    "a type without its sign": ("    signed int a = b;", "    unsigned int a = b;", ""),
    "bytes that may be negative": (
        "    const char *a = p, *b = q;",
        "    const unsigned char *a = p, *b = q;",
        "",
    ),
    "bytes that are cast": (
        "    const uint8_t a = *(char *)p;",
        "    const uint8_t a = *(unsigned char *)p;",
        "",
    ),
    "an unsigned type that is too narrow": ("    uint16_t n = m;", "    uint64_t n = m;", ""),
    "the size of what lies at an address": (
        "    p = realloc(p, n * sizeof(struct entry *));",
        "    p = realloc(p, n * sizeof(struct entry));",
        "",
    ),
    "the size of what a name points to": (
        "    p = malloc(n * sizeof(p));",
        "    p = malloc(n * sizeof(*p));",
        "",
    ),
    "the size of what a member points to": (
        "    a->p = malloc(n * sizeof a->p);",
        "    a->p = malloc(n * sizeof *a->p);",
        "",
    ),
    "a factor that a name is given": (
        "        const double here = *p;",
        "        const double here = 2 * (*p);",
        "",
    ),
    "a factor of a result": ("    return a[0] + b;", "    return 2 * (a[0] + b);", ""),
    "a factor of an element": ("    u[k] = v[k];", "    u[k] = 2 * (v[k]);", ""),
    "equal as well": ("    return *p < *q ? -1 : 1;", "    return (*p > *q) - (*p < *q);", ""),
    "less as well": ("    return *p < *q;", "    return (*p > *q) - (*p < *q);", ""),
    "equal as well, as the call says": (
        "    return f(a, b) < 0 ? -1 : 1;",
        "    return f(a, b);",
        "",
    ),
    "another variable": ("    f(ny, ny);", "    f(nx, ny);", "int f(int nx, int ny)\n{\n"),
}


MENDED_IN_PYTHON = {
    "another encoding": ('    x.decode("latin-1")', '    x.decode("utf-8")', ""),
    "a narrower type": ('    ffi.cast("int32_t *", p)', '    ffi.cast("int64_t *", p)', ""),
    "the last is left out": ("    r = [m[k] for k in range(n - 1)]", "    r = [m[k] for k in range(n)]", ""),
    "a copy": ("    v = f(u.copy())", "    v = f(u)", ""),
    "errors that are ignored": (
        '    return text.encode("ascii", "ignore")',
        "    return text.encode()",
        "",
    ),
    "a text without its ends": ("    return text.strip().encode()", "    return text.encode()", ""),
    "freed by hand": ("    lib.table_free(self.p)", "    ffi.release(self.p)", ""),
    "a destructor too many": ("    return ffi.gc(p, lib.free)", "    return p", ""),
    "one of two conditions": ("    if a and b:", "    if a:", ""),
    "a part of a sum": ("    x = a[3 - i]", "    x = a[3]", ""),
    "a parameter that has its attribute's name": (
        "    self.a = b", "    self.a = a", "def __init__(self, a, b):\n    self.a = b\n    self.b = b\n",
    ),
    "a narrower type of NumPy": ("    a = f(np.float32)", "    a = f(np.float64)", ""),
    "another constant": ("    a = OPEN", "    a = SHUT", "OPEN, SHUT = 1, 2"),
    "a type of the module array": ('    a = array("f", b)', '    a = array("d", b)', ""),
    "a type in both places of a line": (
        '    a, b = cast("int *", p), cast("int *", q)', '    a, b = cast("int64_t *", p), cast("int64_t *", q)', "",
    ),
    "a length that C gives": ("    n = lib.label(p, 0)", "    n = lib.label(p, 0) + 1", ""),
    "a type of so many": ('    p = new(f"int[{n}]")', '    p = new(f"int64_t[{n}]")', ""),
    "another object of the same address": ("    if p is NULL:", "    if p == NULL:", ""),
    "and none of it": ("    if p is not NULL:", "    if p != NULL:", ""),
    "the errno of cffi": ("    n = get_errno()", "    n = ffi.errno", ""),
    "another method": ("    thread.run()", "    thread.start()", ""),
    "a type of half the width": ('    a = new("int16_t[]", n)', '    a = new("int32_t[]", n)', ""),
    "half a row": ("    a = b[:, : w]", "    a = b[:, : 2 * w]", ""),
    "without a sign": ("    return -1", "    return 1", ""),
    "as many as there are bytes": (
        "    a = [p[k] for k in range(size)]", "    a = [p[k] for k in range(size // 8)]", "",
    ),
    "as many as there are bytes, of a type that is named": (
        "    a = [p[k] for k in range(size)]", "    a = [p[k] for k in range(size // 2)]", 'p = cast("uint16_t *", q)',
    ),
    "floats of any width": (
        '    if a.dtype.kind == "f":', "    if a.dtype == 'float64':", "",
    ),
    "what NumPy calls floating": (
        "    if not np.issubdtype(a.dtype, np.floating):", "    if not a.dtype == 'float64':", "",
    ),
    "not more than that": ("    if n >= 2:", "    if n == 2:", ""),
    "as many bytes as a double has": ("    n = size // 4", "    n = size // 8", ""),
    "a key that is said twice": (
        '    for k in ("used", "used"):', '    for k in ("used", "limit"):', 'x = "limit"',
    ),
    "equal as well": ("    return 1 if a > b else -1", "    return (a > b) - (a < b)", ""),
    "another key": ('    d = {"shell": "pw_dir"}', '    d = {"shell": "pw_name"}', 'x = "pw_name"'),
}  # fmt: skip


@quick
@pytest.mark.parametrize(
    ("wrong", "right", "around", "is_python"),
    [
        pytest.param(*row, python, id=name)
        for table, python in ((MENDED, False), (MENDED_IN_PYTHON, True))
        for name, row in table.items()
    ],
)
def test_what_would_mend_a_line_is_among_its_changes(wrong, right, around, is_python):
    tried = [*changes_of(wrong, Words.of(around, around + wrong), is_python=is_python)]
    tried += [] if is_python else with_other_parts(wrong)
    assert right in [line for _, line in tried]


# What is no value there, by what the text itself says: such a text fails wherever it is tried.
NO_VALUE_THERE = {
    "the type of a parameter, given to C": (
        "memory", "memory_api.py", "def f(t: object, n: int):\n    g(t, n)\n    return t\n",
        "lib.table_fill(t)", "lib.table_fill(int)",
    ),
    "another text in a docstring": (
        "memory", "memory_api.py", 'def f(t):\n    """Fill it."""\n    return t["rows"] or t["title"] or t["rows"]\n',
        'return t["title"] or t["title"] or t["rows"]', '"rows""Fill it."""',
    ),
    "the type of a parameter, in a member": (
        "memory", "memory_api.py", 'def f(n: int):\n    of = ffi.new("struct table *")\n    return of\n',
        "of.n = n", "of.n = int",
    ),
    "a member of another struct": (
        "passwd", "passwd_api.py",
        'def f(n):\n    at = n\n    one = ffi.new("struct account *")\n    return one\n',
        "one.history = at", "one.pw_dir = at",
    ),
    "the type of a parameter, refused": (
        "memory", "memory_api.py",
        "def f(t: str, n: int):\n    if n == 7:\n        raise ValueError(n)\n    return g(t, n)\n",
        "if n == 7 or n is None:", "if n == 7 or str is None:",
    ),
    "a function that is not called": (
        "strings", "strings_api.py", "def greet(name):\n    message = name\n    return message\n",
        "lib.greeting_free(message)", "message = (lib.greeting_new)",
    ),
    "what is done as a script is run": (
        "memory", "memory_api.py",
        'def f(t):\n    g(t)\n    return t\n\n\nif __name__ == "__main__":\n    print(f(2))\n',
        "lib.table_fill(t)", "print(f(2))",
    ),
    "whether a script is run": (
        "memory", "memory_api.py",
        'def f(t):\n    if t > 3:\n        return 1\n    if t == 2:\n        return 2\n\n\nif __name__ == "__main__":\n    f(2)\n',
        "if (t == 2):", "if (__name__ == '__main__'):",
    ),
    "a value for a type": (
        "memory", "memory_api.py", "def f(t):\n    g(ffi.new('int *'))\n    return len(t)\n",
        "return list(t)", "return ffi.new(t)",
    ),
    "a member of a file's name, of a library": (
        "memory", "memory_api.py",
        '# memory.py\n\n\ndef f(t):\n    t.columns = t.rows\n    return ffi.gc(t, lib.table_free)\n',
        "t.rows = t.rows", "return ffi.gc(t, lib.rows)",
    ),
    "memory in a member that is a number": (
        "memory", "memory_api.py",
        "def f(t):\n    of = ffi.new('struct table *')\n    text = ffi.new('char[]', t)\n    of.metres = t\n    return of, text\n",
        "of.title = text", "of.n = text",
    ),
    "what is no exception, raised": (
        "memory", "memory_api.py", "def f(t):\n    raise ValueError(t)\n\n\ndef g(t):\n    raise TypeError(len(t))\n",
        "raise TypeError(t)", "raise len(t)",
    ),
    "the text of an exception, raised": (
        "memory", "memory_api.py", "def f(t):\n    raise ValueError('no')\n",
        "raise MemoryError('no')", "raise 'no'",
    ),
    "a part of what a call is given once": (
        "memory", "memory_api.py", "def f(t, n):\n    return g(t, t) + g(t, n)\n",
        "return g(t[1:], t) + g(t, n)", "return g(t, t) + g(t[1:], n)",
    ),
    "nothing to be released": (
        "memory", "memory_api.py", "def f(t):\n    t.close()\n    return t\n",
        "pass", "ffi.release()",
    ),
    "without what the solution ends there as well": (
        "memory", "memory_api.py", "def close(self):\n    if self.n > 1:\n        ffi.release(self._record)\n",
        "if self.n >= 1:", "pass",
    ),
    "a member that the solution never asks there, for one that it does": (
        "header", "header_api.py", "def value_of(record):\n    if not record.kind:\n        return None\n    return record.value.raw\n",
        "return record.value.real", "if not record.flags:",
    ),
    "what counts the lent, for what closes": (
        "frames", "frames_api.py", "def close(self):\n    lib.camera_close(self.a)\n    n = lib.camera_lent(self.c)\n",
        "n = lib.camera_take(self.c)", "lib.camera_lent(self.a)",
    ),
    "a member that the solution reads in another function": (
        "passwd", "passwd_api.py", "def _user(find, key):\n    e = find(key)\n    return e.pw_dir, e.pw_gid\n",
        "return e.pw_name, e.pw_gid", "return e.limit, e.pw_gid",
    ),
}  # fmt: skip


@quick
def test_what_was_handed_out_is_not_put_back():
    name, begin = "libm_abi.py", "import cffi\n"
    source = case("libm", name, texts={name: f"{begin}lib = ffi.dlopen(m)\n"}).source(name)
    tried = [Step(0.0, 2, f"{begin}lib = {to}\n") for to in ("None", "ffi.dlopen('m')")]
    assert still_ended(source, tried) == tried[1:]


@quick
@pytest.mark.parametrize("name", NO_VALUE_THERE)
def test_what_is_no_value_there_is_not_tried(name):
    slug, file, text, tried_too, never = NO_VALUE_THERE[name]
    text = f"from _made import ffi, lib\n\n\n{text}"
    source = case(slug, file, texts={file: text}).source(file)
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    finding = Diagnosis.of("wrong-value", Observation("f(1)", "returned", "None", "ValueError"))
    texts = [step.text for step in steps_of(source, likely, finding)]
    before = Counter(map(str.strip, text.split("\n")))
    new = {line for each in texts for line in Counter(map(str.strip, each.split("\n"))) - before}
    assert tried_too in new
    assert never not in new


@quick
def test_all_owners_of_a_method_are_kept_at_once_and_none_of_another_method():
    text = (
        "class T:\n    def a(self, n):\n        return T(ffi.gc(lib.table_new(n), lib.table_free))\n\n"
        "    def b(self, n):\n        p = {}\n        p['x'] = ffi.new('int *')\n"
        "        p['y'] = ffi.new('int *')\n        return T(n)\n"
    )
    source = case("memory", "memory_api.py", texts={"memory_api.py": text}).source("memory_api.py")
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    tried = steps_of(source, likely, Diagnosis("dangling-pointer", ""))
    kept = [step for step in tried if step.text.count("_keep(ffi.new(") == 2]
    assert {step.line for step in kept if "_keep(ffi.gc(" not in step.text} == {9}


# What asks for less than 0 of `n`, which has no sign, and the same as a sum.
AS_SUMS = {
    "behind": ("for (i = 1; i < n - 1; ++i)", "for (i = 1; i + 1 < n; ++i)"),
    "behind, or equal": ("while (i <= n - 2)", "while (i + 2 <= n)"),
    "ahead": ("if (n - 1 > i && i > 0)", "if (n > i + 1 && i > 0)"),
    "counted down": ("for (n = m - 1; n >= 0; n--)", "for (n = m; n-- > 0;)"),
    "counted down from a number": ("for (n = 9; n >= 0; --n) {", "for (n = 9 + 1; n-- > 0;) {"),
}


@quick
@pytest.mark.parametrize(("before", "after"), AS_SUMS.values(), ids=AS_SUMS)
def test_where_one_is_taken_from_what_has_no_sign_a_sum_is_tried(before, after):
    text = f"void evolve(size_t n, size_t m)\n{{\n    {before}\n        f(n);\n}}\n"
    source = case("evolve", "evolve.c", texts={"evolve.c": text}).source("evolve.c")
    tried = [step.text for step in below_zero(source, range(1, len(source.lines) + 1))]
    assert [each.split("\n")[2].strip() for each in tried] == [after]


# A file, and the function in which all owners that it makes are said to be let go.
ALL_OWNERS = {
    "a function that makes all of them": (
        "def book(title, n):\n    r = record(title, n)\n    return lib.table_find(r, n)\n\n\n"
        "def record(title, n):\n    a = ffi.new('char[]', title)\n    b = ffi.new('double[]', n)\n"
        "    r = T()\n    r.pair = (a + 0, b + 0)\n    return r\n",
        "record",
    ),
    "a method that makes all of them": (
        "class T:\n    def book(self, title, n):\n        self.fill(title, n)\n"
        "        return lib.table_find(self.pair, n)\n\n"
        "    def fill(self, title, n):\n        a = ffi.new('char[]', title)\n"
        "        b = ffi.new('double[]', n)\n        self.pair = (a + 0, b + 0)\n",
        "fill",
    ),
    "a function that makes one of two": (
        "def text(title):\n    a = ffi.new('char[]', title)\n    return a + 0\n\n\n"
        "def book(title, n):\n    b = ffi.new('double[]', n)\n    pair = (text(title), b + 0)\n"
        "    return lib.table_find(pair, n)\n",
        "book",
    ),
}


@quick
@pytest.mark.parametrize("name", ALL_OWNERS)
def test_owners_that_a_helper_makes_are_let_go_there_and_not_where_it_is_called(name):
    text, home = ALL_OWNERS[name]
    text = f"from _memory import ffi, lib\n\n\n{text}"
    source = case("memory", "memory_api.py", texts={"memory_api.py": text}).source("memory_api.py")
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    tried = steps_of(source, likely, Diagnosis("dangling-pointer", ""))
    all_kept = [step.line for step in tried if step.text.count("_keep(ffi.new(") == 2]
    assert {source.function_at(line).name for line in all_kept} == {home}


@quick
def test_what_an_object_has_is_tried_over_such_objects_alone():
    file = "events_abi.py"
    text = (
        "def on_end(data):\n    s = ffi.from_handle(data)\n    s._loop.call_soon(s._queue.put_nowait, END)\n"
        "\n\nclass Strikes:\n    def __init__(self, n):\n        self._loop = None\n"
        "        self._queue = asyncio.Queue()\n        self._count = n\n"
    )
    source = case("events", file, texts={file: text}).source(file)
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    tried = [step.text for step in steps_of(source, likely, Diagnosis("timeout", ""))]
    about = {name for each in tried for name in re.findall(r"([\w.]+)\._loop\.call_soon_thr", each)}
    assert "s" in about
    assert about <= {"s", "self"}


# Of two lines: what is right, and what goes, for what is wrong in both, or comes too early.
OF_TWO_LINES = {
    "what is lacking in both": (
        "void f(struct s *s, double a, double b)\n{\n    s->x = 1.0 / a;\n    s->y = 1.0 / b;\n}\n",
        ("1.0 / a;\n    s->y = 1.0 / b", "a;\n    s->y = b"),
    ),
    "a statement in its block": (
        "void f(struct s *s)\n{\n    s->n += 1;\n    if (s->p) {\n        s->m += 1;\n    }\n}\n",
        ("    s->n += 1;\n    if (s->p) {\n", "    if (s->p) {\n        s->n += 1;\n"),
    ),
    "a statement in its block of Python": (
        "def f(s):\n    s.n += 1\n    if s.p:\n        s.m += 1\n",
        ("    s.n += 1\n    if s.p:\n", "    if s.p:\n        s.n += 1\n"),
    ),
    "the same slip in both": (
        'def f(left, right):\n    a = cast("int64_t *", left)\n    b = cast("int64_t *", right)\n',
        ('"int64_t *", left)\n    b = cast("int64_t *"', '"int32_t *", left)\n    b = cast("int32_t *"'),
    ),
    "words in each other's place": (
        'def f(left, right):\n    left["p"] = g(10)\n    left["q"] = g(20)\n',
        ('10)\n    left["q"] = g(20)', '20)\n    left["q"] = g(10)'),
    ),
    "one word as the line beside it has it": (
        "void f(double *row, int ny)\n{\n    double *above = row - ny;\n    double *below = row + ny;\n}\n",
        ("row + ny", "row + 1"),
    ),
    "one word as the line beside it has it, in Python": (
        "def f(a, row, col):\n    north = a[row - 1, col]\n    south = a[row + 1, col]\n",
        ("row - 1, col", "row - 1, row"),
    ),
    "the last, where the first has a line of its own": (
        "void f(double *a, int n)\n{\n    const int end = n - 1;\n    a[0] = 1;\n    for (int k = 1; k < end; k++) {\n"
        "        g(a, k);\n    }\n    a[end] = 1;\n}\n",
        ("    a[end] = 1;\n", ""),
    ),
    "two names that are alike, wherever they stand": (
        "int f(void *d, size_t i, size_t nx, size_t ny)\n{\n    return i + 1 == nx || i * 2 == ny || nx < 3;\n}\n",
        ("nx || i * 2 == ny || nx", "ny || i * 2 == nx || ny"),
    ),
    "two names that are alike, in Python": (
        "def f(u, dx2, dy2):\n    return g(u) / dx2 + h(u, dy2)\n", ("/ dx2 + h(u, dy2", "/ dy2 + h(u, dx2"),
    ),
    "what is waited for when all are begun": (
        "def f(all):\n    for one in all:\n        one.start()\n    for one in all:\n        one.join()\n",
        ("    for one in all:\n        one.join", "        one.join"),
    ),
    "the other case of a comparison": (
        "static int sign(void *d, int a, int b)\n{\n    if (a < b)\n        return -1;\n    if (b < a) return 1;\n    return 0;\n}\n",
        ("    if (b < a) return 1;\n", ""),
    ),
    "the other case of a comparison, in Python": (
        "def sign(a, b):\n    if a[0] > b[0]: return 1\n    if b[0] > a[0]: return -1\n    return 0\n",
        ("    if b[0] > a[0]: return -1\n", ""),
    ),
    "added to the wrong one of two": (
        "void f(struct pair *p, double *sum)\n{\n    p->first -= *sum;\n}\n", ("p->first -= *sum", "*sum -= p->first"),
    ),
    "one clause more, for the other of two names": (
        "int void_of(int r, int k, int rows_1, int rows_2)\n{\n    return r < 1 || k < 1 || r > rows_1 - 2 || k > rows_2 - 2;\n}\n",
        (" || k > rows_2 - 2", ""),
    ),
    "one clause more, for the other of two, in Python": (
        "def f(u, p, top, low):\n    if u.ndim != top or p.ndim != top or u.size < low or p.size < low:\n        raise ValueError\n",
        (" or p.size < low", ""),
    ),
    "one clause for the other of two": (
        "void f(int nx, int ny)\n{\n    if (nx < 3 || ny < 3) {\n        g(nx, ny);\n    }\n}\n", (" || ny < 3", ""),
    ),
    "a parameter that is given to nothing": (
        "def f(n, start):\n    made = random.Random(start)\n    return made.random() * n\n", ("Random(start)", "Random()"),
    ),
    "a parameter that is given to nothing, beside others": (
        "def f(n, low, high):\n    return [g(k, low, high) for k in range(n)]\n", ("low, high) for", "low) for"),
    ),
    "a statement that comes too early": (
        "void f(struct book *b)\n{\n    b->a[b->n].x = 1;\n    b->a[b->n].y = 2;\n    b->n += 1;\n}\n",
        ("b->a[b->n].x = 1;\n    b->a[b->n].y = 2;\n    b->n += 1;", "b->n += 1;\n    b->a[b->n].x = 1;\n    b->a[b->n].y = 2;"),
    ),
}  # fmt: skip


@quick
@pytest.mark.parametrize(("right", "edit"), OF_TWO_LINES.values(), ids=OF_TWO_LINES)
def test_what_two_lines_have_wrong_is_mended_at_once(right, edit):
    slug, file = ("crash", "logbook.c") if "void" in right else ("callbacks", "callbacks_api.py")
    source = case(slug, file, texts={file: right.replace(*edit)}).source(file)
    assert source.text != right
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    tried = [step.text for step in steps_of(source, likely, Diagnosis("wrong-value", ""))]
    assert right in tried


@quick
def test_errno_is_tried_some_statements_earlier():
    old, kept = "    lib.table_fill(struct)\n", "    size = n\n    lib.table_fill(struct)\n"
    text = TABLES.replace(old, f"{kept}    seen = ffi.errno\n")
    source = case("memory", "memory_api.py", texts={"memory_api.py": text}).source("memory_api.py")
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    tried = [step.text for step in steps_of(source, likely, Diagnosis("wrong-value", ""))]
    assert any(f"    seen = ffi.errno\n{kept}" in each for each in tried)


@quick
def test_no_module_of_fortran_is_the_mistake():
    text = OF_FORTRAN.replace(
        "        integer(c_int64_t), value",
        "        use iso_c_binding\n        integer(c_int64_t), value",
    )
    source = case("pi", "pi_fortran.f90", texts={"pi_fortran.f90": text}).source("pi_fortran.f90")
    lines = lines_in(source, source.functions[0])
    assert lines
    assert not [line for line in lines if "use iso" in source.lines[line - 1]]


@quick
def test_nothing_is_tried_that_names_what_the_file_does_not_have():
    source = case("pi", "pi.c", texts={"pi.c": DRAWS}).source("pi.c")
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    tried = steps_of(source, likely, Diagnosis("wrong-value", ""))
    assert tried
    assert not [each for each in tried if names_unknown(DRAWS, each.text)]
    assert names_unknown("a = b", "a = c")
    text = "import np\n\n\ndef f(a):\n    b = [k for k in a]\n    return b\n\n\ndef g(c):\n    return np.x(c)\n"
    script = case("pi", "pi_api.py", texts={"pi_api.py": text}).source("pi_api.py")
    for old, new, is_unbound in (
        ("[k for k in a]", "[f(k) for k in a]", False),
        ("return b", "g(b)\n    return b", False),
        ("return b", "return c", True),
        ("return b", "x = b\n    return b", True),
        ("np.x(c)", "np.x(x)", True),
        ("return b", 'return f"{b}"', False),
        ("return b", "return rb'b'", False),
    ):
        assert names_unbound(script, text.replace(old, new)) == is_unbound
    assert not names_unknown("a = b", 'a = b.c("d")')


@quick
@pytest.mark.parametrize(
    ("line", "less"),
    [
        ("    a = b * (p[-(long)k] + p[k] - c);", "    a = b * ((p[-(long)k] + p[k]));"),
        ("    char *p = (char *)q + k;", "    char *p = (char *)q;"),
        ("    if ((size_t)n > k)", "    if (k > (size_t)n)"),
        ("    return (struct row *)p - q;", "    return q - (struct row *)p;"),
    ],
)
def test_a_cast_in_c_belongs_to_the_value_behind_it(line, less):
    texts = [new for _, new in with_other_parts(line)]
    assert less in texts
    assert not any(re.search(r"[\w\])] \w|\) [(\w]", each.partition("= ")[2]) for each in texts)


@quick
def test_in_c_no_member_is_counted_that_no_struct_has():
    text = "struct b {\n    int n;\n};\n\nint f(struct b *b, int k)\n{\n    int made;\n    b->n = k;\n    return 0;\n}\n"
    source = case("crash", "logbook.c", texts={"logbook.c": text}).source("logbook.c")
    tried = steps_of(source, dict.fromkeys(range(1, 11), 0.0), Diagnosis("wrong-value", ""))
    counted = {name for each in tried for name in re.findall(r"b->(\w+)\+\+", each.text)}
    assert counted == {"n"}


@quick
def test_what_is_wrong_in_a_call_of_several_lines_is_told_by_its_own_line():
    text = (
        "def f(a, b):\n    return check(\n        lib.sqlite3_free(\n            1,\n            a,\n"
        "            b,\n        )\n    )\n"
    )
    source = case("capstone", "capstone_api.py", texts={"capstone_api.py": text}).source(
        "capstone_api.py"
    )
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    tried = steps_of(source, likely, Diagnosis("exception", ""))
    lines = {"".join(each.text.split()): each.line for each in tried}
    assert lines["deff(a,b):returncheck(lib.sqlite3_free(1,b,a))"] == 5
    assert lines["deff(a,b):returncheck(lib.sqlite3_free(a,1,b))"] == 4


@quick
def test_in_c_no_keyword_and_no_function_is_tried_for_a_number():
    text = "void f(int n)\n{\n    while (n > 2) {\n        n--;\n        continue;\n    }\n}\n"
    source = case("evolve", "evolve.c", texts={"evolve.c": text}).source("evolve.c")
    tried = [each.text for each in steps_of(source, {3: 0.0}, Diagnosis("wrong-value", ""))]
    assert any("n > n)" in each for each in tried)
    assert not any(re.search(r"n > (?:continue|f)\b", each) for each in tried)


@quick
def test_in_c_no_name_is_tried_for_one_of_another_sort():
    sorts = sorts_of(
        "int f(const double *u, size_t n, double a)\n{\n    int k, j;\n    double b = a;\n"
        "    if (k * n == 0)\n        return g(k * n);\n"
    )
    assert same_sort(sorts, "k", "n")
    assert same_sort(sorts, "a", "b")
    assert not same_sort(sorts, "a", "n")
    assert not same_sort(sorts, "u", "a")
