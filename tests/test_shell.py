"""A command of a notebook cell: which Python runs, what is left of a traceback, how it ended."""

import sys
from pathlib import Path

import pytest

from cffi_workshop.jupyter.shell import Ending, shortened, with_this_python

pytestmark = pytest.mark.quick

TRACE = """\
before
Traceback (most recent call last):
  File "/here/a_build.py", line 3, in <module>
    ffi.compile()
    ~~~~~~~~~~~^^
  File "/usr/lib/cffi/api.py", line 700, in compile
    raise ValueError(
ValueError: wrong: /here/a.c
after
"""


def test_a_traceback_keeps_the_learners_lines_and_the_error():
    assert "".join(shortened(TRACE.splitlines(keepends=True), Path("/here"))) == (
        "before\na_build.py, line 3: ffi.compile()\nValueError: wrong: a.c\nafter\n"
    )


def test_a_traceback_that_is_cut_off_is_shown_as_it_is():
    lines = TRACE.splitlines(keepends=True)[:3]
    assert "".join(shortened(lines, Path("/there"))) == f"before\n{lines[2]}"


def test_python_in_a_command_is_this_one_and_other_words_are_left():
    assert with_this_python("python a.py") == f"{sys.executable} a.py"
    assert with_this_python("python3") == sys.executable
    assert with_this_python("pythonic a") == "pythonic a"
    assert with_this_python("make python") == "make python"


@pytest.mark.parametrize(
    ("status", "crash"), [(-11, "SIGSEGV"), (139, "SIGSEGV"), (134, "SIGABRT")]
)
def test_a_signal_is_known_from_a_program_and_from_its_shell(status, crash):
    assert Ending(status, (), "").crash.startswith(crash)


@pytest.mark.parametrize("status", [0, 1, 2, 127, 130, -9])
def test_an_exit_status_is_no_crash(status):
    assert Ending(status, (), "").crash is None
