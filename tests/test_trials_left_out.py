"""What a hand-in lacks is tried: as the solution has it, as its script of the other mode, in own names."""

from dataclasses import replace

import pytest

from cffi_workshop.grading.blame.place import places_to_try
from cffi_workshop.grading.blame.ranking.rank import is_rewritten
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.trials.script.as_in_twin import as_in_twin
from cffi_workshop.grading.trials.steps import steps_of
from cffi_workshop.grading.verdict import Location, Observation

from .cases import case, line_with
from .own_style import CHECKED, DRAWS, LINKED, PAIR, TABLES

quick = pytest.mark.quick


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
@pytest.mark.parametrize("more", ["", "    record = None\n"], ids=["as long", "longer"])
def test_a_function_that_one_mode_does_in_another_way_is_no_slip(more):
    one = "def f(n):\n    one = lib.g(n)\n    two = lib.h(one)\n    return [one, two]\n"
    other = f"def f(n):\n{more}    found = []\n    found.append(lib.g(n))\n    return found + [lib.h(n)]\n"
    texts = {"passwd_abi.py": other, "passwd_api.py": one}
    source = case("passwd", "passwd_abi.py", texts=texts).source("passwd_abi.py")
    assert [*as_in_twin(source, range(1, len(source.lines) + 1))] == []


@quick
def test_how_each_mode_gets_and_calls_its_library_is_no_slip():
    texts = {"passwd_abi.py": COPIED.replace("lib.", "libaccount."), "passwd_api.py": COPIED}
    source = case("passwd", "passwd_abi.py", texts=texts).source("passwd_abi.py")
    assert [*as_in_twin(source, range(1, len(source.lines) + 1))] == []


@quick
def test_a_callback_has_the_name_that_it_has_in_each_mode():
    abi = '@ffi.callback("end")\ndef on_end(data):\n    pass\n\n\ndef go(n):\n    return lib.start(n)\n'
    api = "@ffi.def_extern()\ndef on_end(data):\n    pass\n\n\ndef go(n):\n    return lib.start(n, lib.on_end)\n"
    texts = {"events_abi.py": abi, "events_api.py": api}
    source = case("events", "events_abi.py", texts=texts).source("events_abi.py")
    told = [step.text for step in as_in_twin(source, range(1, 9))]
    assert told == [abi.replace("start(n)", "start(n, on_end)")]
