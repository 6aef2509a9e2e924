"""demo/foo: weekday() against datetime, and the build that leaves its source out."""

import datetime
import itertools
import json
import re
import sys
import sysconfig

import pytest

from .demo_runs import DEMO, copy, files, make, require, run
from .surroundings import replace_in

YEARS = [0, 1, 1900, 2000, 2024, 2026, 9999, 10000]

WEEKDAYS = """
import json
from _foo import lib
print(json.dumps([lib.weekday(*date) for date in json.load(open(0))]))
"""


def expected(year: int, month: int, day: int) -> int:
    """Return what datetime says of a date, and the contract's -1 for one that it refuses."""
    try:
        return datetime.date(year, month, day).weekday()
    except ValueError:
        return -1


@pytest.mark.parametrize("year", YEARS)
def test_weekday_is_datetimes_also_where_there_is_no_such_date(made, year):
    directory, _ = made("foo")
    dates = list(itertools.product([year], range(-1, 15), range(-1, 34)))
    answer = run(sys.executable, "-c", WEEKDAYS, cwd=directory, input=json.dumps(dates))
    answer.check_returncode()
    assert json.loads(answer.stdout) == [expected(*date) for date in dates]


def test_module_carries_the_tag_of_its_python(made):
    directory, result = made("foo")
    name = "_foo" + sysconfig.get_config_var("EXT_SUFFIX")
    assert f"ready: {name}\n" in result.stdout
    assert (directory / name).is_file()
    assert not (directory / "_foo.so").exists()


def test_without_its_source_the_module_compiles_and_fails_at_import(made, tmp_path):
    directory, _ = made("foo")
    result = run(sys.executable, directory / "foo_without_source.py", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert not files(tmp_path)
    compiled, failed = result.stdout.splitlines()
    assert compiled.startswith("compiled without a complaint: _foo_without_source.")
    assert re.search(
        r"^ImportError: .*(undefined symbol: weekday|symbol not found.*_weekday)", failed
    )


def test_a_mistake_in_the_c_file_reaches_python_after_make(tmp_path):
    require("foo")
    directory = copy("foo", tmp_path)
    replace_in(directory / "weekday.c", "+ day - 1;", "+ day;")
    result = make(directory)
    assert "the same as datetime's: False" in result.stdout, result.stderr


def test_cdef_says_what_the_header_says():
    declaration = re.search(r"^int .*?;", (DEMO / "foo/weekday.h").read_text(), re.MULTILINE)[0]
    for script in ["foo_build.py", "foo_without_source.py"]:
        assert re.findall(r'cdef\("(.*?)"\)', (DEMO / "foo" / script).read_text()) == [declaration]
