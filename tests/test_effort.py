"""The lines and minutes of an exercise are counted by a rule, and each claim agrees with it."""

import dataclasses
import re
import sys

import pytest

from cffi_workshop.exercises.effort import Effort, effort_of, statements, written_lines
from cffi_workshop.exercises.metadata import load_exercise

from .surroundings import EXERCISES, REPOSITORY, run_apart

each = pytest.mark.parametrize("exercise", EXERCISES, ids=[exercise.slug for exercise in EXERCISES])
ABOUT = re.compile(r"About (\d+)\s+minutes,\s+for\s+(\d+)\s+lines\s+of\s+yours\.")


@each
def test_the_minutes_claimed_are_within_a_quarter_of_the_rule(exercise):
    by_rule = effort_of(exercise).minutes
    assert abs(exercise.minutes - by_rule) <= by_rule / 4, f"{by_rule:.0f} minutes by the rule"


@each
def test_the_readme_says_the_same_minutes_and_lines(exercise):
    readme = (exercise.solution / "README.md").read_text(encoding="utf-8")
    said = [int(number) for number in ABOUT.search(readme).groups()]
    assert said == [exercise.minutes, effort_of(exercise).total_lines]


@pytest.fixture(scope="module")
def listed():
    """Give the rows of `workshop list`, wide enough for a line each, by their exercise."""
    command = [sys.executable, "-m", "cffi_workshop", "list"]
    shown = run_apart(command, COLUMNS="200").stdout
    return {line.split()[0]: line for line in shown.split("\n") if line.strip()}


@each
def test_the_list_prints_the_lines_and_the_minutes(exercise, listed):
    numbers = re.search(r"  \d\d  +(\d+)  +(\d+)  +\S.*\d+/\d+ *$", listed[exercise.slug]).groups()
    assert list(map(int, numbers)) == [effort_of(exercise).total_lines, exercise.minutes]


def test_the_rule_reads_writes_and_checks():
    effort = Effort(words=260, lines={"a.c": 3, "a_abi.py": 5, "a_api.py": 0})
    assert effort.total_lines == 8
    assert effort.minutes == 2 + 12 + 4  # the file without a line of its own needs no check


PYTHON = '''
"""A docstring is no line."""
ffi.cdef("""
    int f(int x);
    int g(int x);
""")
# nor is a comment
if n < 0:
    raise ValueError(
        "one statement on several lines"
    )
'''


def test_a_statement_is_one_line_however_long_it_is():
    assert [number for number, _ in statements(PYTHON)] == [3, 8, 9]


def test_comments_of_c_are_no_lines_and_directives_are():
    text = "#include <x.h>\n/* one\n two */\nint a; // three\n! four\n# five\n"
    assert [(number, line.strip()) for number, line in written_lines(text) if line.strip()] == [
        (1, "#include <x.h>"),
        (4, "int a;"),
    ]


@pytest.fixture
def tiny(tmp_path):
    """Return write(readme, editable, locked): an exercise of those texts, like passwd else."""
    exercise = load_exercise(REPOSITORY, "passwd")

    def write(readme, editable, locked=()):
        for name, text in {"README.md": readme, **editable, **dict(locked)}.items():
            (tmp_path / "solutions" / "passwd").mkdir(parents=True, exist_ok=True)
            (tmp_path / "solutions" / "passwd" / name).write_text(text)
        return dataclasses.replace(
            exercise, root=tmp_path, editable=tuple(editable), locked=tuple(dict(locked))
        )

    return write


def solved(*lines):
    return "\n".join(["x = 1", "# BEGIN SOLUTION: # TODO 1", *lines, "# END SOLUTION", ""])


def test_what_was_written_before_is_copied(tiny):
    abi = solved("lib = ffi.dlopen(None)", "y = libc.f(x)")
    api = solved("from _m import lib", "y = lib.f(x)")
    assert effort_of(tiny("", {"m_abi.py": abi, "m_api.py": api})).lines == {
        "m_abi.py": 2,
        "m_api.py": 1,
    }


def test_what_is_given_is_copied(tiny):
    given = {"m.h": "int f(int x);\n"}
    exercise = tiny(
        "    y = lib.f(x)\n", {"m_abi.py": solved("x = 1", "y = lib.f(x)", "z = 3")}, given
    )
    assert effort_of(exercise).lines == {"m_abi.py": 1}


def test_what_the_readme_shows_is_not_read_as_prose(tiny):
    readme = "one two three\n\n```console\n$ make\n```\n\nfour\n\n## Discussion\n\nnot read\n"
    assert effort_of(tiny(readme, {"m_abi.py": solved("y = 2")})).words == 4
