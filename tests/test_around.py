"""What belongs to a line: a likely cause is not told for code of a function that is not at fault."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cffi_workshop.exercises.around import code_around, without_words
from cffi_workshop.exercises.hints import likely_cause
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading.verdict import CheckResult, Location

from .surroundings import REPOSITORY

pytestmark = pytest.mark.quick

SCRIPT = '''\
import numpy as np

ffi.cdef("""
void evolve(double *u);
""")
ROWS = count_rows()


def count_rows():
    return 1


@ffi.callback("int(int)",
              error=2)
def compare(left):
    return helped(left)


def helped(left):
    return left


def other(u):
    return np.ascontiguousarray(u)


class Grid:
    def first(self):
        return self.second()

    def second(self):
        return ROWS

    def third(self, u):
        """Copy it: return u.copy()."""
        return u.tolist()  # not u.copy()


if __name__ == "__main__":
    print(other(1), compare(2))
'''
SOURCE = """\
#include "a.h"

#define TWICE(x) (2 * (x))
struct pair { int a; };
static const int table[] = { 1, 2 };

static int helped(int a)
{
    return TWICE(a);
}

int first(int a,
          int b)
{
    return helped(a) + b;
}

struct pair *other(void) {
    return malloc(1);
}
"""
IN_SCRIPT, IN_C = "return np.ascontiguousarray(u)", "return malloc(1)"


def around(text, line, name="mine.py"):
    number = text.split("\n").index(next(x for x in text.split("\n") if line in x)) + 1
    return code_around(name, text, number)


def test_a_function_of_a_script_has_what_it_uses_and_no_other_function():
    code = around(SCRIPT, "return helped(left)")
    assert "error=2" in code  # its decorator
    assert "def helped" in code
    assert "void evolve" in code  # what is outside of functions
    assert IN_SCRIPT not in code
    assert "count_rows():" not in code


def test_what_a_constant_is_made_by_belongs_to_who_names_it():
    code = around(SCRIPT, "return ROWS")
    assert "def count_rows():" in code
    assert "class Grid" in code
    assert IN_SCRIPT not in code


def test_a_method_has_the_methods_that_it_uses_and_no_other():
    assert "def second(self)" in around(SCRIPT, "return self.second()")
    for other in ("def first(self)", "u.tolist()"):
        assert other not in around(SCRIPT, "return ROWS")


def test_what_says_something_to_people_alone_is_no_code():
    code = without_words("mine.py", around(SCRIPT, "return u.tolist()"))
    assert "u.tolist()" in code
    assert "void evolve" in code
    assert "u.copy()" not in code


def test_a_stub_is_a_script_of_python():
    stub = "class _FFI:\n    def new(self, c): ...\n\n\nclass _Lib:\n    def step(a, b): ...\n"
    code = around(stub, "def step(a, b)", "mine.pyi")
    assert "def step(a, b)" in code
    assert "(self" not in code


def test_what_a_script_does_when_it_is_run_belongs_to_no_function_of_it():
    assert "print(" not in around(SCRIPT, "return helped(left)")
    assert "print(" in around(SCRIPT, "print(other(1)")


def test_a_function_of_c_has_its_helpers_and_what_is_outside():
    code = around(SOURCE, "return helped(a) + b", "mine.c")
    assert "return TWICE(a)" in code
    assert "#define TWICE" in code
    assert "table[]" in code
    assert IN_C not in code
    assert "return TWICE(a)" not in around(SOURCE, IN_C, "mine.c")


@pytest.mark.parametrize("line", [0, 1, 5, 400])
def test_a_line_in_no_function_leaves_the_whole_text(line):
    name, text = ("mine.c", SOURCE[: SOURCE.index("static int helped")])
    assert code_around(name, text, line) == text
    assert code_around(name, "", line) == ""


@given(st.text("ab(){};=@#\n 1"), st.integers(0, 9), st.sampled_from(["mine.c", "mine.py"]))
@example("}\n(){", 2, "mine.c")
def test_whatever_a_file_says_there_is_code_around_a_line(text, line, name):
    assert {*code_around(name, text, line).split("\n")} <= {*text.split("\n")}


@pytest.mark.parametrize(("line", "is_told"), [(3, True), (7, False)])
def test_a_likely_cause_goes_by_the_code_of_the_function_that_is_told(line, is_told):
    code = "import numpy as np\ndef evolve(u):\n    u = np.ascontiguousarray(u)\n\n\ndef g(u):\n    call(u)\n"
    failed = CheckResult(
        "abi-refuses-other-layouts",
        "",
        "failed",
        0,
        1,
        "missing-exception",
        "evolve(non-contiguous 4 x 6 array of float64) returned None; expected ValueError.",
        Location("evolve_abi.py", line),
    )
    told = likely_cause(load_exercise(REPOSITORY, "evolve"), failed, {"evolve_abi.py": code}) or ""
    assert ("and not refused" in " ".join(told.split())) is is_told
