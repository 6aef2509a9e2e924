"""The demos do what they print, from any directory, and clean up after themselves.

Each is copied away and run as a person would run it: `make`, and the scripts as processes. What one
demo alone has to show is tested in test_demo_NAME.py.
"""

import doctest
import itertools
import json
import math
import re
import subprocess
import sys

import numpy as np
import pytest

from .demo_runs import (
    DEMO,
    DEMOS,
    copy,
    copy_built,
    files,
    lock_of,
    make,
    require,
    require_pypy,
    run,
)
from .surroundings import REPOSITORY, command_of, replace_in, until
from .workers import alone

BINDINGS = ["add_abi", "add_api", "add_abi_out_of_line"]
# Scripts that print something and end well, from any working directory; those of which more is said
# are run from another one where that is said.
SCRIPTS = [
    ("sqrtf", "sqrtf_abi.py"),
    ("add", "add_api_build.py"),
    ("add", "add_abi_build.py"),
    ("foo", "foo_build.py"),
    ("foo", "foo_api.py"),
    ("zlib", "zlib_build.py"),
    ("zlib", "zlib_api.py"),
    ("zlib", "fletcher_build.py"),
    ("zlib", "fletcher_load.py"),
    ("printf", "printf_abi.py"),
    ("printf", "flush_order.py"),
    ("tsearch", "tsearch_build.py"),
    ("tsearch", "tsearch_api.py"),
    ("tsearch", "collected.py"),
    ("pi-package", "names.py"),
    ("slurm", "pi_task.py"),
    ("timer", "timer_build.py"),
    ("timer", "timer_api.py"),
    ("cpp", "cpp_build.py"),
    ("cpp", "cpp_api.py"),
    ("rust", "rust_abi.py"),
    ("embedding", "embedding_build.py"),
    ("mysqlite", "mysqlite_build.py"),
    ("mysqlite", "session.py"),
]


# The scope lets the tests of a demo follow each other, so that workers seldom wait for one that is
# made.
every_demo = pytest.mark.parametrize("demo", DEMOS, scope="module")
# All but the one whose `make` shows the whole way from the sources to an installed wheel, each
# time.
BUILT_ONCE = [demo for demo in DEMOS if demo != "mycffi"]


def test_make_knows_every_demo():
    listed = re.search(r"^DEMOS := (.*)$", (DEMO / "Makefile").read_text(), re.MULTILINE)[1]
    assert sorted(listed.split()) == DEMOS


@every_demo
def test_make_builds_and_runs_all_of_it_without_a_complaint(made, demo):
    _, result = made(demo)
    assert (result.returncode, result.stderr) == (0, "")


@every_demo
def test_readme_shows_what_comes_out(made, demo):
    _, result = made(demo)
    shown = re.search(r"```text\n(.*?)```", (DEMO / demo / "README.md").read_text(), re.DOTALL)[1]
    same = doctest.OutputChecker().check_output(shown, result.stdout, doctest.ELLIPSIS)
    assert same, f"demo/{demo}/README.md is out of date; make printed:\n{result.stdout}"


@pytest.mark.alike
@pytest.mark.parametrize("demo", BUILT_ONCE, scope="module")
def test_make_a_second_time_builds_no_module_and_prints_the_rest(made, demo):
    directory, first = made(demo)
    with alone(lock_of(directory)):
        before = modules_of(directory)
        second = make(directory)
        assert second.returncode == 0
        assert modules_of(directory) == before
    lines = [steady(line) for line in first.stdout.splitlines() if not line.startswith("ready: ")]
    assert [steady(line) for line in second.stdout.splitlines()] == lines


def modules_of(directory):
    """Return when each extension module was built."""
    return {path: path.stat().st_mtime_ns for path in directory.rglob("_*.so")}


def steady(line):
    """Return a line without what differs from run to run: addresses and times."""
    return re.sub(r"0x\w+|\d+\.\d+", "_", line)


@every_demo
def test_git_sees_nothing_of_what_make_leaves(made, demo):
    directory, _ = made(demo)
    there = [f"demo/{demo}/{name}" for name in files(directory) if (directory / name).is_file()]
    asked = {"cwd": REPOSITORY, "input": "\n".join(there)}
    ignored = run("git", "check-ignore", "--stdin", **asked).stdout.splitlines()
    given = run("git", "ls-files", "--others", "--cached", "--exclude-standard", cwd=REPOSITORY)
    assert not set(there) - set(ignored) - set(given.stdout.splitlines())


@every_demo
def test_make_clean_leaves_no_stray_file(made, demo, tmp_path):
    directory, _ = made(demo)
    copied = copy_built(directory, tmp_path)
    if demo == "add":  # imported, as a notebook does, so that there is bytecode to remove
        assert run(sys.executable, "-c", "import add_library", cwd=copied).returncode == 0
    assert make(copied, "clean").returncode == 0
    assert files(copied) == files(copy(demo, tmp_path / "fresh"))


@pytest.mark.alike
@pytest.mark.parametrize(("demo", "script"), SCRIPTS, ids=[script for _, script in SCRIPTS])
def test_script_runs_from_another_directory(made, demo, script, tmp_path):
    directory, _ = made(demo)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    # A copy, as some build a module that other tests import.
    result = run(sys.executable, copy_built(directory, tmp_path) / script, cwd=elsewhere)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout
    assert not files(elsewhere)


@pytest.mark.parametrize(
    ("demo", "source"),
    [
        ("add", "add.c"),
        ("pointers", "pointers.c"),
        ("foo", "weekday.c"),
        ("tsearch", "words.c"),
        ("cpp", "levels.cpp"),
        ("embedding", "ask.c"),
        ("mysqlite", "c/columns.c"),
    ],
)
def test_a_warning_stops_the_build(demo, source, tmp_path):
    require(demo)
    directory = copy(demo, tmp_path)
    with (directory / source).open("a") as file:
        file.write("\nstatic int left_over(double x)\n{\n    return x;\n}\n")
    result = make(directory)
    assert result.returncode != 0
    assert re.search(source + r":\d+:.*conversion", result.stderr)


RUNS = "`make PYTHON=pypy3` runs all of it"
# What a demo says of PyPy, in a sentence of its README that begins "On PyPy", and what is tried for
# it.
ON_PYPY = {
    **dict.fromkeys(
        ("cpp", "foo", "printf", "rust", "slurm", "sqrtf", "timer", "tsearch", "zlib"), RUNS
    ),
    "add": "`make PYTHON=pypy3 library modules` builds both modules",
    "cdef-check": "the two programs run as they are",
    "embedding": "this demo does not run",
    **dict.fromkeys(("mycffi", "pi-package"), "the package runs as it is"),  # see test_demo_NAME.py
    "mysqlite": "`make PYTHON=pypy3 module` builds the module",
    "pointers": "this demo has no Python in it",
}
COMPARED_LINES = {"tsearch": 5}  # a callback that was dropped lives on, until PyPy collects


def on_pypy(demo: str) -> str:
    """Return the sentence that a demo has about PyPy."""
    return re.search(r"^On PyPy,? (.*)$", (DEMO / demo / "README.md").read_text(), re.MULTILINE)[1]


@every_demo
def test_demo_says_what_it_can_do_on_pypy(demo):
    assert ON_PYPY[demo] in on_pypy(demo)


@pytest.mark.alike
@pytest.mark.parametrize("demo", [demo for demo, says in ON_PYPY.items() if says == RUNS])
def test_demo_runs_on_pypy_unchanged(made, demo, tmp_path):
    _, here = made(demo)
    require_pypy()
    there = make(copy(demo, tmp_path), "PYTHON=pypy3")
    assert (there.returncode, there.stderr) == (0, "")
    untagged = [
        re.sub(r"\.(cpython|pypy)\S*?\.so", "", done.stdout).splitlines() for done in (here, there)
    ]
    compared = COMPARED_LINES.get(demo)
    assert untagged[0][:compared] == untagged[1][:compared]


def test_add_on_pypy_builds_and_wants_a_numpy(tmp_path):
    require("add")
    require_pypy()
    directory = copy("add", tmp_path)
    built = make(directory, "PYTHON=pypy3", "library", "modules")
    assert (built.returncode, built.stderr) == (0, "")
    ran = make(directory, "PYTHON=pypy3")
    has_numpy = run("pypy3", "-c", "import numpy", cwd=tmp_path).returncode == 0
    assert has_numpy == (ran.returncode == 0)
    assert has_numpy or "No module named 'numpy'" in ran.stderr


def test_mysqlite_on_pypy_builds_its_module(tmp_path):
    require("mysqlite")
    require_pypy()
    built = make(copy("mysqlite", tmp_path), "PYTHON=pypy3", "module")
    assert built.returncode == 0, built.stderr
    assert built.stdout.startswith("ready: _sqlite.pypy")


def test_cdef_check_on_pypy_runs_its_programs(tmp_path):
    require("cdef-check")
    require_pypy()
    directory = copy("cdef-check", tmp_path)
    assert make(directory, "library").returncode == 0
    for program in ("buoy_abi.py", "buoy_wrong.py"):
        here, there = (run(python, program, cwd=directory) for python in (sys.executable, "pypy3"))
        assert (there.returncode, there.stdout) == (here.returncode, here.stdout)


def test_embedding_on_pypy_says_what_it_needs(tmp_path):
    require_pypy()
    said = make(copy("embedding", tmp_path), "PYTHON=pypy3").stdout
    assert (
        said
        == "This demo needs Python as a shared library; install it: sudo apt install python3-dev\n"
    )


def printed(result: subprocess.CompletedProcess, label: str) -> float:
    """Return the number that the sqrtf demo printed behind a label."""
    return float(re.search(rf"^{re.escape(label)} +(\S+)", result.stdout, re.MULTILINE)[1])


def test_sqrtf_prints_the_float_nearest_to_the_root(made):
    _, result = made("sqrtf")
    assert printed(result, "sqrtf(2.0)") == float(np.float32(math.sqrt(2.0)))
    assert printed(result, "sqrtf(2.0)") != math.sqrt(2.0)
    assert printed(result, "sqrtf(4.0)") == 2.0


def test_sqrtf_prints_where_the_digits_went(made):
    _, result = made("sqrtf")
    error = math.sqrt(2.0) - float(np.float32(math.sqrt(2.0)))
    assert printed(result, "they differ by") == pytest.approx(error, rel=1e-2)
    assert printed(result, "floats there are apart") == pytest.approx(2**-23, rel=1e-2)
    assert printed(result, "0.1 arrives in C as") == float(np.float32(0.1))


@pytest.mark.parametrize("binding", BINDINGS)
def test_add_prints_what_numpy_finds(made, binding, tmp_path):
    directory, _ = made("add")
    result = run(sys.executable, directory / f"{binding}.py", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert not files(tmp_path)
    assert f"a is now {11 * np.arange(4.0)}" in result.stdout
    assert "2,000,000 sums, the same as NumPy's: True" in result.stdout


ADD_TO_GIVEN = """
import json, sys
import numpy as np
from {binding} import ffi, lib

a, b = (np.array(values, dtype=np.float64) for values in json.load(open(0)))
lib.add(ffi.from_buffer("double[]", a), ffi.from_buffer("double[]", b), a.size - 1)
print(json.dumps(a.tolist()))
"""


@pytest.mark.parametrize("binding", BINDINGS)
@pytest.mark.parametrize("n", [1, 2, 1001])
def test_add_adds_the_first_n_and_no_more(made, binding, n):
    directory, _ = made("add")
    a, b = np.random.default_rng(n).normal(size=(2, n))
    program, given = ADD_TO_GIVEN.format(binding=binding), json.dumps([a.tolist(), b.tolist()])
    result = run(sys.executable, "-c", program, cwd=directory, input=given)
    result.check_returncode()
    b[-1] = 0.0  # add() is told of one element fewer than there are
    assert json.loads(result.stdout) == (a + b).tolist()


def test_add_would_say_that_numpy_disagrees(tmp_path):
    require("add")
    directory = copy("add", tmp_path)
    replace_in(directory / "add.c", "+=", "-=")
    assert make(directory, "library").returncode == 0
    assert "the same as NumPy's: False" in run(sys.executable, "add_abi.py", cwd=directory).stdout


@pytest.mark.parametrize(
    "script", ["add_abi.py", "add_api_build.py", "add_abi_build.py", "import_cost.py"]
)
def test_cdef_says_what_the_header_says(script):
    declaration = re.search(r"^void .*?;", (DEMO / "add/add.h").read_text(), re.MULTILINE)[0]
    assert re.findall(r'cdef\("(.*?)"\)', (DEMO / "add" / script).read_text()) == [declaration]


def test_import_cost_prints_a_ratio_with_its_spread(made, tmp_path):
    directory, _ = made("add")
    result = run(sys.executable, directory / "import_cost.py", "3", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert not files(tmp_path)
    spread = r"[\d.]+ \([\d.]+ to [\d.]+\)"
    assert "median of 3 fresh interpreters" in result.stdout
    for name in ["python alone", "ABI in-line", "ABI out-of-line"]:
        assert re.search(rf"^{name} +{spread} ms$", result.stdout, re.MULTILINE)
    assert re.search(rf"^in-line / out-of-line: {spread}$", result.stdout, re.MULTILINE)


def test_pointers_prints_addresses_one_element_apart(made):
    _, result = made("pointers")
    addresses = [
        int(digits, 16) for digits in re.findall(r"^rain.* at (0x\w+)", result.stdout, re.MULTILINE)
    ]
    assert len(addresses) == 4
    assert {b - a for a, b in itertools.pairwise(addresses)} == {8}


def test_pointers_changes_the_variable_and_not_the_copy(made):
    _, result = made("pointers")
    assert re.search(r"after warm_copy: +21\.5\nafter warm: +22\.5\n", result.stdout)


# What newcomers get wrong, in the order of the notebook, and the part of the answer that tells.
ERRORS = {
    "sqrtf": [
        ("OSError", "cannot load library 'libm.so'"),
        ("TypeError", "must be real number, not str"),
        ("TypeError", "initializer for ctype 'char *' must be a bytes"),
    ],
    "add": [
        ("OSError", "cannot load library 'libadd.so'"),
        ("TypeError", "must be a cdata pointer, not numpy.ndarray"),
        ("OSError", "cannot load library 'm'"),
    ],
    "pointers": [("TypeError", "has no len()")],
    "foo": [
        ("TypeError", "an integer is required"),
        ("OverflowError", "integer 1000000000000 does not fit '32-bit int'"),
        ("ValueError", "no such date: 1900-02-29"),
    ],
    "zlib": [
        ("TypeError", "initializer for ctype 'unsigned char *' must be a bytes"),
        ("ValueError", "zlib says: buffer error"),
        ("ImportError", "libfletcher"),
    ],
    "printf": [
        (
            "TypeError",
            "argument 2 passed in the variadic part needs to be a cdata object (got int)",
        ),
        ("TypeError", "needs to be a cdata object (got bytes)"),
    ],
    "tsearch": [
        ("TypeError", "must be a cdata pointer, not str"),
        ("ValueError", "substring not found"),
    ],
    "pi-package": [
        ("AttributeError", "function/symbol 'pi_inside' not found in library"),
        ("TypeError", "points has elements of format 'f'; expected 'd', doubles"),
    ],
    "timer": [
        ("error", "the C compiler says 'SIGEV_SIGNAL' is equal to 0"),
        ("error", "wrong total size"),
        ("OSError", "Invalid argument"),
    ],
    "mysqlite": [
        ("Error", "no such column: hieght"),
        ("TypeError", "must be real number, not bytes"),
        ("Error", "ValueError: math domain error"),
        ("ValueError", "the database is closed"),
    ],
    "rust": [("AttributeError", "function/symbol 'tide_mean' not found in library")],
    "cpp": [
        ("CDefError", "Invalid declaration"),
        ("CDefError", "before: ::"),
        ("IndexError", "there is no level"),
        ("ValueError", "found a NaN"),
    ],
}


@every_demo
def test_notebook_shows_the_errors_it_explains(demo):
    """What is stored; tests/test_notebooks.py runs each notebook and compares."""
    cells = json.loads((DEMO / demo / f"{demo}.ipynb").read_text())["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    errors = [output for output in outputs if output["output_type"] == "error"]
    told = ERRORS.get(demo, [])
    assert [error["ename"] for error in errors] == [name for name, _ in told]
    for (_, message), error in zip(told, errors, strict=True):
        assert message in error["evalue"]


def test_a_command_that_is_given_up_leaves_nothing(tmp_path):
    """A demo that loops took a processor from all that was tested after it."""
    loops = f"{sys.executable} -c 'import time; time.sleep(1000)' & echo $! > loops; wait"
    with pytest.raises(subprocess.TimeoutExpired):
        run("sh", "-c", loops, cwd=tmp_path, timeout_s=1)
    left = (tmp_path / "loops").read_text().strip()
    until(lambda: not command_of(left))
