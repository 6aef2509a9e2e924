"""A mistake is found by trial: what is tried, in which order, and what comes of it."""

import contextlib
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from types import SimpleNamespace

import pytest
from cffi import FFI

from cffi_workshop.exercises.languages import LANGUAGES
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading import grader
from cffi_workshop.grading.blame.place import places_to_try
from cffi_workshop.grading.blame.rank import is_rewritten
from cffi_workshop.grading.blame.reach import lines_in
from cffi_workshop.grading.builds import Builder
from cffi_workshop.grading.call_result import CallResult
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.grading.pytest_plugin import by_trial
from cffi_workshop.grading.toolchain import Toolchain
from cffi_workshop.grading.trials import placed, plans, search
from cffi_workshop.grading.trials.as_in_twin import as_in_twin
from cffi_workshop.grading.trials.below_zero import below_zero
from cffi_workshop.grading.trials.c_expressions import with_other_parts
from cffi_workshop.grading.trials.c_types import same_sort, sorts_of
from cffi_workshop.grading.trials.changes import changes_of
from cffi_workshop.grading.trials.chosen import amid, guards_earlier, most_agreed
from cffi_workshop.grading.trials.fortran import may_be_fortran
from cffi_workshop.grading.trials.names import names_unbound, names_unknown
from cffi_workshop.grading.trials.one_unit import unit_of, with_errors
from cffi_workshop.grading.trials.plans import PLANS, plan_of, plans_of
from cffi_workshop.grading.trials.replayed import Replayed, Transcript
from cffi_workshop.grading.trials.step import Mend, Step, behind_guard, with_lines
from cffi_workshop.grading.trials.steps import steps_of
from cffi_workshop.grading.trials.together import batch_of
from cffi_workshop.grading.trials.trial import Trial, part_of
from cffi_workshop.grading.trials.whole_functions import whole_functions
from cffi_workshop.grading.trials.words import Words, fields_of
from cffi_workshop.grading.verdict import Location, Observation
from cffi_workshop.sandbox import Deadline, TooBusy
from cffi_workshop.worker import wire

from .own_style import CHECKED, DRAWS, LINKED, PAIR, TABLES
from .test_blame import REPOSITORY, case, line_with

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
    "another variable": ("    f(ny, ny);", "    f(nx, ny);", "int f(int nx, int ny)\n{\n"),
}
MENDED_IN_PYTHON = {
    "another encoding": ('    x.decode("latin-1")', '    x.decode("utf-8")', ""),
    "a narrower type": ('    ffi.cast("int32_t *", p)', '    ffi.cast("int64_t *", p)', ""),
    "the last is left out": ("    r = [m[k] for k in range(n - 1)]", "    r = [m[k] for k in range(n)]", ""),
    "a copy": ("    v = f(u.copy())", "    v = f(u)", ""),
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


OF_FORTRAN = """\
integer(c_int64_t) function pi_inside(seed, samples) bind(c)
        integer(c_int64_t), value :: seed, samples
        integer(c_int64_t) :: k, state
        real(c_double) :: p(2)
        pi_inside = 0
        state = seed
        do k = 1, samples
            p = next_point(state)
        end do
end function
"""
FLAG = """\
class Strikes:
    def __init__(self):
        self.over = False

    async def __anext__(self):
        if self.over:
            raise StopAsyncIteration
        self.over = True
        return 1
"""
ENDED = """\
import weakref


def back(one):
    lib.camera_give_back(one)


def frame(camera):
    one = camera.take()
    flat = pixels(one)
    weakref.finalize(flat, back, one)
    return flat
"""
SHARED = """\
class Box:
    def __init__(self, room):
        self.free = threading.Semaphore(room)


class Strikes:
    async def __anext__(self):
        strike = await self.box.take()
        self.box.free.release()
        return strike
"""
# For each: exercise, file, text, what goes, cause and observation, and the line that would mend it.
PUT_IN = {
    "a destructor": (
        "memory", "memory_api.py", TABLES, ("return ffi.gc(raw, lib.table_free)", "return raw"),
        "leak", None, "return ffi.gc(raw, lib.table_free)",
    ),
    "a call that frees": (
        "strings", "strings_abi.py", CHECKED, ("greeting.greeting_free(self.pointer)", "pass"),
        "leak", None, "greeting.greeting_free(self.pointer)",
    ),
    "a condition of the solution": (
        "strings", "strings_abi.py", CHECKED,
        ('    if chr(0) in value:\n        raise ValueError("a NUL inside")', "    pass"),
        "missing-exception", "ValueError", 'if "\\0" in value: raise ValueError',
    ),
    "a look for NULL": (
        "strings", "strings_abi.py", CHECKED,
        ("        if not self.pointer:\n            raise MemoryError\n", ""), "segfault", None,
        "if self.pointer == f.NULL: raise MemoryError",
    ),
    "what keeps memory": (
        "memory", "memory_api.py", TABLES, ("return Table(struct, keep)", "return Table(struct)"),
        "dangling-pointer", None, "struct, keep = _keep(_build(title, n))",
    ),
    "a statement for the other of two": (
        "pi", "pi.c", DRAWS, ("    target[1] = p.y;\n", ""), "wrong-value", None, "target[1] = p.y;",
    ),
    "arguments in their order": (
        "strings", "strings_abi.py", CHECKED, ("greeting_new(name, self.size)", "greeting_new(self.size, name)"),
        "exception", None, "self.pointer = greeting.greeting_new(name, self.size)",
    ),
    "an argument less": (
        "strings", "strings_abi.py", CHECKED, ('raw.decode("utf8")', 'raw.decode("utf8", errors="ignore")'),
        "missing-exception", "UnicodeDecodeError", "return raw.decode('utf8')",
    ),
    "no call around it": (
        "fibonacci", "fibonacci_api.py", PAIR, ("yield pair[0]", "yield str(pair[0])"),
        "wrong-type", None, "yield pair[0]",
    ),
    "what the solution is given": (
        "fibonacci", "fibonacci_api.py", PAIR, ('"int64_t[2]"', '"int[2]"'),
        "wrong-value", None, "pair = ffi.new('int64_t *', [0, 1])",
    ),
    "what the solution makes of it": (
        "memory", "memory_api.py", TABLES,
        ('ffi.string(self._need().title).decode("utf-8")', "self._need().title"),
        "cdata-leaked", None, "return ffi.string(self._need().title).decode()",
    ),
    "a statement under its condition": (
        "fibonacci", "fibonacci_api.py", PAIR, ("        if left > 1:\n            _adv", "        _adv"),
        "undefined-behaviour", None, "_advance(pair)",
    ),
    "what is expected, raised": (
        "fibonacci", "fibonacci_api.py", PAIR, ('raise OverflowError("too many")', "return 92"),
        "missing-exception", "OverflowError", "raise OverflowError",
    ),
    "a statement behind its block": (
        "pi", "pi.c", DRAWS, ("            hits++;\n        k++;", "            hits++;\n            k++;"),
        "wrong-value", None, "k++;",
    ),
    "the last first": (
        "pi", "pi.c", DRAWS,
        ("    uint64_t k = 0;\n\n    while (k < samples) {", "    for (uint64_t k = 0; k < samples; k++) {"),
        "wrong-value", None, "for (uint64_t k = samples; k-- > 0;) {",
    ),
    "all in the place of any": (
        "strings", "strings_abi.py", CHECKED,
        ("    if chr(0) in value:", "    if not any(c != chr(0) for c in value):"),
        "missing-exception", "ValueError", "if not all(c != chr(0) for c in value):",
    ),
    "one operand alone": (
        "fibonacci", "fibonacci_api.py", PAIR, ("range(count, 0, -1)", "range(count - 1, 0, -1)"),
        "wrong-value", None, "for left in range(count, 0, -1):",
    ),
    "another function of C": (
        "memory", "memory_api.py", TABLES, ("lib.table_fill(struct)", "lib.table_free(struct)"),
        "wrong-value", None, "lib.table_fill(struct)",
    ),
    "a type in all places": (
        "pi", "pi.c", DRAWS,
        ("    uint64_t hits = 0;\n    uint64_t k = 0;", "    int hits = 0;\n    int k = 0;"),
        "wrong-value", None, "int64_t k = 0;",
    ),
    "one operator before the other": (
        "memory", "memory_api.py", TABLES, ("for k in range(p.n)", "for k in range(p.n // 8 * 2)"),
        "wrong-value", None, "return [p.metres[k] for k in range(p.n * 2 // 8)]",
    ),
    "a keyword as the solution has it": (
        "memory", "memory_api.py", TABLES,
        ("ffi.gc(raw, lib.table_free)", "ffi.gc(raw, lib.table_free, size=0)"),
        "wrong-value", None, "return ffi.gc(raw, lib.table_free, size=n * ffi.sizeof('double'))",
    ),
    "another function that is handed on": (
        "pi", "pi.c", DRAWS, ("    return draw(seed, samples, 0);", "    (void)store;\n    return draw(seed, samples, 0);"),
        "wrong-value", None, "(void)draw;",
    ),
    "not the condition": (
        "pi", "pi.c", DRAWS, ("        if (xy)", "        if (xy == 0)"),
        "wrong-value", None, "if (!(xy == 0))",
    ),
    "a function of C that is never called": (
        "memory", "memory_api.py", TABLES, ("    lib.table_fill(struct)\n", ""),
        "wrong-value", None, "lib.table_fill(struct)",
    ),
    "what lies at an address": (
        "fibonacci", "fibonacci_api.py", PAIR, ("yield pair[0]", "yield pair"),
        "cdata-leaked", None, "yield pair[0]",
    ),
    "a slip of others": (
        "fibonacci", "fibonacci_api.py", PAIR, ('"int64_t[2]", [0, 1]', '"int64_t[2]", [1, 1]'),
        "wrong-value", None, 'pair = ffi.new("int64_t[2]", [0, 1])',
    ),
    "a name let go of": (
        "memory", "memory_api.py", TABLES,
        ("pointer, self._pointer, self._keep = self._pointer, None, None", "pointer = self._pointer"),
        "use-after-free", None, "self._pointer = None",
    ),
    "a helper that is never called": (
        "pi", "pi.c", DRAWS, ("        if (xy)\n            store(xy, k, p);\n", ""),
        "wrong-value", None, "store(xy, k, p);",
    ),
    "a condition as the solution has it": (
        "strings", "strings_abi.py", CHECKED, ("if chr(0) in value:", "if value.startswith(chr(0)):"),
        "missing-exception", "ValueError", 'if "\\0" in value:',
    ),
    "NULL as the solution asks for it": (
        "strings", "strings_abi.py", CHECKED, ("if not self.pointer:", "if self.pointer is None:"),
        "missing-exception", "MemoryError", "if self.pointer == f.NULL:",
    ),
    "what the function reads elsewhere": (
        "crash", "logbook.c", LINKED, ("e->older = book->newest;", "e->older = NULL;"),
        "wrong-value", None, "e->older = book->newest;",
    ),
    "a whole argument": (
        "memory", "memory_api.py", TABLES, ("table_find(p, metres)", "table_find(self._keep, metres)"),
        "exception", None, "return lib.table_find(p, metres)",
    ),
    "memory that is all zeros": (
        "crash", "logbook.c", LINKED, ("    b->newest = NULL;\n", ""),
        "undefined-behaviour", None, "struct logbook *b = calloc(1, sizeof *b);",
    ),
    "a factor of the solution": (
        "pi", "pi_api.py", "def estimate(a, b):\n    return 4 * a / b\n", ("4 * a", "a"),
        "wrong-value", None, "return 4 * (a / b)",
    ),
    "a name that is counted": (
        "pi", "pi.c", DRAWS, ("        k++;\n", ""), "timeout", None, "k++;",
    ),
    "an attribute that nobody sets": (
        "strings", "strings_abi.py", CHECKED, ("self.size = f.new", "size = f.new"),
        "exception", None, 'self.size = size = f.new("size_t[1]")',
    ),
    "a result that is given away too early": (
        "crash", "logbook.c", LINKED, ("        e = e->older;\n    return e;", "        return e->older;\n    return e;"),
        "wrong-value", None, "e = e->older;",
    ),
    "what frees, at the end that is there": (
        "strings", "strings_abi.py", CHECKED, ("greeting.greeting_free(self.pointer)", "del self.pointer"),
        "leak", None, "greeting.greeting_free(self.pointer)",
    ),
    "a callback that a name makes": (
        "callbacks", "callbacks_abi.py",
        'def f(one):\n    make = ffi.callback("int(int)")\n    a = make(one)\n    return lib.ranking_new(a)\n',
        ("lib.ranking_new(a)", "lib.ranking_new( a)"), "dangling-pointer", None, "a = _keep(make(one))",
    ),
    "what frees, where a name is let go": (
        "strings", "strings_abi.py", CHECKED, ("greeting.greeting_free(self.pointer)", "self.pointer = f.NULL"),
        "leak", None, "greeting.greeting_free(self.pointer)",
    ),
    "one of two values": (
        "strings", "strings_abi.py", CHECKED, ("_no_nul(text)", "_no_nul((text, text))"),
        "exception", None, "_no_nul(text)",
    ),
    "a condition less": (
        "pi", "pi.c", DRAWS, ("    target[1] = p.y;", "    if (target[1] != 0)\n        target[1] = p.y;"),
        "wrong-value", None, "if (1)",
    ),
    "a variable that is zero at first": (
        "pi", "pi.c", DRAWS, ("uint64_t hits = 0;", "uint64_t hits;"), "wrong-value", None, "uint64_t hits = 0;",
    ),
    "a size in bytes": (
        "evolve", "evolve.c", "void evolve(double *u, size_t n)\n{\n    size_t all = 8 * (n);\n    f(u, all);\n}\n",
        ("8 * (n)", "n"), "wrong-value", None, "size_t all = 8 * (n);",
    ),
    "a member that is given what was made for it": (
        "crash", "logbook.c", LINKED, ("    e->older = book->newest;\n", "    struct logbook_entry *old = book->newest;\n"),
        "wrong-value", None, "e->older = old;",
    ),
    "a variable of Fortran": (
        "pi", "pi_fortran.f90", OF_FORTRAN, ("        state = seed\n", ""), "wrong-value", None, "state = seed",
    ),
    "a copy of what was given": (
        "passwd", "passwd_api.py", "def book(account, n):\n    after = account.copy()\n    return after\n",
        ("account.copy()", "account"), "wrong-value", "book() changed argument 1, which is {} now.",
        'after = __import__("copy").deepcopy(account)',
    ),
    "a member that has the name of a parameter": (
        "memory", "memory_api.py", "def f(p, n):\n    p.metres = g()\n    p.n = n\n", ("    p.n = n\n", ""),
        "wrong-type", None, "p.n = n",
    ),
    "a member that is given what cffi made": (
        "memory", "memory_api.py",
        'def f(t):\n    a = ffi.new("char[]", t)\n    p = ffi.new("struct table *")\n    p.title = a\n    p.n = t\n    return p, a\n',
        ("    p.title = a\n", ""), "exception", None, "p.title = a",
    ),
    "a flag that is never set": (
        "events", "events_api.py", FLAG, ("        self.over = True\n", ""), "timeout", None, "self.over = True",
    ),
    "what is freed behind a value": (
        "capstone", "capstone_api.py", "lib.open()\n\n\ndef text(p):\n    try:\n        return ffi.string(p)\n    finally:\n        lib.sqlite3_free(p)\n",
        ("    try:\n        return ffi.string(p)\n    finally:\n        lib.sqlite3_free(p)\n", "    return ffi.string(p)\n"),
        "leak", None, "lib.sqlite3_free(p)",
    ),
    "a helper that ends something": (
        "frames", "frames_abi.py", ENDED, ("    weakref.finalize(flat, back, one)\n", ""), "leak", None,
        "weakref.finalize(flat, back, one)",
    ),
    "a helper that makes an argument": (
        "pi", "pi_api.py", "def more(a):\n    return [a]\n\n\ndef estimate(seed, n):\n    return f(more(seed), n)\n",
        ("more(seed)", "[seed]"), "wrong-value", None, "return f(more(seed), n)",
    ),
    "what undoes a call that failed": (
        "callbacks", "callbacks_api.py",
        "def f(self, one):\n    self.all.append(one)\n    code = lib.ranking_add(self.c)\n    return code\n",
        ("self.all.append(one)", "self.all.append( one)"), "wrong-value", None, "if code: self.all.pop()",
    ),
    "a state that is asked for": (
        "directory", "directory_api.py",
        "class D:\n    def f(self):\n        if self.is_at == ENDED:\n            raise StopIteration\n        self.g()\n        self.is_at = ENDED\n",
        ("        self.is_at = ENDED\n", ""), "exception", None, "self.is_at = ENDED",
    ),
    "a condition that a function has": (
        "pi", "pi.c", DRAWS, ("is_inside", "is_there"), "wrong-value", None, "if (is_inside(p)) hits++;",
    ),
    "an element of another array": (
        "evolve", "evolve.c", "void evolve(double *u, const double *v, size_t n)\n{\n    size_t k = n;\n    f(k);\n    u[k] = v[k];\n}\n",
        ("    u[k] = v[k];\n", "    g(v[k]);\n"), "wrong-value", None, "u[k] = v[k];",
    ),
    "a number of the solution": (
        "fibonacci", "fibonacci_api.py", "MOST = 92\n\n\ndef fibonacci(n):\n    return n > MOST\n",
        ("MOST = 92", "MOST = 80"), "exception", None, "MOST = 92",
    ),
    "a member that is given another one of its type": (
        "crash", "logbook.c", LINKED, ("    e->older = book->newest;\n", ""), "wrong-value", None, "e->older = book->newest;",
    ),
    "a member for a multiple of another": (
        "frames", "frames_api.py", "def f(frame):\n    return frame.height * frame.row_stride\n",
        ("frame.row_stride", "frame.width * 2"), "exception", None, "return frame.height * frame.row_stride",
    ),
    "nothing to do": (
        "pi", "pi.c", DRAWS, ("    uint64_t hits = 0;", "    uint64_t hits = 1 - 1;"), "out-of-bounds", None,
        "if (samples == 0) return 0;",
    ),
    "no memory to use": (
        "crash", "logbook.c", LINKED, ("    if (b == NULL)\n        return NULL;\n", ""), "segfault", None, "if (!b) return NULL;",
    ),
    "what is counted up": (
        "pi", "pi.c", DRAWS, ("hits++;", "hits = 1;"), "wrong-value", None, "hits++;",
    ),
    "what lies behind, asked before it is freed": (
        "crash", "logbook.c", "void f(struct e *e)\n{\n    while (e) {\n        e = e->older;\n        drop(e);\n    }\n}\n",
        ("e = e->older;\n        drop(e);", "drop(e);\n        e = e->older;"), "use-after-free", None, "drop(_gone);",
    ),
    "a constant of C": (
        "callbacks", "callbacks_api.py", "def f(one):\n    lib.ranking_new(one)\n    return lib.RANKING_STOP\n",
        ("lib.RANKING_STOP", "0"), "wrong-value", None, "return lib.RANKING_STOP",
    ),
    "all that is raised": (
        "callbacks", "callbacks_api.py",
        "def f(one):\n    try:\n        return lib.g(one)\n    except BaseException:\n        return 2\n",
        ("BaseException", "ValueError"), "missing-exception", None, "except BaseException:",
    ),
    "a table that keeps what it has": (
        "callbacks", "callbacks_api.py", "ALL = {}\n\n\ndef f(one):\n    ALL[1] = one\n    lib.ranking_free(one)\n",
        ("ALL[1] = one", "ALL[2] = one"), "leak", None, 'ALL = __import__("weakref").WeakValueDictionary()',
    ),
    "a status that is looked at": (
        "capstone", "capstone_api.py",
        "class A:\n    def f(self, one):\n        code = lib.sqlite3_free(one)\n        self.check(code)\n        return code\n",
        ("        self.check(code)\n", ""), "missing-exception", None, "self.check(code)",
    ),
    "arguments further apart": (
        "memory", "memory_api.py", TABLES, ("table_find(p, metres)", "table_find(metres, 1, p)"),
        "exception", None, "return lib.table_find(p, 1, metres)",
    ),
    "an owner that has no name": (
        "passwd", "passwd_api.py", 'def book(name, used):\n    return lib.account_book(ffi.new("struct account *", [name, used]))\n',
        ("[name,", '[ffi.new("char[]", name),'), "dangling-pointer", None,
        'return lib.account_book(ffi.new("struct account *", [_keep(ffi.new("char[]", name)), used]))',
    ),
    "the last first, as the solution goes": (
        "crash", "logbook.c", "void f(struct b *b)\n{\n    for (size_t k = 0; k < b->n; k++) {\n        g(k);\n    }\n}\n",
        ("g(k)", "g( k)"), "wrong-value", None, "for (size_t k = b->n; k-- > 0;) {",
    ),
    "a call for the other of two": (
        "evolve", "evolve_api.py",
        "def must(a, b):\n    lib.f(a, b)\n\n\ndef evolve(u, u_previous):\n    must(u, True)\n    must(u_previous, False)\n",
        ("    must(u_previous, False)\n", ""), "missing-exception", None, "must(u_previous, False)",
    ),
    "what a loop asks, at its end": (
        "pi", "pi_cpp.cpp", "int f(int n)\n{\n    while (n > 0) {\n        if (g()) {\n            h();\n        }\n        n--;\n    }\n}\n",
        ("        n--;\n", ""), "timeout", None, "n--;",
    ),
    "a result of Fortran that is added to": (
        "pi", "pi_fortran.f90",
        "function pi_inside(seed) result(total)\n    integer(c_int64_t), value :: seed\n    integer(c_int64_t) :: total\n"
        "    total = 0\n    total = total + seed\nend function\n", ("    total = 0\n", ""),
        "wrong-value", None, "total = 0",
    ),
    "an owner beside one that is kept": (
        "memory", "memory_api.py",
        'def f(self, t):\n    a = ffi.new("char[]", t)\n    b = ffi.new("double[]", t)\n    self.keep.append(a)\n    self.keep.append(b)\n',
        ("    self.keep.append(b)\n", ""), "dangling-pointer", None, "self.keep.append(b)",
    ),
    "a helper of one's own that ends something": (
        "frames", "frames_api.py",
        "def f(self):\n    one = ffi.gc(lib.camera_take(self.c), lib.end)\n\n    def give_back(p):\n        lib.camera_give_back(self.c, one)\n\n"
        "    owner = ffi.gc(one.pixels, give_back)\n    return owner\n",
        ("ffi.gc(one.pixels, give_back)", "one.pixels"), "leak", None, "owner = ffi.gc(one.pixels, give_back)",
    ),
    "what the same function of the solution does": (
        "events", "events_api.py", "class S:\n    def __init__(self):\n        self._room = threading.Semaphore(1)\n\n    def f(self):\n        self._room.release(2)\n\n    async def __aexit__(self, *e):\n        self._room.release()\n        await lib.stop(self.c)\n",
        ("        self._room.release()\n", ""), "leak", None, "self._room.release()",
    ),
    "a block of one function": (
        "fibonacci", "fibonacci.c", "void f(int *a)\n{\n    int *b = malloc(4);\n\n    g(a, b);\n    free(b);\n}\n",
        ("    free(b);\n", ""), "leak", None, "free(b);",
    ),
    "a block that is still read": (
        "fibonacci", "fibonacci.c", "int f(int a)\n{\n    int *b = malloc(4);\n    return b[0];\n}\n",
        ("(4)", "( 4)"), "leak", None, "{ __typeof__(b[0]) _got = b[0]; free(b); return _got; }",
    ),
    "a block, ahead of a return": (
        "crash", "logbook.c", LINKED, ("        free(e);\n        return -1;\n", "        return -1;\n"), "leak", None,
        "{ free(e); return -1; }",
    ),
    "a folder": (
        "pi", "pi_cpp.cpp", "int f(int n)\n{\n    DIR *d = opendir(n);\n    if (!g(d)) return 1;\n    closedir(d);\n    return 0;\n}\n",
        ("return 1", "return  1"), "leak", None, "if (!g(d)) { closedir(d); return  1; }",
    ),
    "a result in C": (
        "fibonacci", "fibonacci.c",
        "struct pair { int a; };\n\nstatic struct pair next(struct pair p)\n{\n    return p;\n}\n\nvoid fibo_step(int *a)\n{\n    struct pair p = {*a};\n\n    p = next(p);\n    *a = p.a;\n}\n",
        ("    p = next(p);", "    next(p);"), "wrong-value", None, "p = next(p);",
    ),
    "a number that was made for nothing": (
        "capstone", "shortlex.c", "int shortlex_compare(int m, int n)\n{\n    int d = m - n;\n\n    if (d) return d;\n    return f(m);\n}\n",
        ("    if (d) return d;\n", ""), "wrong-value", None, "if (d) return d;",
    ),
    "a type in the head of a helper": (
        "pi", "pi.c", "static int f(const unsigned char *a, const unsigned char *b)\n{\n    return a[0] - b[0];\n}\n",
        ("const unsigned char *a, const unsigned char *b", "const char *a, const char *b"), "wrong-value", None,
        "static int f(const unsigned char *a, const unsigned char *b)",
    ),
    "what Fortran gives through a parameter": (
        "pi", "pi_fortran.f90",
        "subroutine draw(x, hit)\n    real(c_double), intent(in) :: x\n    integer, intent(out) :: hit\n    hit = 0\n    if (x < 1) hit = 1\nend subroutine\n",
        ("    hit = 0\n", ""), "wrong-value", None, "hit = 0",
    ),
    "an option of a helper": (
        "evolve", "evolve_abi.py", "def f(a, writable=False):\n    return a\n\n\ndef evolve(u, v):\n    f(u, writable=True)\n    f(v)\n",
        ("f(u, writable=True)", "f(u)"), "missing-exception", "ValueError", "f(u, writable=True)",
    ),
    "a condition behind what looks at its parameters": (
        "evolve", "evolve_abi.py", "def evolve(u, u_previous, a):\n    new = look(u)\n    old = look(u_previous)\n    lib.evolve(new, old, a)\n",
        ("look(u_previous)", "look( u_previous)"), "missing-exception", "ValueError",
        "if u.ndim != 2 or u.shape != u_previous.shape: raise ValueError",
    ),
    "a list of what lies there": (
        "memory", "memory_api.py", TABLES, ("return [p.metres[k] for k in range(p.n)]", "return p.metres[0 : p.n]"),
        "cdata-leaked", None, "return list(p.metres[0:p.n])",
    ),
    "the last, as the first": (
        "evolve", "evolve.c", "void f(double *u, double *v, int last)\n{\n    u[0] = v[0];\n    for (int i = 1; i < last; i++)\n        u[i] = v[0];\n    u[last] = v[last];\n}\n",
        ("    u[last] = v[last];\n", ""), "wrong-value", None, "u[last] = v[last];",
    ),
    "what was there before": (
        "fibonacci", "fibonacci.c", "void f(int *a, int *b)\n{\n    int old = *a;\n    *a = *b;\n    *b = *a + old;\n}\n",
        ("    *a = *b;\n    *b = *a + old;", "    *a = *b;\n    *b = *a + *b;"), "wrong-value", None, "__typeof__(*a) _old = *a;",
    ),
    "what a call gave before": (
        "pi", "pi_cpp.cpp", "int f(state &s)\n{\n    point p = next(s);\n    return inside(p);\n}\n",
        ("inside(p)", "inside(next(s))"), "wrong-value", None, "return inside(p);",
    ),
    "all but the first": (
        "pi", "pi_api.py", "def estimate(a):\n    return [y - x for x, y in zip(a, a[1:])]\n",
        ("zip(a, a[1:])", "zip(a, a)"), "wrong-value", None, "return [y - x for x, y in zip(a, a[1:])]",
    ),
    "an address that may be none": (
        "crash", "logbook.c", "struct e *f(struct e *p)\n{\n    while (p && !is(p))\n        p = p->next;\n    return p;\n}\n",
        ("p && !is(p)", "!is(p)"), "segfault", None, "while (p && !is(p))",
    ),
    "a word that wakes in a block": (
        "events", "events_api.py", "class A:\n    def room(self):\n        with self.c:\n            self.n += 1\n            self.c.notify()\n\n    def __exit__(self):\n        with self.c:\n            self.c.notify_all()\n",
        ("            self.c.notify()\n", ""), "timeout", None, "self.c.notify_all()",
    ),
    "a flag of the class": (
        "directory", "directory_api.py", "class A:\n    over = False\n\n    def __next__(self):\n        if self.over:\n            raise StopIteration\n        self.over = True\n        raise StopIteration\n",
        ("        self.over = True\n", ""), "exception", None, "self.over = True",
    ),
    "a function that others call too": (
        "strings", "strings_api.py", "def myadd(a, b):\n    c = lib.mybasic(a)\n    return lib.myadd(a, b)\n",
        ("lib.myadd(a, b)", "c + b"), "wrong-value", None, "return lib.myadd(a, b)",
    ),
    "what goes on": (
        "evolve", "evolve_abi.py", "def f(a):\n    for b in a:\n        if b:\n            continue\n        pass\n        raise ValueError\n",
        ("        pass\n", "        return\n"), "missing-exception", "ValueError", "pass",
    ),
    "a member in a method of one line": (
        "pi", "pi_cpp.cpp", "class One {\n    uint64_t state;\n    point next() { uint64_t s = 1; return next_point(&state); }\n};\n",
        ("&state", "&s"), "wrong-value", None, "point next() { uint64_t s = 1; return next_point(&state); }",
    ),
    "an owner that is made in a call": (
        "passwd", "passwd_api.py", "def book(user):\n    c = ffi.new('struct account *', dict(user=ffi.new('char[]', user)))\n    return lib.account_book(c, 1)\n",
        ("ffi.new('char[]', user)", "ffi.new( 'char[]', user)"), "dangling-pointer", None, "_owner = ffi.new('char[]', user)",
    ),
    "bytes that are shown as code": (
        "memory", "memory_api.py", "def title(p):\n    return ffi.string(p).decode()\n",
        ("ffi.string(p).decode()", "str(ffi.string(p))"), "wrong-value", None, "return ffi.string(p).decode()",
    ),
    "the other half": (
        "passwd", "passwd_api.py", "def f(uid):\n    lock.acquire()\n    try:\n        return lib.getpwuid(uid)\n    finally:\n        lock.release()\n",
        ("        lock.release()", "        pass"), "timeout", None, "lock.release()",
    ),
    "a member of a struct that is new, which a name has": (
        "passwd", "passwd_api.py",
        "def book(account, n):\n    past = list(account)\n    one = ffi.new(\"struct account *\")\n    one.history = past\n    return lib.account_book(one, n)\n",
        ("    one.history = past\n", ""), "wrong-value", None, "one.history = past",
    ),
    "a member beside others that are set in one line": (
        "memory", "memory_api.py",
        "def f(title, rows, n):\n    of = ffi.new(\"struct table *\")\n    of.metres = rows\n    of.title, of.n = title, n\n    lib.table_fill(of)\n",
        ("    of.metres = rows\n", ""), "wrong-value", None, "of.metres = rows",
    ),
    "what raises an exception that was made": (
        "fibonacci", "fibonacci_api.py",
        "def f(n):\n    wrong = None\n    if n < 0:\n        wrong = ValueError(n)\n    if wrong:\n        raise wrong\n    return g(n)\n",
        ("raise wrong", "return wrong"), "missing-exception", "ValueError", "raise wrong",
    ),
    "what raises an exception where it is made": (
        "strings", "strings_abi.py", "def f(t):\n    if chr(0) in t:\n        raise ValueError(t)\n    return t.encode()\n",
        ("raise ValueError", "ValueError"), "missing-exception", "ValueError", "raise ValueError(t)",
    ),
    "what a branch raises as the solution does": (
        "directory", "directory_api.py",
        "class D:\n    def __init__(self, path):\n        self.path = path\n        c = lib.directory_open(path)\n"
        "        if c:\n            self.c = c\n        else:\n            raise self._error()\n\n    def _error(self):\n        return OSError(1, self.path)\n",
        ("            raise self._error()", "            self.c = None"), "missing-exception", "OSError", "raise self._error()",
    ),
    "a guard that raises what a method makes": (
        "directory", "directory_api.py",
        "from _directory import ffi, lib\n\n\nclass D:\n    def __init__(self, path):\n        c = lib.directory_open(path)\n        if c == ffi.NULL: raise self._error()\n        self.c = c\n\n"
        "    def _error(self):\n        return OSError(1, self.path)\n",
        ("        if c == ffi.NULL: raise self._error()\n", ""), "missing-exception", "OSError",
        "if c == ffi.NULL: raise self._error()",
    ),
    "a statement behind one of several lines": (
        "capstone", "capstone_abi.py",
        "class Archive:\n    def f(self, one):\n        code = libsqlite.sqlite3_free(\n            one,\n        )\n        self.check(code)\n",
        ("        self.check(code)\n", ""), "missing-exception", None, "self.check(code)",
    ),
    "a condition that a helper is told to be met": (
        "evolve", "evolve_api.py",
        "def must(one, met):\n    if not met:\n        raise one\n\n\ndef evolve(u, u_previous):\n    must(ValueError, u.shape == u_previous.shape)\n    lib.evolve(u)\n",
        ("u.shape == u_previous.shape", "u.size == u_previous.size"), "missing-exception", "ValueError",
        "must(ValueError, (u.shape == u_previous.shape))",
    ),
    "what another thread is to call": (
        "events", "events_api.py",
        "def put(one, what):\n    one.queue.put_nowait(what)\n\n\ndef on_end(data):\n    one = ffi.from_handle(data)\n    one.loop.call_soon_threadsafe(put, one, END)\n\n\n"
        "def on_strike(number, data):\n    one = ffi.from_handle(data)\n    one.loop.call_soon_threadsafe(put, one, number)\n",
        ("one.loop.call_soon_threadsafe(put, one, number)", "put(one, number)"), "exception", None,
        "one.loop.call_soon_threadsafe(put, one, number)",
    ),
    "what is to be waited for in another thread": (
        "events", "events_api.py",
        "import asyncio\n\n\nclass S:\n    async def __aexit__(self, *e):\n        await asyncio.to_thread(lib.detector_join, self.c)\n",
        ("await asyncio.to_thread(lib.detector_join, self.c)", "lib.detector_join(self.c)"), "timeout", None,
        "await asyncio.to_thread(lib.detector_join, self.c)",
    ),
    "a helper asked for something else": (
        "directory", "directory_api.py",
        "def check(wrong):\n    if wrong:\n        raise OSError(ffi.errno)\n\n\ndef read(self, path):\n    check(path == ffi.NULL)\n    if ffi.errno:\n        self.close()\n        return None\n",
        ("    if ffi.errno:\n", "    if path:\n"), "missing-exception", None, "check(ffi.errno)",
    ),
    "a function that the solution gives as much": (
        "bughunt", "bughunt_api.py", "def mean(values):\n    return lib.station_mean(values, len(values))\n",
        ("len(values)", "ffi.sizeof(values)"), "out-of-bounds", None, "return lib.station_mean(values, len(values))",
    ),
    "a condition of another function": (
        "memory", "memory_api.py", "def close(self):\n    if self.c is None:\n        return\n\n\ndef read(self):\n    if self.c is None:\n        raise ValueError\n",
        ("    if self.c is None:\n        raise", "    if not self.n:\n        raise"), "segfault", None, "if (self.c is None):",
    ),
    "a statement of another function": (
        "crash", "logbook.c", "static void f(struct book *b)\n{\n    b->n += 1;\n}\n\nint g(struct book *b)\n{\n    b->n += 1;\n    return 0;\n}\n",
        ("    b->n += 1;\n    return", "    return"), "wrong-value", None, "return 0;",
    ),
    "a member of a struct that is new": (
        "memory", "memory_api.py", "def f(title, n):\n    table = ffi.new(\"struct table *\")\n    table.n = n\n    lib.table_fill(table)\n",
        ("    table.n = n\n", ""), "wrong-value", None, "table.n = n",
    ),
    "a sum that begins anew": (
        "evolve", "evolve.c",
        "void f(double *u, int n)\n{\n    double sum = 0.0;\n\n    for (int k = 0; k < n; k++) {\n        sum = 0.0;\n        sum += k;\n        u[k] = sum;\n    }\n}\n",
        ("        sum = 0.0;\n        sum += k", "        sum += k"), "wrong-value", None, "sum = 0.0;",
    ),
    "a term of a sum": (
        "evolve", "evolve.c", "void f(double *u, const double *v, int k, double a)\n{\n    a = v[k];\n    u[k] = v[k] + a;\n}\n",
        ("v[k] + a;", "a;"), "wrong-value", None, "u[k] = v[k] + a;",
    ),
    "what another object shares": (
        "events", "events_api.py", SHARED, ("        self.box.free.release()\n", ""), "timeout", None,
        "self.box.free.release()",
    ),
    "two values of a table in each other's place": (
        "libm", "libm_abi.py", "def sides(w, h):\n    return {'w': w * 2, 'h': h * 3, 'd': w * h}\n",
        ("{'w': w * 2, 'h': h * 3, 'd': w * h}", "{'w': w * 2, 'h': w * h, 'd': h * 3}"),
        "wrong-value", None, "return {'w': w * 2, 'h': h * 3, 'd': w * h}",
    ),
    "memory of any type, kept in its member": (
        "crash", "logbook.c",
        "struct book {\n    struct page *pages;\n    int n;\n};\n\nint f(struct book *b, int n)\n{\n"
        "    void *got = realloc(b->pages, n);\n    if (!got)\n        return 0;\n    b->pages = got;\n"
        "    b->n = n;\n    return 1;\n}\n",
        ("    b->pages = got;\n", ""), "segfault", None, "b->pages = got;",
    ),
    "a NUL at the end of a new text": (
        "crash", "logbook.c",
        "char *f(const char *s, size_t n)\n{\n    char *t = malloc(n + 1);\n    g(t, s);\n    t[n] = 0;\n    return t;\n}\n",
        ("    t[n] = 0;\n", ""), "wrong-value", None, "t[n] = 0;",
    ),
    "the member of the name that is filled": (
        "header", "header_api.py",
        'def read(r):\n    return {"battery": r.flags.battery, "drift": r.flags.drift}\n',
        ('"drift": r.flags.drift', '"drift": r.flags.battery'), "wrong-value", None,
        'return {"battery": r.flags.battery, "drift": r.flags.drift}',
    ),
    "the result, as the solution has it": (
        "frames", "frames_api.py",
        "def frame(c):\n    got = lib.camera_take(c)\n    p = ffi.gc(got.pixels, g)\n"
        "    b = ffi.buffer(p, got.height * got.row_stride)\n    return b\n",
        ("got.height * got.row_stride", "got.row_stride"), "wrong-value", None,
        "b = ffi.buffer(p, got.height * got.row_stride)",
    ),
    "what a variable is made of that fills a member": (
        "passwd", "passwd_api.py",
        'def encoded(name):\n    return os.fsencode(name)\n\n\ndef book(account, written):\n    u = ffi.new("char[]", encoded(account["user"]))\n'
        '    c = ffi.new("struct account *")\n    c.user = u\n',
        ('ffi.new("char[]", encoded(account["user"]))', 'account["user"]'), "exception", None,
        "u = ffi.new('char[]', encoded(account['user']))",
    ),
    "what is done with a function of C, over variables of one's own": (
        "callbacks", "callbacks_abi.py",
        "from x import compare_numbers\n\n\ndef sorted_numbers(ns):\n    a = ffi.new('int64_t[]', ns)\n"
        "    libc.qsort(a, len(ns), 8, compare_numbers)\n    return ffi.unpack(a, len(ns))\n",
        ("qsort(a, len(ns), 8, compare_numbers)", "qsort(a, 8, len(ns), print)"), "wrong-value", None,
        "libc.qsort(a, len(ns), ffi.sizeof('int64_t'), compare_numbers)",
    ),
    "a statement about the attribute that has its name": (
        "events", "events_abi.py",
        "class Strikes:\n    def __init__(self, n):\n        self._queue: asyncio.Queue = asyncio.Queue()\n"
        "        self._room = threading.Semaphore(n)\n\n    async def __anext__(self):\n"
        "        one = await self._queue.get()\n        if one is END:\n            self._queue.put_nowait(END)\n"
        "            raise StopAsyncIteration\n        return one\n",
        ("            self._queue.put_nowait(END)\n", ""), "timeout", None, "self._queue.put_nowait(END)",
    ),
    "what C has written, in the place of what was made up": (
        "strings", "strings_abi.py",
        "def greet(name):\n    out = ffi.new('size_t *')\n    c = lib.greeting_new(encode(name), out)\n"
        "    size = out[0]\n    return bytes(ffi.buffer(c, size))\n",
        ("size = out[0]", "size = len(name) + 8"), "wrong-value", None, "size = (out[0])",
    ),
    "a question of the solution's, over variables of one's own": (
        "fibonacci", "fibonacci_abi.py",
        "def fibonacci(many):\n    a = ffi.new('int64_t *', 0)\n    b = ffi.new('int64_t *', 1)\n    out = []\n"
        "    for j in range(many):\n        if j > 0:\n            lib.fibo_step(a, b)\n        out.append(a[0])\n    return out\n",
        ("if j > 0:", "if len(out) > many:"), "wrong-value", None, "if (j > 0):",
    ),
    "the result at the end of a branch": (
        "strings", "strings_api.py",
        "def encode(text):\n    if isinstance(text, str):\n        said = text.encode()\n        check(said)\n"
        "        return said\n    raise TypeError(text)\n",
        ("        return said\n", ""), "exception", None, "return said",
    ),
    "a result that is computed, and not given": (
        "callbacks", "callbacks_api.py", "def compare_numbers(a, b):\n    return three_way(a, b)\n",
        ("    return three", "    three"), "wrong-value", None, "return three_way(a, b)",
    ),
    "a result of a helper that has one elsewhere": (
        "callbacks", "callbacks_api.py",
        "def sign(a, b):\n    if a < b:\n        return -1\n    apart = a > b\n    return apart\n",
        ("    return apart\n", ""), "wrong-value", None, "return apart",
    ),
    "a member that the solution fills, by what it computes": (
        "bughunt", "bughunt_api.py",
        "def label(name, celsius):\n    name = ffi.new('char[]', name)\n    s = ffi.new('struct station *')\n"
        "    s.name = name\n    s.n = len(celsius)\n    return lib.station_label(s)\n",
        ("    s.n = len(celsius)\n", ""), "wrong-value", None, "s.n = len(celsius)",
    ),
    "a member of a struct that has been made, and of which two are filled at once": (
        "bughunt", "bughunt_api.py",
        "def label(name, celsius):\n    mine = ffi.new('char[]', name), ffi.new('double[]', celsius)\n"
        "    s = ffi.new('struct station *')\n    s.name, s.celsius = mine\n    s.n = len(celsius)\n    return lib.station_label(s)\n",
        ("    s.n = len(celsius)\n", ""), "wrong-value", None, "s.n = len(celsius)",
    ),
    "a key that the solution fills": (
        "passwd", "passwd_api.py",
        "def _user(find, key):\n    found = find(key)\n    return {'uid': found.pw_uid, 'gid': found.pw_gid}\n",
        (", 'gid': found.pw_gid", ""), "wrong-value", None, "return {'uid': found.pw_uid, 'gid': found.pw_gid}",
    ),
    "all of what has one thing taken out of it": (
        "memory", "memory_api.py", "def from_python(made, owners):\n    made.kept = owners\n    return made\n",
        ("= owners", "= owners['title']"), "dangling-pointer", None, "made.kept = owners",
    ),
    "a handle that the object has to keep": (
        "callbacks", "callbacks_api.py",
        "class Ranking:\n    def __init__(self):\n        me = ffi.new_handle(self)\n        self._c = lib.ranking_new(lib.f, me)\n",
        ("lib.f, me", "lib.f,  me"), "dangling-pointer", None,
        "me = self.__dict__.setdefault('_own', ffi.new_handle(self))",
    ),
    "what the solution gives an exception as well": (
        "directory", "directory_abi.py",
        "class Directory:\n    def __next__(self):\n        n = ffi.errno\n        raise OSError(n, os.strerror(n), self.path)\n",
        (", self.path)", ")"), "wrong-value", None, "raise OSError(n, os.strerror(n), self.path)",
    ),
    "what C answers, handed to the object's own check": (
        "capstone", "capstone_api.py",
        "class Archive(Database):\n    def series(self, statement):\n        got = self.check(lib.sqlite3_step(statement))\n"
        "        if got != 100:\n            raise LookupError\n",
        ("self.check(lib.sqlite3_step(statement))", "lib.sqlite3_step(statement)"), "exception", None, "got = self.check(lib.sqlite3_step(statement))",
    ),
    "a member of a struct, for what is computed of others": (
        "frames", "frames_abi.py",
        "def frame(one):\n    held = ffi.gc(one.pixels, g)\n    return np.ndarray((one.height, one.width), 'uint16', ffi.buffer(held), 0, (one.row_stride, 2))\n",
        ("(one.row_stride, 2)", "(2 * one.width, 2)"), "wrong-value", None,
        "return np.ndarray((one.height, one.width), 'uint16', ffi.buffer(held), 0, (one.row_stride, 2))",
    ),
    "a condition on what a `with` lends": (
        "capstone", "capstone_abi.py",
        "class Archive(Database):\n    def series(self, sql):\n        with self.statement(sql) as statement:\n"
        "            size = libsqlite.sqlite3_column_bytes(statement, 0)\n"
        "            if libsqlite.sqlite3_column_type(statement, 0) != libsqlite.SQLITE_BLOB: raise TypeError\n            return size\n",
        ("            if libsqlite.sqlite3_column_type(statement, 0) != libsqlite.SQLITE_BLOB: raise TypeError\n", ""),
        "missing-exception", "TypeError",
        "if libsqlite.sqlite3_column_type(statement, 0) != libsqlite.SQLITE_BLOB: raise TypeError",
    ),
    "a part of a condition, for the other index and the other size": (
        "evolve", "evolve.c",
        "void evolve(size_t nx, size_t ny)\n{\n    size_t i, j;\n    if (i > 0 && i + 1 < nx && j > 0 && j + 1 < ny) {\n        f(i);\n    }\n}\n",
        (" && j + 1 < ny", ""), "wrong-value", None, "if (i > 0 && i + 1 < nx && j > 0 && j + 1 < ny) {",
    ),
    "the last of a row, beside the first": (
        "evolve", "evolve.c",
        "void evolve(double *u, size_t m)\n{\n    size_t r;\n    for (r = 0; r < 9; r++) {\n        u[r * m] = 0;\n        u[r * m + m - 1] = 0;\n    }\n}\n",
        ("        u[r * m + m - 1] = 0;\n", ""), "wrong-value", None, "u[r * m + m - 1] = 0;",
    ),
    "the first of a row, beside the last": (
        "evolve", "evolve.c",
        "void evolve(double *u, size_t m)\n{\n    size_t r;\n    for (r = 0; r < 9; r++) {\n        u[r * m] = 0;\n        u[r * m + m - 1] = 0;\n    }\n}\n",
        ("        u[r * m] = 0;\n", ""), "wrong-value", None, "u[r * m] = 0;",
    ),
    "what is given, for a number that is typed": (
        "pi", "pi_api.py", "def estimate(samples, seed):\n    made = np.random.default_rng(seed)\n    return draw(made, samples)\n",
        ("default_rng(seed)", "default_rng(0)"), "wrong-value", None, "made = np.random.default_rng(seed)",
    ),
}  # fmt: skip


@quick
@pytest.mark.parametrize("name", PUT_IN)
def test_what_is_left_out_is_put_in(name):
    slug, file, text, (old, new), cause, expected, line = PUT_IN[name]
    assert text.count(old) == 1
    source = case(slug, file, texts={file: text.replace(old, new)}).source(file)
    finding = Diagnosis(cause, "")
    if expected:
        finding = Diagnosis.of(cause, Observation("f(1)", "returned", "None", expected))
    if expected and " " in expected:
        finding = Diagnosis(cause, expected)
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    tried = [step.text for step in steps_of(source, likely, finding)]
    assert any(line in map(str.strip, each.split("\n")) for each in tried)


OWN_BOOK = """\
def book(account, written):
    name = ffi.new("char[]", encoded(account["user"]))
    record = filled(account, name)
    status = lib.account_book(record, written)
    if status < 0:
        raise OSError(ffi.errno, os.strerror(ffi.errno))
    after = {"user": account["user"]}
    after["disk"] = {"used": record.disk.used, "limit": record.disk.limit}
    after["history"] = [record.history[k] for k in range(BOOKINGS)]
    return after


def filled(account, name):
    return ffi.new("struct account *", {"user": name, "disk": account["disk"]})
"""
# Where it is told, and whether that is tried: the rest of the file is the solution's.
IN_ONE_FUNCTION = {
    "in the function": ("    status = ", True),
    "in a helper": ('{"user": name, ', True),
    "in one of the solution's": ("raise KeyError", False),
    "outside of functions": ("ONE_AT_A_TIME =", False),
}


@quick
@pytest.mark.parametrize(("text", "is_tried"), IN_ONE_FUNCTION.values(), ids=IN_ONE_FUNCTION)
def test_a_function_of_ones_own_is_tried_in_a_file_that_is_the_solutions(text, is_tried):
    file = "passwd_api.py"
    solved = case("passwd", file).source(file).solution
    ahead, rest = solved.split("def book(", 1)
    _, main = rest.split("\n\nif __name__", 1)
    one = case("passwd", file, texts={file: f"{ahead}{OWN_BOOK}\n\nif __name__{main}"})
    place = Location(file, line_with(one, file, text))
    finding = replace(Diagnosis("wrong-value", "book(ada, 3) returned 4."), location=place)
    assert not is_rewritten(one.source(file))
    assert bool([*places_to_try(finding, one)]) == is_tried


VIEW = """\
def view(owner, lent):
    memory = ffi.buffer(owner, lent.height * lent.row_stride)
    return np.ndarray(
        (lent.height, lent.width),
        buffer=memory,
    )
"""


@quick
def test_a_keyword_that_a_call_of_several_lines_leaves_out_is_tried_in_own_names():
    source = case("frames", "frames_api.py", texts={"frames_api.py": VIEW}).source("frames_api.py")
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    tried = {step.text: step for step in steps_of(source, likely, Diagnosis("wrong-value", ""))}
    text = VIEW.replace("memory,\n", "memory, strides=(lent.row_stride, 2),\n")
    assert tried[text].line == 5


MADE = """\
class Directory:
    def __init__(self, path):
        self.path = path
        self.folder = self.opened(path)

    def opened(self, path):
        return lib.directory_open(path)

    def __next__(self):
        name = lib.directory_next(self.folder)
        return ffi.string(name)
"""


@quick
def test_what_an_object_is_made_of_is_refused_as_it_is_made():
    texts = {"directory_api.py": MADE}
    source = case("directory", "directory_api.py", texts=texts).source("directory_api.py")
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    found = Observation("Directory('a\\0')", "gave", "['b']", "ValueError")
    tried = steps_of(source, likely, Diagnosis.of("missing-exception", found))
    refusals = [step for step in tried if step.text.count("raise ValueError") == 1]
    made = [step.line <= 7 for step in refusals if '"\\0" in' in step.text]
    assert True in made
    assert False in made
    assert made.index(False) > made.index(True)
    assert all(made[: made.count(True) // 2])


COPIED = """\
import os


def encoded(name):
    return os.fsencode(name)


def book(account, written):
    name = ffi.new("char[]", encoded(account["user"]))
    record = ffi.new("struct account *", {"user": name})
    if lib.account_book(record, written) < 0:
        raise OSError(ffi.errno, os.strerror(ffi.errno))
    return back(record)
"""
# What one of the two scripts has otherwise, and what is tried for it.
SLIPS = {
    "another operator": ("written) < 0", "written) > 0", "    if libaccount.account_book(record, written) < 0:"),
    "a line too few": (
        "        raise OSError(ffi.errno, os.strerror(ffi.errno))\n", "        pass\n",
        "        raise OSError(ffi.errno, os.strerror(ffi.errno))",
    ),
    "a line that is left out": (
        '    name = ffi.new("char[]", encoded(account["user"]))\n', "",
        '    name = ffi.new("char[]", encoded(account["user"]))',
    ),
    "a line too many": ("    return back(record)", "    record = back(record)\n    return back(record)", ""),
}  # fmt: skip


@quick
@pytest.mark.parametrize("name", SLIPS)
def test_what_one_mode_has_otherwise_is_tried_first_as_the_other_one_has_it(name):
    old, new, line = SLIPS[name]
    mine = COPIED.replace("lib.", "libaccount.").replace(old, new)
    texts = {"passwd_abi.py": mine, "passwd_api.py": COPIED}
    source = case("passwd", "passwd_abi.py", texts=texts).source("passwd_abi.py")
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    first = steps_of(source, likely, Diagnosis("wrong-value", ""), most=1)[0]
    assert first.text == COPIED.replace("lib.", "libaccount.")
    assert mine != first.text
    assert line in first.text.split("\n")


@quick
def test_how_each_mode_gets_and_calls_its_library_is_no_slip():
    texts = {"passwd_abi.py": COPIED.replace("lib.", "libaccount."), "passwd_api.py": COPIED}
    source = case("passwd", "passwd_abi.py", texts=texts).source("passwd_abi.py")
    assert [*as_in_twin(source, range(1, len(source.lines) + 1))] == []


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
}  # fmt: skip


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


def found_by(monkeypatch, passes, cause="wrong-value"):
    """Return the line told where `passes` says which checks fail afterwards; None if its own."""

    def nearly(_search, chunk, texts):
        return (place for place in chunk if passes(texts[place]) is not None)

    monkeypatch.setattr(search.Search, "failing_after", lambda _search, text: passes(text))
    monkeypatch.setattr(search.Search, "_failing_now", lambda _search: {"c-after": "Wrong."})
    monkeypatch.setattr(
        search.Search, "fails_as_it_is", lambda _search: passes(source.text) is None
    )
    monkeypatch.setattr(search.Search, "_nearly", nearly)
    monkeypatch.setattr(search, "WORKERS", 1)
    source = case("pi", "pi.c", texts={"pi.c": DRAWS.replace("(k < s", "(k <= s")}).source("pi.c")
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    finding = Diagnosis(cause, "")
    part = SimpleNamespace(run=SimpleNamespace(end_within=Deadline))
    found = search.line_that_mends(finding, part, "c", source, likely, None)
    return found.place.line or None if found else None


@quick
@pytest.mark.parametrize("cause", ["wrong-value", "memory-limit"])
def test_the_line_is_that_of_the_change_which_makes_the_check_pass(cause, monkeypatch):
    def passes(text):
        return {} if "(k < samples)" in text else None

    line = found_by(monkeypatch, passes, cause=cause)
    assert line == 1 + DRAWS[: DRAWS.index("while")].count("\n")


@quick
def test_a_change_that_mends_all_that_comes_after_goes_before_one_that_mends_the_check_alone(
    monkeypatch,
):
    def passes(text):
        if "(k < samples)" in text:
            return {}
        return {"c-after": "Wrong."} if text.count("static ") == 1 else None  # tried before

    line = found_by(monkeypatch, passes)
    assert line == 1 + DRAWS[: DRAWS.index("while")].count("\n")


@quick
@pytest.mark.parametrize(("also", "is_told"), [(True, "while"), (False, "static ")])
def test_a_change_that_hides_the_mistake_is_told_where_no_other_one_mends(
    monkeypatch, also, is_told
):
    def hides(text):
        return text.count("static ") == 1

    monkeypatch.setattr(search, "has_more_room", hides)
    mends = {"(k < samples)"} if also else set()
    line = found_by(
        monkeypatch, lambda text: {} if hides(text) or any(map(text.count, mends)) else None
    )
    assert is_told in DRAWS.split("\n")[line - 1]


# What fails after a change that mends the check; over the hand-in a check after it fails as well.
LEFT = {
    "nothing": ({}, True),
    "a second mistake": ({"c-after": "Wrong."}, True),
    "the other check in another way": ({"c-after": "Wrong now."}, False),
    "one more": ({"c-after": "Wrong.", "c-other": "Wrong."}, False),
}


@quick
@pytest.mark.parametrize(("left", "is_told"), LEFT.values(), ids=LEFT)
def test_a_change_that_mends_the_check_is_told_if_the_others_fail_as_before(
    monkeypatch, left, is_told
):
    found = found_by(monkeypatch, lambda text: left if "(k < samples)" in text else None)
    assert (found is not None) == is_told


@quick
def test_a_check_that_passes_over_the_hand_in_as_it_is_tells_nothing(monkeypatch):
    assert found_by(monkeypatch, lambda *_: {}) is None


@quick
def test_what_was_found_is_told_where_the_machine_has_no_more_time(monkeypatch):
    found = []

    def passes(text):
        if len(found) == 2:  # beside others, and alone
            raise TooBusy
        return {} if "(k < samples)" in text and found.append(text) is None else None

    assert found_by(monkeypatch, passes) == 1 + DRAWS[: DRAWS.index("while")].count("\n")


# What a search says, how likely two lines are, and what is told in the place of the guess.
TOLD = {
    "the line that mends": (Location("pi.c", 7), (0.9, 0.9), (7, "")),
    "a function that mends as a whole": (
        Location("pi.c", 3, "draw"),
        (1.9, 0.8),
        (3, "draw"),
    ),
    "no line": (search.NOWHERE, (0.9, 0.8), (2, "pi_inside")),
    "a line that is much likelier": (search.NOWHERE, (1.9, 0.8), (2, "")),
    "nothing was looked for": (None, (0.9, 0.8), (2, "")),
}


@quick
@pytest.mark.parametrize(("says", "likely", "told"), TOLD.values(), ids=TOLD)
def test_where_no_line_mends_the_function_is_told_as_well_unless_a_line_is_much_likelier(
    monkeypatch, says, likely, told
):
    text = "long pi_inside(long seed)\n{\n    return seed;\n}\n"
    given = case("pi", "pi.c", texts={"pi.c": text})
    module = sys.modules[placed.__module__]
    monkeypatch.setattr(module, "line_that_mends", lambda *_: says and Mend(says))
    monkeypatch.setattr(module, "said_nearby", lambda *_: "")
    places = [(given.source("pi.c"), dict(enumerate(likely, start=2)))]
    monkeypatch.setattr(module, "places_to_try", lambda *_: places)
    seen = Observation("pi_inside(1)", "returned", "1", "2")
    guess = replace(Diagnosis.of("wrong-value", seen), location=Location("pi.c", 2))
    found = placed(guess, None, "c", given, None).location
    assert (found.line, found.function) == told


@quick
@pytest.mark.parametrize(("wanted", "times"), [(0.5, 1), (3, 3), (90, plans.SLOWEST)])
def test_a_busy_machine_is_given_longer_to_try_as_much(monkeypatch, wanted, times):
    monkeypatch.setattr(plans.os, "getloadavg", lambda: (wanted * plans.WORKERS, 0, 0))
    assert plans.seconds_to_try() == times * plans.SECONDS


@quick
@pytest.mark.parametrize(("said", "kept"), [("from memory", 1), ("just now", 2)])
def test_an_answer_that_is_looked_at_after_the_one_that_failed_is_asked_for_again(said, kept):
    def value(number):
        return {"result": {"value": wire.encode(number), "after": []}}

    asked = [(0, {"do": "call", "at": at}, value(at)) for at in (1, 2)]
    transcript, client = Transcript([*asked]), Replayed(lambda: None, (), binding=False)
    replay = transcript.replay_in(SimpleNamespace(clients=[client]))
    first, second = (client.ask(request, "") for _, request, _ in asked)
    CallResult(first, "f(1) gave").equals(1)
    later = second if said == "from memory" else value(2)
    with pytest.raises(CheckFailed) as caught:
        CallResult(later, "f(2) gave").equals(3)
    assert replay.is_blamed(caught.value) == (said == "from memory")
    assert transcript.asked == asked[:kept]


@quick
def test_nothing_more_is_tried_when_a_verdict_is_due_however_busy_the_machine_is(monkeypatch):
    def passes(text):
        return {} if "(k < samples)" in text else None

    monkeypatch.setattr(search, "LATEST", 0.0)
    assert found_by(monkeypatch, passes) is None


@quick
def test_waiting_for_a_processor_puts_off_the_end_of_a_check_and_not_that_of_its_trials(
    monkeypatch,
):
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    monkeypatch.setattr("cffi_workshop.sandbox.limits.judge_waited", lambda: 0.0)
    check = Deadline(10.0)
    of_trials = check.no_later_than(105.0)
    now = 104.0
    of_trials.note(used=1.0, starved=3.0, own=1.0)
    assert (check.moment, of_trials.moment) == (113.0, 105.0)
    assert check.no_later_than(200.0).moment == check.moment


# Of changes that all mend the check: costs and lines, and the line that is told.
AGREED = {
    "the likeliest alone": ([(0.4, 7), (0.9, 20)], 7),
    "where most are": ([(0.4, 7), (0.6, 20), (0.8, 22)], 20),
    "one": ([(0.4, 7)], 7),
    "none": ([], None),
}


@quick
@pytest.mark.parametrize(("mends", "line"), AGREED.values(), ids=AGREED)
def test_of_several_changes_that_mend_the_line_is_where_most_of_them_are(mends, line):
    steps = [Step(cost, at, "") for cost, at in mends]
    best = most_agreed(steps)
    assert (best.line if best else None) == line


# What is put in behind these lines mends, and the line behind which it is told, as the first does.
AMID = {
    "the middle of three": ([6, 2, 5], 5),
    "of two, the likelier": ([6, 2], 6),
    "something else beside it": ([6, 2, -5], 6),
    "in another function": ([6, 2, 9], 6),
}


@quick
@pytest.mark.parametrize(("places", "line"), AMID.values(), ids=AMID)
def test_of_many_places_for_a_line_that_was_left_out_the_middle_is_told(places, line):
    text = "\n".join(["def f(t):", *(f"    f{k}(t)" for k in range(5)), "", "def g(t):", "    t()"])
    name = "fibonacci_api.py"
    source = case("fibonacci", name, texts={name: text}).source(name)
    steps = [
        Step(0.1 * k, abs(at), with_lines(source, abs(at) + 1, abs(at) + 1, f"    h({at > 0})"))
        for k, at in enumerate(places)
    ]
    assert amid(source, steps[0], steps).line == line


@quick
def test_more_room_than_anybody_needs_is_told_where_nothing_else_mends():
    room = [Step(cost, 20, f"    p = malloc({size});\n") for cost, size in ((0.0, "8 * (n) + 8"),)]
    mends = Step(0.6, 7, "    while (k < n)\n    p = malloc(n);\n")
    assert most_agreed([*room, mends]).line == 7
    assert most_agreed(room).line == 20


@quick
@pytest.mark.parametrize("cause", ["leak", "memory-limit"])
def test_no_more_is_tried_than_a_verdict_may_take(cause, monkeypatch):
    tried = []
    assert found_by(monkeypatch, lambda *given: tried.append(given), cause=cause) is None
    assert 1 < len(tried) <= 1 + plan_of(cause, "c").most


@quick
@pytest.mark.parametrize(
    ("cause", "stage", "plans"),
    [("leak", "c", [True, False]), ("leak", "abi", [True]), ("wrong-value", "c", [False])],
)
def test_what_the_sanitizer_does_not_see_in_c_is_tried_without_it(cause, stage, plans):
    assert [each.sanitized for each in plans_of(cause, stage)] == plans


@quick
@pytest.mark.parametrize(
    ("detail", "undefined"),
    [("==3==ERROR: AddressSanitizer: SEGV", False), ("a.c:3: runtime error: x", True), ("", True)],
)
def test_undefined_behaviour_is_looked_for_unless_the_other_sanitizer_has_spoken(detail, undefined):
    assert {each.undefined for each in plans_of("segfault", "c", detail)} == {undefined}


@quick
@pytest.mark.parametrize(("undefined", "last"), [(True, "-O0"), (False, "-fno-sanitize=undefined")])
def test_what_shares_a_run_is_compiled_as_fast_as_can_be(undefined, last, monkeypatch):
    tools = Toolchain.find()
    builds = Builder(SimpleNamespace(sanitizes=True), None, tools)
    monkeypatch.setattr(builds, "run", lambda command, *_: command[-1].split())
    said = builds.tried_libraries({"a.c": "a.so"}, {}, [], "c", sanitized=True, undefined=undefined)
    options = [each for each in said if re.match(r"-O\d|-f(?:no-)?sanitize=", each)]
    assert options[-1] == last
    assert [each for each in options if each.startswith("-O")][-1] == "-O0"


@quick
def test_so_many_changes_are_tried_and_no_more(monkeypatch):
    tried = []
    plan = replace(PLANS["wrong-value"], most=50)
    monkeypatch.setitem(PLANS, "wrong-value", plan)
    assert found_by(monkeypatch, lambda *given: tried.append(given)) is None
    assert len(tried) == 51


# Nothing tells these by itself: the line before it and the one after it are as likely.
BY_TRIAL = {
    "C": ("pi", "pi.c", DRAWS, ("target[1] = p.y;", "target[0] = p.y;"), "target[0] = p.y",
          "in `target[0] = p.y`."),
    "Python": (
        "fibonacci", "fibonacci_api.py", PAIR, ("if left > 1:", "if left > 2:"), "if left > 2",
        "with `>=` in place of `>` in `if left > 2:`.",
    ),
    "the solution's, but for a line": (
        "libm", "libm_abi.py", "", ("lib.hypot(width, height)", "lib.hypot(width, width)"), "hypot(width",
        "with `height` in place of `width` in `return lib.hypot(width, width)`.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BY_TRIAL)
def test_a_verdict_names_the_line_that_mends_its_check_and_says_how(name, copy_of_solution, check):
    slug, file, text, (old, new), line, says = BY_TRIAL[name]
    folder = copy_of_solution(slug)
    text = text or (folder / file).read_text()
    (folder / file).write_text(text.replace(old, new))
    verdict = check(slug, folder, until_first_failure=True)
    failure = next(each for each in verdict["checks"] if each["status"] == "failed")
    wrong = case(slug, file, texts={file: text.replace(old, new)})
    assert failure["location"] == {"file": file, "line": line_with(wrong, file, line)}
    assert failure["mended_by"].startswith("The check passes with ")
    assert failure["mended_by"].endswith(says)


def counted_in(monkeypatch, *names):
    """Return how often these are called from now on."""
    counted = Counter()

    def count(owner, name):
        original = getattr(owner, name)
        monkeypatch.setattr(
            owner, name, lambda *given, **more: counted.update([name]) or original(*given, **more)
        )

    for owner, name in names:
        count(owner, name)
    return counted


def test_trials_share_runs(copy_of_solution, monkeypatch):
    folder = copy_of_solution("fibonacci")
    wrong = PAIR.replace("for left in range(count, 0, -1)", "for left in range(count - 2, 0, -1)")
    (folder / "fibonacci_api.py").write_text(wrong)
    counted = counted_in(monkeypatch, (search.Search, "_failure"), (Trial, "start"))
    exercise = load_exercise(REPOSITORY, "fibonacci")
    grader.check(exercise, folder, seed=1, until_first_failure=True)
    assert counted["_failure"] > 8
    assert counted["start"] < counted["_failure"]


def test_texts_of_c_that_share_a_run_are_compiled_once(copy_of_solution, monkeypatch):
    folder = copy_of_solution("pi")
    (folder / "pi.c").write_text(DRAWS.replace("target[1] = p.y;", "target[0] = p.y;"))
    compiling = ("library", "tried_library", "tried_libraries")
    names = ((search.Search, "_failure"), *((Builder, each) for each in compiling))
    counted = counted_in(monkeypatch, *names)
    exercise = load_exercise(REPOSITORY, "pi")
    grader.check(exercise, folder, seed=1, until_first_failure=True)
    assert counted["_failure"] > 40
    assert sum(counted[each] for each in compiling) < counted["_failure"] / 2


SEVERAL = """
#include <stdint.h>
#define TWICE(a) (2 * (a))
enum kind { FEW, MANY };
typedef struct pair { int a, b; } pair;
static int kept[3] = {1, 2, 3};
static int sum(pair p) { return p.a + TWICE(p.b) + kept[MANY]; }

int64_t
shown(int n)
{
    pair p = {n, FEW};
    return sum(p);
}
"""


SEVERAL_IN_CPP = """
#include <functional>
extern "C" {
#include <stdint.h>
}
#define TWICE(a) (2 * (a))
using sum_of = std::function<int(int)>;
namespace { class Pair { public: int a, b; int sum() const { return a + TWICE(b) + 2; } }; }
int64_t shown(int n)
{
    sum_of sum = [](int a) { return Pair{a, 0}.sum(); };
    return sum(n);
}
"""
SEVERAL_IN_FORTRAN = """
module adding
    use, intrinsic :: iso_c_binding
contains
    integer(c_int) function twice(a)
        integer(c_int), intent(in) :: a
        twice = a + 2
    end function
end module

function shown(n) result(s) bind(c, name="shown")
    use adding
    integer(c_int), value :: n
    integer(c_int64_t) :: s
    s = twice(n)
end function shown
"""
UNITS = {
    "c": (SEVERAL, ("sum(p);", "sum(p) + kind;"), ["cc", "-std=c11"]),
    "cpp": (SEVERAL_IN_CPP, ("return a + ", "return c + "), ["c++"]),
    "fortran": (SEVERAL_IN_FORTRAN, ("a + 2", "a + + 2)"), ["gfortran", "-w"]),
}


@pytest.mark.parametrize("language", UNITS)
def test_several_texts_are_one_unit_without_those_that_are_no_code(language, tmp_path):
    text, slip, compiler = UNITS[language]
    unit = f"all{LANGUAGES[language].suffix}"

    def build(texts):
        (tmp_path / unit).write_text(unit_of(texts, language, "int64_t shown(int n);"))
        command = [*compiler, "-shared", "-fPIC", "-o", "all.so", unit]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    texts = {
        "one": text,
        "wrong": text.replace(*slip),
        "two": text.replace("+", "-"),
    }
    assert with_errors(build(texts).stderr) == {"wrong"}
    del texts["wrong"]
    assert build(texts).returncode == 0
    ffi = FFI()
    ffi.cdef("int64_t one_shown(int n); int64_t two_shown(int n);")
    lib = ffi.dlopen(str(tmp_path / "all.so"))
    assert (lib.one_shown(5), lib.two_shown(5)) == (7, 3)


@quick
def test_an_error_that_a_sandbox_tells_in_one_line_has_its_text():
    said = "some_7:12:22: Error: Rank mismatch in argument\nf951: Error: Unexpected end of file\n"
    assert with_errors(said) == {"some_7"}


@quick
@pytest.mark.parametrize(
    ("before", "after", "is_code"),
    [
        ("    x = a(1)", "    x = a(2)", True),
        ("    if (n < 1) hit = 1", "    if (n <= 1) hit = 1", True),
        ("    x = a(1)", "    x - 1 = a(1)", False),
        ("    call draw(seed)", "    if (is_inside(p)) call draw(seed)", True),
        ("    end do", "    if (is_inside(p)) end do", False),
        ("    use generator", "    use seed", False),
        ("    real(c_double) :: xy(n, 2)", "    real(c_double) :: xy(2, n)", True),
        ("    integer(c_int), value :: n, m", "    integer(c_int), value :: n + 1, m", False),
        ("    integer(c_int), value :: n", "    integer(c_int), m :: n", False),
    ],
)
def test_what_cannot_be_fortran_is_not_tried(before, after, is_code):
    assert may_be_fortran(f"a\n{before}\nb", f"a\n{after}\nb") == is_code


def test_what_breaks_a_check_that_passed_is_no_mend(copy_of_solution, monkeypatch):
    folder, file, tried = copy_of_solution("fibonacci"), "fibonacci_api.py", {}
    wrong = PAIR.replace("if left > 1:", "if left > 0:")  # one step too many: it overflows
    (folder / file).write_text(wrong)

    def placed(finding, part, stage, case, again, shown):
        for name, old, new in (
            ("right", "if left > 0:", "if left > 1:"),
            # Where both addresses are one nothing overflows; and all numbers are wrong.
            ("breaks another", "(pair, pair + 1)", "(pair, pair)"),
        ):
            trial = Trial.of(part.run, file, wrong.replace(old, new))
            mended = part_of(trial, stage, part, sanitized=False)
            with contextlib.suppress(CheckFailed):
                again(mended)
                tried[name] = True
            trial.end()
            mended.give_up()
        return finding

    monkeypatch.setattr(by_trial, "placed", placed)
    grader.check(load_exercise(REPOSITORY, "fibonacci"), folder, seed=1, until_first_failure=True)
    assert tried == {"right": True}


@pytest.mark.parametrize("slug", ["strings", "memory"])
def test_right_answers_in_a_style_of_ones_own_pass(slug, copy_of_solution, check):
    folder = copy_of_solution(slug)
    file, text = {"strings": ("strings_abi.py", CHECKED), "memory": ("memory_api.py", TABLES)}[slug]
    (folder / file).write_text(text)
    assert check(slug, folder)["passed"]


WITH_SCRIPTS = sorted(path.parent.name for path in REPOSITORY.glob("solutions/*/*_abi.py"))


@pytest.mark.alike
@pytest.mark.parametrize(
    ("slug", "file", "old", "new"),
    [
        *((slug, f"{slug}_abi.py", "", "raise RuntimeError\n") for slug in WITH_SCRIPTS),
        ("pi", "pi_cpp.cpp", "inside += ", "inside += 1 + "),  # whose check looks for leaks as well
        ("pi", "pi_fortran.f90", "inside = 0", "inside = 1"),
        ("fibonacci", "fibonacci.c", "*next = ", "*next = 1 + "),
    ],
)
def test_what_one_trial_leaves_in_a_run_fails_no_other(
    slug, file, old, new, copy_of_solution, monkeypatch
):
    folder, failing = copy_of_solution(slug), []
    solved = (folder / file).read_text()
    (folder / file).write_text(solved.replace(old, new) if old else f"{solved}\n{new}")

    def placed(finding, part, stage, case, again, shown):
        batch = batch_of(part.run, stage, file, [solved] * 2, plan_of(finding.cause, stage))
        for name in batch.names:
            trial = Trial.of(part.run, file, solved)
            tried = batch.part(trial, name)
            again(tried, "failed")
            failing.append(again(tried, "after"))
            trial.end()
        batch.end()
        return finding

    monkeypatch.setattr(by_trial, "placed", placed)
    grader.check(load_exercise(REPOSITORY, slug), folder, seed=1, until_first_failure=True)
    assert failing == [{}, {}]
