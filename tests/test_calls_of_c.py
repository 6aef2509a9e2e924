"""Whether Python has C do the work, told of Python that asks a probe in one way or another."""

import ast
import gc
import subprocess
from functools import cache, partial
from math import sqrt
from types import SimpleNamespace

import pytest

from cffi_workshop.grading.building.drawn import (
    LIES_IN,
    LIES_ON,
    LISTENS,
    MOST_NOTED,
    NOTES,
    REMEMBERS,
    truth,
)
from cffi_workshop.grading.diagnose import CheckFailed
from cffi_workshop.grading.parts.calls_of_c import OVER_PROBE, CallsOfC, Expected
from cffi_workshop.grading.results.call_result import CallResult
from cffi_workshop.worker import wire
from cffi_workshop.worker.scenes import Stage

from .surroundings import REPOSITORY

pytestmark = pytest.mark.quick


class Probe:
    """What stands in for sqrt(), as checker/probe.c would."""

    def __init__(self):
        self.attention, self.known, self.noted = 0, set(), []

    def sqrt(self, x):
        if self.attention == LISTENS:
            self.known.add(x)
        if self.attention == NOTES and x not in self.noted:
            self.noted.append(x)
        if self.attention <= LIES_ON:
            place = self.noted.index(x) if x in self.noted else MOST_NOTED
            truly = min(place, MOST_NOTED - 1) != LIES_ON - self.attention
            return sqrt(x) if truly else x + 1001.0
        if self.attention == LISTENS or (self.attention == REMEMBERS and x in self.known):
            return sqrt(x)
        return sqrt(x) + 0.25 if self.attention >= LIES_IN else x + 1001.0

    def calls(self, root, _kind, calls, _fills=(), _shown=None, attention=(0,), again=1):
        answers = []
        for (_function, x), self.attention in zip(calls, attention, strict=True):
            self.known = set() if self.attention == LISTENS else self.known
            self.noted = [] if self.attention == NOTES else self.noted
            answers.append(CallResult({"result": {"value": wire.encode(root(self, x))}}, "It gave"))
        return answers


def never(_c, x):
    return sqrt(x)


def at_each_call(c, x):
    return sqrt(x) if c.sqrt(4.0) == 2.0 else c.sqrt(x)


def drops_what_c_says(c, x):
    said = c.sqrt(x)
    return sqrt(x) if c.sqrt(4.0) == 2.0 else said


def within_a_tolerance(c, x):
    said = c.sqrt(x)
    return sqrt(x) if abs(said - sqrt(x)) < 1.0 else said


def asks_a_neighbour(c, x):
    return sqrt(x) if c.sqrt(x + 1.0) == sqrt(x + 1.0) else c.sqrt(x)


def asks_another_one_each_time(c, x):
    other = 1e6 * x + len(c.known) + id(object()) % 1000
    return sqrt(x) if c.sqrt(other) == sqrt(other) else c.sqrt(x)


@cache
def is_real(c):
    return c.sqrt(4.0) == 2.0


def in_the_first_call(c, x):
    return sqrt(x) if is_real(c) else c.sqrt(x)


def asks(c, x):
    return c.sqrt(x)


def tries_each_time(c, x):
    c.sqrt(49.0)
    return c.sqrt(x)


def asks_a_lot(c, x):
    said = [c.sqrt(x + k) for k in range(MOST_NOTED + 4)]
    return said[-1] and c.sqrt(x)


def asks_a_lot_before(c, x):
    return [c.sqrt(x + k) for k in range(MOST_NOTED + 4, -1, -1)][-1]


asks_once_of_each = cache(asks)


def require_of(root, *numbers, listens=True):
    probe = Probe()
    calls = partial(probe.calls, root)

    def call(kind, function, arguments, _shown, **_again):
        return calls(kind, ((function, *arguments),))[0]

    of_c = CallsOfC(SimpleNamespace(probe_listens=listens), "sqrt_abi.py", calls, call)
    for x in numbers:
        of_c.require("root", (x,), Expected(sqrt(x), x + 1001.0, parts=(0,)))
    of_c.settle()


NUMBERS = (9.0, 25.0, 49.0, 81.0, 9.0)


@pytest.mark.parametrize(
    "root",
    [
        never,
        at_each_call,
        drops_what_c_says,
        within_a_tolerance,
        asks_a_neighbour,
        asks_another_one_each_time,
        in_the_first_call,
    ],
    ids=lambda root: root.__name__,
)
def test_python_that_computes_by_itself_is_told(root):
    with pytest.raises(CheckFailed, match="gives the same whatever the library does"):
        require_of(root, *NUMBERS)


@pytest.mark.parametrize("root", [never, in_the_first_call], ids=lambda root: root.__name__)
def test_so_is_python_that_was_asked_once(root):
    with pytest.raises(CheckFailed, match="gives the same whatever the library does"):
        require_of(root, 9.0)


@pytest.mark.parametrize(
    "root",
    [asks, tries_each_time, asks_a_lot, asks_a_lot_before, asks_once_of_each],
    ids=["asks", "tries", "asks a lot", "asks a lot before", "keeps"],
)
def test_python_that_asks_c_is_not(root):
    require_of(root, *NUMBERS)


def test_over_a_probe_that_does_not_listen_python_is_told_that_never_asks():
    with pytest.raises(CheckFailed, match="gives the same"):
        require_of(never, 9.0, listens=False)
    require_of(asks, *NUMBERS, listens=False)


# Of the first nobody knows the answer beforehand, and the other is made of two that are tried.
NO_PARTS = {"estimate", "read"}


@pytest.mark.parametrize(
    "path", sorted(REPOSITORY.glob("solutions/*/test_*.py")), ids=lambda path: path.stem
)
def test_each_function_is_tried_where_c_is_a_little_beside_the_truth(path):
    """Python may ask C, and answer by itself where C says what Python expected, or nearly."""
    tree = ast.parse(path.read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    calls = [each for each in calls if getattr(each.func, "attr", "") == "calls_c"]
    asked = {ast.unparse(each.args[0]).strip("'") for each in calls}
    tried = [each for each in calls if "parts" in [option.arg for option in each.keywords]]
    assert asked - NO_PARTS <= {ast.unparse(each.args[0]).strip("'") for each in tried}


def test_each_function_of_the_solution_has_another_name_in_the_truth():
    header = truth("static int a(int b)\n{\n}\n\nstruct x *made(void)\n{\n}\n\nint used(int);\n")
    assert "#define made true_made" in header
    assert "true_a" not in header
    assert "true_used" not in header


def test_a_function_may_call_one_below_it_in_the_truth_as_well():
    """gcc before 14 lets that pass in a header of the system's; clang does not."""
    above = "int below(int x);\n"
    solution = "int first(int x)\n{\n    return below(x);\n}\nint below(int x)\n{ return x; }\n"
    seen = truth(solution).replace("#pragma GCC system_header", "")
    command = ["cc", "-x", "c", "-", "-fsyntax-only", "-Werror=implicit-function-declaration"]
    subprocess.run(command, input=(above + seen).encode(), check=True)


def test_a_probe_that_listens_stays_open(tmp_path):
    """Closed, it would be loaded elsewhere by a script that imports much before it opens C."""
    closed = tmp_path / "closed"
    c = f"""
        #include <stdio.h>
        void drawn_listen(int attention) {{ (void)attention; }}
        __attribute__((destructor)) static void close(void) {{ fclose(fopen("{closed}", "w")); }}
    """
    command = ["cc", "-shared", "-fPIC", "-x", "c", "-", "-o", str(tmp_path / "libprobe.so")]
    subprocess.run(command, input=c.encode(), check=True)
    with Stage(str(tmp_path)).attention(LISTENS):
        gc.collect()
        assert not closed.exists()


@pytest.mark.parametrize("shown", ["evolve()", f"{OVER_PROBE}evolve()"])
def test_an_array_that_c_did_not_fill_is_told_in_a_sentence_that_parses(shown):
    answer = SimpleNamespace(doing=shown)
    expected = SimpleNamespace(got=0, is_probes=lambda _answer: False)
    with pytest.raises(CheckFailed) as failure:
        CallsOfC._require_probes(SimpleNamespace(), answer, expected)
    said = failure.value.finding.message
    assert said == f"{shown} leaves what the library did not compute."
