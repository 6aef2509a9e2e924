"""The cpp demo keeps values in a std::vector, and no C++ exception leaves its C interface."""

import json
import signal
import statistics
import sys

import cffi
import numpy as np
import pytest

from .demo_runs import copy, make, require, run
from .surroundings import replace_in

SERIES = """
import json, sys
from cpp_api import Levels, above

values = json.load(sys.stdin)
series = Levels()
for value in values:
    series.add([value])
print(json.dumps([series.median(), list(series), len(series), above(values, 0.5)]))
"""


@pytest.mark.parametrize("size", [1, 2, 3, 1000, 1001])
def test_series_has_the_median_that_numpy_finds(made, size):
    directory, _ = made("cpp")
    values = np.random.default_rng(size).normal(size=size)
    given = json.dumps(values.tolist())
    done = run(sys.executable, "-c", SERIES, cwd=directory, input=given)
    done.check_returncode()
    median, kept, count, above = json.loads(done.stdout)
    assert median == np.median(values) == statistics.median(values)
    assert (kept, count) == (values.tolist(), size)
    assert above == np.count_nonzero(values > 0.5)


REFUSED = """
from cpp_api import Levels

series = Levels([2.0, 1.0])
try:
    {mistake}
except Exception as error:
    print(type(error).__name__)
print(list(series))
"""


@pytest.mark.parametrize(
    ("mistake", "error"),
    [
        ("series[2]", "IndexError"),
        ("series[-1]", "IndexError"),
        ("series.add([3.0, float('nan')])", "ValueError"),
        ("Levels().median()", "ValueError"),
        ("series.add(['3.0'])", "TypeError"),
    ],
)
def test_mistake_is_a_python_exception_and_changes_nothing(made, mistake, error):
    result = run(sys.executable, "-c", REFUSED.format(mistake=mistake), cwd=made("cpp")[0])
    assert (result.stdout, result.stderr) == (f"{error}\n[2.0, 1.0]\n", "")


# The limit is on addresses, of which the interpreter itself needs some.
LITTLE_MEMORY = """
import resource
from array import array
from cpp_api import Levels

resource.setrlimit(resource.RLIMIT_AS, (600 * 2**20, 600 * 2**20))
chunk = array("d", bytes(8 * 2**20))
for _ in range(100):
    Levels(chunk)
series = Levels()
try:
    while True:
        series.add(chunk)
except MemoryError as error:
    print(error)
print(len(series) % len(chunk), len(series) > 0, series[len(series) - 1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="macOS does not keep to this limit")
def test_memory_is_given_back_and_its_end_is_a_memory_error(made):
    result = run(sys.executable, "-c", LITTLE_MEMORY, cwd=made("cpp")[0])
    assert result.stderr == ""
    assert result.stdout == "no memory for more levels\n0 True 0.0\n"


@pytest.mark.filterwarnings("ignore:String literal found in cdef")
def test_extern_c_in_a_cdef_is_refused():
    with pytest.raises(cffi.CDefError, match="Invalid declaration"):
        cffi.FFI().cdef('extern "C" { int f(int); }')


def edited(tmp_path, name: str, old: str, new: str):
    """Return a copy of the demo with a text replaced in a file."""
    directory = copy("cpp", tmp_path)
    replace_in(directory / name, old, new)
    return directory


def test_exception_that_leaves_the_c_interface_ends_the_process(tmp_path):
    require("cpp")
    unguarded = "*value = series->values.at(i); return LEVELS_OK;"
    directory = edited(
        tmp_path,
        "levels.cpp",
        "return as_number([=] { *value = series->values.at(i); });",
        unguarded,
    )
    assert run(sys.executable, "cpp_build.py", cwd=directory).returncode == 0
    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); import cpp_api; "
        "cpp_api.main()"
    )
    assert run(sys.executable, "-c", program, cwd=directory).returncode == -signal.SIGABRT


AS_C = """
from cffi import FFI

ffibuilder = FFI()
ffibuilder.cdef("typedef struct levels levels; levels *levels_new(void);")
ffibuilder.set_source("_as_c", '#include "levels.h"', sources=["levels.cpp"])
ffibuilder.compile()
import _as_c
print(_as_c.lib.levels_new())
"""


def test_c_finds_the_functions_by_their_plain_names(tmp_path):
    require("cpp")
    result = run(sys.executable, "-c", AS_C, cwd=copy("cpp", tmp_path))
    assert "levels *" in result.stdout


def test_c_does_not_find_them_without_extern_c(tmp_path):
    require("cpp")
    directory = edited(tmp_path, "levels.h", 'extern "C"', 'extern "C++"')
    result = run(sys.executable, "-c", AS_C, cwd=directory)
    assert "levels_new" in result.stderr.splitlines()[-1]
    assert "ImportError" in result.stderr


def test_makefile_says_what_to_install_for_a_missing_compiler(tmp_path):
    result = make(copy("cpp", tmp_path), "CXX=no-such-compiler")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "This demo needs a C++ compiler; install one: sudo apt install g++\n"
