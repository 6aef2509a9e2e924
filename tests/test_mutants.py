"""Each single change of a solution in a drawn sample is noticed, but for those with a reason.

What is drawn depends on the solution, so that a suite that was green stays green until something
changes.
"""

import zlib

import pytest

from cffi_workshop.exercises.markers import solution_text

from .mutants.judge import first_failure, known_survivors, mutants_of
from .mutants.mutant import solved
from .mutants.project_mutants import manifest_mutants, stub_mutants, toml_mutants
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
    made = {mutant.id for file in files for mutant in mutants_of(exercise, file)}
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
}


@pytest.mark.quick
@pytest.mark.parametrize(
    ("mutants", "text", "own", "after"), OF_A_PROJECT.values(), ids=OF_A_PROJECT
)
def test_what_a_package_has_beside_its_code_is_changed_too(mutants, text, own, after):
    made = {mutant.after for mutant in mutants("file", text, own)}
    assert {change: change in made for change in after} == after
