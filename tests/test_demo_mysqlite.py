"""The mysqlite demo binds a part of SQLite whole: its own tests, the sanitizer, and the benchmark."""

import re
import sys

from .demo_runs import copy_built, make, run
from .surroundings import replace_in


def test_its_own_tests_pass(made, tmp_path):
    directory, _ = made("mysqlite")
    done = make(copy_built(directory, tmp_path), "check")
    assert re.search(r"\d\d passed", done.stdout), done.stdout + done.stderr


def test_a_number_behind_the_array_is_found_by_the_sanitizer(made, tmp_path):
    directory = copy_built(made("mysqlite")[0], tmp_path)
    replace_in(directory / "c" / "columns.c", "row < n &&", "row <= n &&")
    done = make(directory, "sanitized", "ONLY=-k 65537")
    said = done.stdout + done.stderr
    assert "heap-buffer-overflow" in said
    assert "in columns_fill c/columns.c" in said


def test_a_null_that_is_zero_is_told_by_one_test(made, tmp_path):
    """What episode 20 says of the line that one changes there."""
    directory = copy_built(made("mysqlite")[0], tmp_path)
    replace_in(directory / "c" / "columns.c", "is_null ? NAN :", "is_null ? 0.0 :")
    done = make(directory, "check", "CFLAGS=-O0")
    assert re.findall(r"^FAILED \S+::(\w+)", done.stdout, re.MULTILINE) == ["test_null_is_nan"]


def test_the_benchmark_reads_the_same_numbers_in_three_ways(made, tmp_path):
    directory, _ = made("mysqlite")
    few = ("env", f"PYTHONPATH={directory}", sys.executable, "-B", "benchmark.py", "100")
    done = run(*few, cwd=directory)
    assert len(re.findall(r"\d ms$", done.stdout, re.MULTILINE)) == 3
    assert "the same numbers: True" in done.stdout
