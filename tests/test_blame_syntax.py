"""A cdef that cffi cannot read: the word, the line and the column."""

import pytest
from cffi import FFI, CDefError

from cffi_workshop.grading.blame.better import better
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .cases import case, line_with

pytestmark = pytest.mark.quick


UNREADABLE = {
    "an unknown type": (
        "void fibo_step(int46_t *current, int64_t *next);", 24, "*",
        'column 34, it stops at "*", since it does not know the type "int46_t"; is int64_t meant?',
    ),
    "a comma that is missing": (
        "void fibo_step(int64_t *current int64_t *next);", 33, "int64_t",
        'column 43, it stops at "int64_t", after "current": a comma, a semicolon or a bracket is '
        'missing',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("cdef", "column", "word", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cffi_cannot_read_is_told_by_word_line_and_column(cdef, column, word, said):
    good = "void fibo_step(int64_t *current, int64_t *next);"
    changed = case("fibonacci", "fibonacci_abi.py", edits=[("fibonacci_abi.py", good, cdef)])
    detail = f'CDefError: cannot parse "{cdef}"\n<cdef source string>:1:{column}: before: {word}'
    found = better(Diagnosis("cdef-error", "cffi cannot read the cdef.", None, detail), changed)
    line = line_with(changed, "fibonacci_abi.py", cdef)
    assert found.location == Location("fibonacci_abi.py", line)
    assert found.message.startswith(
        f"cffi cannot read the cdef: in fibonacci_abi.py, line {line}, {said}"
    )


UNREADABLE_LINES = {
    "a type that only a struct has": (
        "directory *directory_open(const char *path);\n", "struct directory *directory_open",
        'it does not know the type "directory"; is struct directory meant?',
    ),
    "a semicolon that is missing": (
        "struct directory *directory_open(const char *path)\n", "struct directory *directory_open",
        "a semicolon is missing behind",
    ),
    "a member of an unknown type": (
        "struct inside { int a;\n size_type n; };\n", "",
        'it does not know the type "size_type"',
    ),
    "a parameter that has a name alone": (
        "int f(bool2);\n", "", 'it does not know the type "bool2"',
    ),
    "a block of C++": ('extern "C" { int g(int n); }\n', "", "cffi cannot read the cdef"),
    "a va_list": (
        "int f(const char *form, va_list all);\n", "", "a va_list is declared, which only C can make",
    ),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:String literal found in cdef")
@pytest.mark.parametrize(("cdef", "goes", "said"), UNREADABLE_LINES.values(), ids=UNREADABLE_LINES)
def test_what_cffi_stops_at_without_a_word_is_found_in_the_learners_lines(cdef, goes, said):
    old = "    struct directory *directory_open(const char *path);\n"
    name = "directory_abi.py"
    changed = case("directory", name, edits=[(name, old, f"    {cdef}" + ("" if goes else old))])
    text = changed.submission.text(name).split('cdef("""')[1].split('"""')[0]
    with pytest.raises(CDefError) as raised:
        FFI().cdef(text)
    detail = f"CDefError: {raised.value}"
    found = better(Diagnosis("cdef-error", "cffi cannot read the cdef.", None, detail), changed)
    assert said in found.message
    last = cdef.strip().split("\n")[-1]
    assert found.location == Location(name, line_with(changed, name, last))


def test_a_struct_that_differs_points_at_the_member():
    edits = [("passwd_abi.py", "int64_t limit;", "int limit;")]
    changed = case("passwd", "passwd_abi.py", edits=edits)
    message = "The struct account.disk.limit is int in the cdef, but int64_t in account.h."
    place = better(Diagnosis("cdef-mismatch", message), changed).location
    assert place.line == line_with(changed, "passwd_abi.py", "int limit;")


HALVES = "<<<<<<< HEAD\n{0}\n=======\n{0}\n>>>>>>> upstream\n"
STEP = "    const int64_t sum = *current + *next;\n"
BINARY = "invalid operands to binary * (have 'int64_t' and 'int64_t *')"
UNREAD_LINES = {
    "both sides of a merge, in C": (
        "fibonacci.c", STEP, HALVES.format(STEP.rstrip()), "version control conflict marker in file",
        "<<<<<<<", "has the marks of a merge",
    ),
    "both sides of a merge, in Python": (
        "fibonacci_abi.py", "import sys\n", HALVES.format("import sys"), "invalid syntax", "<<<<<<<",
        "has the marks of a merge",
    ),
    "an operator that looks like a mark": (
        "fibonacci.c", STEP, STEP.replace("*n", "1 << *n"), BINARY, None, "",
    ),
    "a semicolon ahead of a star": (
        "fibonacci.c", STEP, STEP.replace(";", ""), BINARY, "int64_t sum", "lacks its semicolon",
    ),
    "a semicolon and a comment": (
        "fibonacci.c", STEP, STEP.replace(";", " /* F(n + 2) */\n"), BINARY, "int64_t sum",
        "lacks its semicolon",
    ),
    "a semicolon ahead of a bracket": (
        "fibonacci.c", "    *current = *next;\n", "    *current = *next\n    (*current)++;\n",
        "called object 'next' is not a function or function pointer", "*current = *next",
        "lacks its semicolon",
    ),
    "a number that is called": (
        "fibonacci.c", "    *current = *next;\n", "    *current = *next(1);\n",
        "called object 'next' is not a function or function pointer", None, "",
    ),
    "a condition ahead of a star": (
        "fibonacci.c", STEP, STEP + "    if (sum)\n", BINARY, None, "",
    ),
    "the second half of a condition": (
        "fibonacci.c", STEP, STEP + "    if (sum &&\n        sum)\n", BINARY, None, "",
    ),
    "another mistake": (
        "fibonacci.c", STEP, STEP.replace(";", ""), "'sun' undeclared", None, "",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "goes", "comes", "said", "at", "told"), UNREAD_LINES.values(), ids=UNREAD_LINES
)
def test_what_nobody_can_read_is_told_by_the_lines(name, goes, comes, said, at, told):
    changed = case("fibonacci", name, edits=[(name, goes, comes)])
    line = line_with(changed, name, "*current = *next" if name.endswith(".c") else "<<<<<<<")
    message = f"{name}, line {line}, does not compile: {said}."
    found = better(Diagnosis("compile-error", message, Location(name, line)), changed)
    if at is None:
        assert found.message == message
    else:
        assert (told in found.message, found.location.line) == (True, line_with(changed, name, at))


C_IN_PYTHON = {
    "a declaration": ("double cbrt(double x);", 0, "`double cbrt(double x)` is C"),
    "a struct": ("struct pair {\n    int64_t a;\n};", 0, "`struct pair` is C"),
    "an argument": ("ffi.cdef(int fibo(int n);)", 0, "`int fibo(int n)` is C"),
    "an argument of its own line": (
        "ffi.cdef(\n    int fibo(int n);\n)",
        1,
        "`int fibo(int n)` is C",
    ),
    "a text that is never closed": ("x = 'int fibo(int n);", None, ""),
    "a text in a bracket that is never closed": ('ffi.cdef("int f(int a, int b);"', None, ""),
    "Python": ("int = 3 4", None, ""),
}


@pytest.mark.parametrize(("comes", "behind", "told"), C_IN_PYTHON.values(), ids=C_IN_PYTHON)
def test_c_among_python_is_told_at_its_line(comes, behind, told):
    name = "fibonacci_abi.py"
    changed = case("fibonacci", name, edits=[(name, "ffi = FFI()\n", f"ffi = FFI()\n{comes}\n")])
    message = "import fibonacci_abi failed, because the file is not valid Python: invalid syntax."
    at = line_with(changed, name, comes.split("\n")[0])
    found = better(Diagnosis("import-error", message, Location(name, at)), changed)
    if behind is None:
        assert found.message == message
    else:
        assert (told in found.message, found.location.line) == (True, at + behind)
