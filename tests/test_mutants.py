"""Each single change of a solution in a drawn sample is noticed, but for those with a reason.

What is drawn depends on the solution, so that a suite that was green stays green until something
changes.
"""

import tomllib
import zlib

import pytest

from cffi_workshop.authoring.answers import KINDS, read_answers
from cffi_workshop.exercises.markers import solution_text

from .mutants.c_mutants import c_mutants
from .mutants.judge import (
    bases_of,
    changes_of,
    first_failure,
    known_survivors,
    mutants_of,
    root_without,
)
from .mutants.mutant import own_lines, solved
from .mutants.project_mutants import manifest_mutants, stub_mutants, toml_mutants
from .mutants.python_mutants import python_mutants
from .surroundings import EXERCISES

DRAWN = (".py", ".pyi", ".toml", ".in")  # C is compiled once for each change
SAMPLE = 3  # an exercise; `python -m tests.mutants NAME` judges all

each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)


@pytest.mark.alike
@each_exercise
def test_changes_that_are_drawn_are_noticed(exercise, checks):
    known = known_survivors(exercise)
    written = [
        name for name in exercise.editable if name.endswith(DRAWN) and solved(exercise, name)[1]
    ]
    seed = zlib.crc32("".join(solution_text(exercise, name) for name in written).encode())
    drawn = mutants_of(exercise, written[seed % len(written)], SAMPLE, seed)
    passed = [mutant.id for mutant in drawn if not first_failure(checks, exercise, mutant)]
    assert [each for each in passed if each not in known] == [], f"seed {seed}"


@each_exercise
def test_each_survivor_that_is_listed_is_a_change_of_the_solution(exercise):
    listed = set(known_survivors(exercise))
    files = {each.partition(":")[0] for each in listed}
    made = {mutant.id for file in files for mutant, _ in changes_of(exercise, file)}
    assert listed <= made


OF_A_PROJECT = {
    "a stub": (
        stub_mutants,
        "class _Lib:\n    def f(self, a: Any, b: int = 0, /) -> None: ...\n\nlib: _Lib\n",
        {2, 4},
        {
            "def g(self, a: Any, b: int=0, /) -> None: ...": False,
            "def fx(self, a: Any, b: int=0, /) -> None: ...": True,
            "def f(self, a: Any, b: str=0, /) -> None: ...": True,
            "def f(self, a: Any, b: int=0, /) -> Any: ...": True,
            "def f(self, a: Any, b: int, /) -> None: ...": True,
            "def f(self, b: int=0, /) -> None: ...": True,
            "pass": True,
            "lib: Any": True,
        },
    ),
    "a table": (
        toml_mutants,
        '[project]\nname = "fibo"\n# a comment\n[tool.x]\nneeds = ["cffi>=1.17"]\n',
        {3, 4, 5},
        {
            "[tool.xx]": True,
            'needsx = ["cffi>=1.17"]': True,
            'needs = ["cffi>=2.28"]': True,
            'needs = [""]': True,
            "(deleted)": True,
            'namex = "fibo"': False,
        },
    ),
    "a manifest": (
        manifest_mutants,
        "# a comment\ninclude a.h b.py\n",
        {1, 2},
        {"include a.h": True, "include a.hx b.py": True, "(deleted)": True, "a commentx": False},
    ),
    "a rule": (
        manifest_mutants,
        "all: a\n\tgcc -shared a.c\n",
        {2},
        {"gcc a.c": True, "gcc -sharedx a.c": True, "(deleted)": True, "allx: a": False},
    ),
}
OF_CODE = {
    "a script": (
        python_mutants,
        'ffi.cdef("int f(char *a, int n); int g(void);")\n'
        "class Pair:\n"
        "    def __init__(self, low, high):\n"
        "        self.low = ffi.new(low)\n"
        "        lib.f(self.low, high)\n"
        "        if low[high] < high:\n"
        "            raise ValueError(low)\n"
        "        return low.copy()\n",
        {1, 3, 4, 5, 6, 7, 8},
        {
            'ffi.cdef("int f(char *a, int n); ")': True,
            'ffi.cdef("int f(char a, int n); int g(void);")': True,
            'ffi.cdef("int f(int n, char *a); int g(void);")': True,
            'ffi.cdef("long f(char *a, int n); int g(void);")': True,
            "low = ffi.new(low)": True,
            "self.low = low": True,
            "self.low = ffi.new(high)": True,
            "lib.f(self.low, high) self.low = ffi.new(low)": True,
            "lib.f(high)": True,
            "if low < high:": True,
            "if low[high + 1] < high:": True,
            "raise TypeError(low)": True,
            "raise ValueError(high)": False,
            "return low": True,
            "low.copy()": True,
            "class Couple:": False,
        },
    ),
    "C": (
        c_mutants,
        "int f(int n, long *a)\n{\n    if (n < 2 && a)\n        return 0;\n"
        "    g(n, a);\n    a[n] = n * 2;\n}\n",
        {3, 4, 5, 6},
        {
            "if (n < 2)": True,
            "(deleted)": True,
            "g(a, n);": True,
            "g(n);": True,
            "a[n] = n * 2; g(n, a);": True,
            "a[n + 1] = n * 2;": True,
            "a = n * 2;": True,
            "a[n] = n;": True,
            "a[n] = a * 2;": True,
            "int f(int n)": False,
        },
    ),
}


@pytest.mark.quick
@pytest.mark.parametrize(
    ("mutants", "text", "own", "after"),
    (OF_A_PROJECT | OF_CODE).values(),
    ids=OF_A_PROJECT | OF_CODE,
)
def test_a_change_of_each_kind_is_made_in_the_lines_that_learners_write(mutants, text, own, after):
    made = {mutant.after for mutant in mutants("file", text, own)}
    assert {change: change in made for change in after} == after


@pytest.mark.quick
def test_of_an_accepted_answer_what_was_handed_out_stays_and_nobody_has_read_it():
    exercise = next(each for each in EXERCISES if each.slug == "fibonacci")
    (base,) = bases_of(exercise, "recursive")
    assert base.own.keys() == {"fibonacci_abi.py", "fibonacci_api.py"}
    for name, own in base.own.items():
        written = [line for at, line in own_lines(base.texts[name], own) if line.strip()]
        assert "def collect(" in "\n".join(written)
        assert "LARGEST_N = 92" not in "\n".join(written)
    answers = root_without(exercise, "recursive") / "solutions" / "fibonacci" / "answers"
    read = {kind: tomllib.loads((answers / f"{kind}.toml").read_text()) for kind in KINDS}
    assert len(read["accepted"]) == len(read_answers(exercise, "accepted")) - 1
    assert "recursive" not in read["accepted"]


@pytest.mark.quick
def test_a_line_is_near_that_is_told_within_two_lines_of_the_change():
    mutant = next(manifest_mutants("a", "1\n2\n3\n4\nx\n", {5}))
    told = {line: mutant.is_near({"file": "a", "line": line}) for line in (2, 3, 7, 8, None)}
    assert told == {2: False, 3: True, 7: True, 8: False, None: False}
    assert not mutant.is_near({"file": "b", "line": 5})
    assert not mutant.is_near(None)
