"""The nine routes give the same answers and refuse the same arguments, and say what they took.

They are copied away and built there, once for all tests, as `make` in demo/routes builds them.
"""

import ast
import functools
import json
import operator
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import numpy as np
import pytest

from cffi_workshop.notebooks.readme_steps import entries

from .demo_runs import DEMO, copy, files, run
from .surroundings import REPOSITORY, not_here
from .workers import alone, shared_folder

ROUTES = DEMO / "routes"
PYTHON_ROUTES = ["ctypes", "cffi-abi", "cffi-abi-out-of-line", "cffi-api"]
CFFI_ROUTES = PYTHON_ROUTES[1:]
SLUGS = [*PYTHON_ROUTES, "c-extension", "cython", "swig", "pybind11", "nanobind"]
EXTENSION = sysconfig.get_config_var("EXT_SUFFIX")

# What is tested are answers, and those are the same without the optimizer, which takes half of a
# build.
UNOPTIMIZED = {
    "CFLAGS": "-O0",
    "CXXFLAGS": "-O0",
    "SKBUILD_CMAKE_BUILD_TYPE": "None",
    "SKBUILD_CMAKE_ARGS": "-DCMAKE_INTERPROCEDURAL_OPTIMIZATION=OFF",
}

every_route = pytest.mark.parametrize("slug", SLUGS)


@pytest.fixture(autouse=True, scope="module")
def unoptimized():
    """Let what a test builds be built fast, without optimization.

    A learner's build keeps `-O2` and the like.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name, value in UNOPTIMIZED.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(autouse=True, scope="module")
def cython():
    """Let a build find Cython, which tests/conftest.py keeps out of sight."""
    paths = os.environ["PYTHONPATH"].split(os.pathsep)
    others = [path for path in paths if not Path(path, "Cython.py").is_file()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(others))
        yield


def require_make() -> None:
    missing = [name for name in ["make", "cc"] if shutil.which(name) is None]
    if missing:
        not_here(f"{', '.join(missing)} is missing; install: `sudo apt install build-essential`")


@pytest.fixture(scope="session")
def routes(tmp_path_factory):
    """Return a copy of demo/routes with the C library built, the same one for all workers."""
    require_make()
    base = shared_folder(tmp_path_factory)
    directory = base / "nine of them" / "routes"
    with alone(base / "routes.lock"):
        if not (directory / "libfib.a").exists():
            made = run("make", "-s", "library", cwd=copy("routes", directory.parent))
            assert (made.returncode, made.stderr) == (0, "")
    return directory


@pytest.fixture(scope="session")
def built(routes):
    """Return built(slug): the folder of a route that has been built there."""

    def built(slug: str) -> Path:
        told = routes / f"{slug}.told"
        with alone(routes / f"{slug}.lock"):
            if not told.exists():
                told.write_text(run(sys.executable, "build.py", slug, cwd=routes).stdout)
        if "missing; install:" in told.read_text():
            not_here(told.read_text())
        assert told.read_text() == f"ready: {slug}\n"
        return routes / slug

    return built


# Answers one expression a line. One process a route serves all tests: NumPy takes long to import.
ANSWER = """
import json, sys
from importlib import import_module
import numpy as np
import route

def references_kept(dtype):
    values = np.ones(4, dtype=dtype)
    before = sys.getrefcount(values)
    for _ in range(100):
        try:
            route.total(values)
        except TypeError:
            pass
    return sys.getrefcount(values) - before

for line in sys.stdin:
    try:
        answer = eval(json.loads(line))
    except Exception as error:
        told = [type(error).__name__, str(error)]
    else:
        told = [type(answer).__name__, answer]
    print(json.dumps(told), flush=True)
"""


@pytest.fixture(scope="session")
def ask(built):
    """Yield a function ask(slug, expression), which returns the answer of a route.

    That is type and value, or name and message of the exception.
    """
    children = {}

    def ask(slug: str, expression: str):
        if slug not in children:
            command = [sys.executable, "-c", ANSWER]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            children[slug] = subprocess.Popen(command, cwd=built(slug), text=True, **pipes)
        child = children[slug]
        print(json.dumps(expression), file=child.stdin, flush=True)
        told = child.stdout.readline()
        assert told, f"the process ended over {expression}, exit status {child.wait()}"
        return json.loads(told)

    yield ask
    for child in children.values():
        with child:
            child.stdin.close()


def test_every_folder_is_a_route_that_is_tested():
    assert {path.parent.name for path in ROUTES.glob("*/route.toml")} == set(SLUGS)


# Known values, not a copy of the loop.
FIBONACCI = {0: 0, 1: 1, 2: 1, 10: 55, 20: 6765, 47: 2971215073, 92: 7540113804746346429}


@every_route
def test_fib_gives_the_fibonacci_numbers(ask, slug):
    numbers = ask(slug, f"[route.fib(n) for n in {list(FIBONACCI)}]")
    assert numbers == ["list", list(FIBONACCI.values())]


@every_route
def test_fib_gives_an_int(ask, slug):
    assert ask(slug, "route.fib(True)") == ["int", 1]


REFUSED_N = {
    "'20'": "TypeError",
    "1.5": "TypeError",
    "20.0": "TypeError",
    "None": "TypeError",
    "np.int64(20)": "TypeError",
    "-1": "ValueError",
    "-2**31 - 1": "ValueError",
    "-2**64": "ValueError",
    "93": "OverflowError",
    "2**31": "OverflowError",
    "2**32": "OverflowError",
    "2**64 + 20": "OverflowError",
}


@every_route
@pytest.mark.parametrize(("n", "error"), REFUSED_N.items(), ids=REFUSED_N)
def test_fib_refuses_a_wrong_number(ask, slug, n, error):
    assert ask(slug, f"route.fib({n})")[0] == error


@every_route
@pytest.mark.parametrize("arguments", ["", "1, 2"], ids=["none", "two"])
def test_fib_takes_one_argument(ask, slug, arguments):
    assert ask(slug, f"route.fib({arguments})")[0] == "TypeError"


@every_route
@pytest.mark.parametrize("n", [-1, 93])
def test_refusal_names_the_number_and_its_limit(ask, slug, n):
    limit = "0 or more" if n < 0 else "92 or less"
    assert ask(slug, f"route.fib({n})")[1] == f"n is {n}; it has to be {limit}"


@every_route
def test_nothing_gives_none(ask, slug):
    assert ask(slug, "route.nothing()") == ["NoneType", None]


@every_route
@pytest.mark.parametrize("count", [0, 1, 2, 1000])
def test_total_adds_from_first_to_last(ask, slug, count):
    values = np.random.default_rng().normal(size=count)
    expected = functools.reduce(operator.add, values.tolist(), 0.0)
    assert ask(slug, f"route.total(np.array({values.tolist()}, dtype=float))") == [
        "float",
        expected,
    ]


@every_route
def test_total_takes_an_array_that_cannot_be_written(ask, slug):
    assert ask(slug, "route.total(np.broadcast_to(1.5, 1))") == ["float", 1.5]


REFUSED_VALUES = [
    "[1.0, 2.0]",
    "None",
    "'12345678'",
    "b'12345678'",
    "1.5",
    "np.float64(1.5)",
    "np.arange(4, dtype='float32')",
    "np.arange(4, dtype='int64')",
    "np.arange(4, dtype='complex128')",
    "np.arange(4).astype('>f8')",
    "np.empty(0, dtype='float32')",
    "np.ones((2, 2))",
    "np.ones(4)[::2]",
    "np.ones(4)[::-1]",
    "np.array(1.5)",
    "np.array([1.0, None])",
]


@every_route
@pytest.mark.parametrize("values", REFUSED_VALUES)
def test_total_refuses_all_but_a_row_of_float64(ask, slug, values):
    assert ask(slug, f"route.total({values})")[0] == "TypeError"


@every_route
@pytest.mark.parametrize("dtype", ["float64", "float32"], ids=["taken", "refused"])
def test_total_lets_go_of_its_argument(ask, slug, dtype):
    assert ask(slug, f"references_kept({dtype!r})") == ["int", 0]


@every_route
def test_bare_fib_calls_the_same_function(ask, slug):
    assert ask(slug, "[route.bare_fib(n) for n in (0, 20, 92, 93, -1)]") == [
        "list",
        [0, 6765, FIBONACCI[92], -1, -1],
    ]


# README.md and the episode say of three routes that something goes wrong without a word, or
# otherwise.
BARE = [
    ("ctypes", "2**40", ["int", 0]),
    ("cython", "1.5", ["int", 1]),
    ("cffi-api", "2**40", "OverflowError"),
    ("c-extension", "2**40", "OverflowError"),
    ("swig", "'20'", "TypeError"),
    ("pybind11", "2**40", "TypeError"),
    ("nanobind", "2**40", "TypeError"),
]


@pytest.mark.parametrize(
    ("slug", "n", "expected"), BARE, ids=[f"{slug}-{n}" for slug, n, _ in BARE]
)
def test_bare_fib_shows_the_conversion_of_the_route_itself(ask, slug, n, expected):
    answer = ask(slug, f"route.bare_fib({n})")
    assert answer == expected if isinstance(expected, list) else answer[0] == expected


@every_route
def test_readme_says_what_the_route_takes(routes, slug):
    program = f"import table; print(table.took({slug!r}))"
    told = run(sys.executable, "-c", program, cwd=routes).stdout
    assert "lines |" in told
    assert told in (ROUTES / slug / "README.md").read_text(), f"its README.md has to hold:\n{told}"


@every_route
def test_examples_in_the_readme_are_what_comes_out(built, slug):
    assert ">>> route.fib(20)" in (ROUTES / slug / "README.md").read_text()
    result = run(sys.executable, "-m", "doctest", "-o", "ELLIPSIS", "README.md", cwd=built(slug))
    assert (result.returncode, result.stdout) == (0, "")


def functions(slug: str) -> dict[str, str]:
    """Return the source of each function in a route's Python file."""
    tree = ast.parse((ROUTES / slug / "route.py").read_text())
    return {node.name: ast.unparse(node) for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("slug", CFFI_ROUTES[1:])
def test_cffi_routes_differ_only_in_where_lib_comes_from(slug):
    assert functions(slug) == functions(CFFI_ROUTES[0])


@pytest.mark.parametrize(
    "path", ["cffi-abi/route.py", "cffi-abi-out-of-line/fib_build.py", "cffi-api/fib_build.py"]
)
def test_cdef_declares_what_the_header_declares(path):
    declared = r"^ *((?:int64_t|void|double) fib_\w+\(.*?\);)"
    header = re.findall(declared, (ROUTES / "fib.h").read_text(), re.MULTILINE)
    assert len(header) == 3
    assert re.findall(declared, (ROUTES / path).read_text(), re.MULTILINE) == header


@pytest.mark.parametrize("slug", PYTHON_ROUTES)
def test_python_route_knows_the_limit_of_the_header(ask, slug):
    limit = int(re.search(r"FIB_LARGEST_N (\d+)", (ROUTES / "fib.h").read_text())[1])
    assert ask(slug, "route.LARGEST_N") == ["int", limit]


# The row of the curriculum that each folder answers for: beside fib(), what such courses show.


def python(folder: Path, program: str) -> list[str]:
    """Run a program in a route's folder and return the lines that it prints."""
    result = run(sys.executable, "-c", program, cwd=folder)
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout.splitlines()


def test_spam_system_runs_a_command_and_gives_its_wait_status(built):
    program = "import os, spam; print(os.waitstatus_to_exitcode(spam.system('echo ran; exit 3')))"
    assert python(built("c-extension"), program) == ["ran", "3"]


@pytest.mark.parametrize("argument", ["3", "b'true'", "'a', 'b'", ""])
def test_spam_system_refuses_all_but_one_str(ask, argument):
    error, says = ask("c-extension", f"import_module('spam').system({argument})")
    assert error == "TypeError"
    assert "system()" in says


# system() reports no error of its own before it waits: here there is no child left to wait for.
NO_CHILD = """
import errno, signal, spam
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
try:
    spam.system("true")
except spam.error as error:
    print(isinstance(error, OSError), errno.errorcode[error.errno])
"""


def test_spam_error_is_an_oserror_with_the_number_that_c_left(built):
    assert python(built("c-extension"), NO_CHILD) == ["True ECHILD"]


def test_spam_keeps_its_error_in_the_module_it_belongs_to(built):
    program = """
import importlib.util, spam
again = importlib.util.module_from_spec(spam.__spec__)
spam.__spec__.loader.exec_module(again)
print(again is spam, again.error is spam.error, again.system("exit 0"))
"""
    assert python(built("c-extension"), program) == ["False False 0"]


def test_example_calculates(built):
    program = "import example; print(example.fact(0), example.fact(12), example.my_mod(-7, 3))"
    assert python(built("swig"), program) == ["1 479001600 -1"]


EXAMPLE_REFUSES = {
    "fact(13)": "ValueError",
    "fact(-1)": "ValueError",
    "fact('5')": "TypeError",
    "my_mod(7, 0)": "ZeroDivisionError",
}


@pytest.mark.parametrize(("call", "error"), EXAMPLE_REFUSES.items(), ids=EXAMPLE_REFUSES)
def test_example_refuses_what_c_leaves_undefined(ask, call, error):
    assert ask("swig", f"import_module('example').{call}")[0] == error


def test_example_divides_the_least_int_without_a_crash(ask):
    assert ask("swig", "import_module('example').my_mod(-2**31, -1)") == ["int", 0]


def test_example_tells_the_time(built):
    program = (
        "import example, time; print(time.time() - "
        "time.mktime(time.strptime(example.get_time().strip())))"
    )
    assert 0 <= float(python(built("swig"), program)[0]) < 60


def test_example_shares_its_global_variable(built):
    program = """
import example
print(example.cvar.My_variable)
example.cvar.My_variable = 4.5
import _example
print(_example.cvar.My_variable)
"""
    assert python(built("swig"), program) == ["3.0", "4.5"]


def test_myprint_prints_in_the_order_of_the_calls(built):
    program = "import text; print('before'); n = text.myprint('Zürich'); print('after', n)"
    assert python(built("ctypes"), program) == ["before", "Zürich", "after 7"]


@pytest.mark.parametrize(
    ("argument", "error"), [("b'x'", "TypeError"), ("3", "TypeError"), (r"'a\0b'", "ValueError")]
)
def test_myprint_refuses_what_it_would_print_wrongly(ask, argument, error):
    assert ask("ctypes", f"import_module('text').myprint({argument})")[0] == error


def test_result_without_a_restype_is_wrong_and_nothing_complains(built):
    lines = python(built("ctypes"), "import text; text.show_missing_types()")
    right, wrong = (int(line.split()[-1]) for line in lines)
    assert right == 12586269025
    assert wrong != right
    assert (right - wrong) % 2**32 == 0


def test_a_c_program_brings_the_module_along(routes):
    """What the README of the C extension shows, typed in its order."""
    readme = (routes / "c-extension" / "README.md").read_text()
    shown = re.search(r"```console\n(.*?)```", readme, re.DOTALL)[1]
    for command, printed in entries(shown):
        command = command.replace("make ", f"make -s PYTHON={sys.executable} ")
        result = run("sh", "-c", command, cwd=routes)
        assert (result.returncode, result.stdout, result.stderr) == (0, printed, "")


def test_cython_greets(ask):
    assert ask("cython", "import_module('lessons').hello('Ada')") == ["str", "Hello, Ada"]


@pytest.mark.parametrize("count", [0, 1, 25, 1000])
def test_cython_finds_the_first_primes(ask, count):
    _, found = ask("cython", f"import_module('lessons').primes({count})")
    assert len(found) == count
    sieve = [n for n in range(2, 7920) if all(n % d for d in range(2, int(n**0.5) + 1))]
    assert found == sieve[:count]


def test_cython_noise_is_normal_and_follows_from_its_seed(ask):
    noise = "import_module('lessons').random_noise(10_000, seed={})"
    first, same, other = (ask("cython", noise.format(seed))[1] for seed in (1, 1, 2))
    assert first == same != other
    assert abs(np.mean(first)) < 0.05
    assert abs(np.std(first) - 1) < 0.05


LESSONS_REFUSE = {
    "primes(-1)": "ValueError",
    "primes(1001)": "ValueError",
    "random_noise(-1)": "ValueError",
    "random_noise(2**62)": "MemoryError",
    "first_by_memoryview(None)": "TypeError",
}


@pytest.mark.parametrize(("call", "error"), LESSONS_REFUSE.items(), ids=LESSONS_REFUSE)
def test_cython_lessons_refuse(ask, call, error):
    assert ask("cython", f"import_module('lessons').{call}")[0] == error


# A hundred times 80 MB under a limit of 1 GB; a seed that cannot be one ends each before it is
# filled.
NOISE_UNDER_A_LIMIT = """
import lessons, resource
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
for _ in range(100):
    try:
        lessons.random_noise(10**7, seed=[])
    except TypeError as error:
        told = type(error).__name__
print(told)
"""


def test_cython_noise_gives_its_memory_back_even_after_an_exception(built):
    assert python(built("cython"), NOISE_UNDER_A_LIMIT) == ["TypeError"]


def test_cython_overhead_prints_four_ways(built):
    result = run(sys.executable, "overhead.py", "1", cwd=built("cython"))
    assert result.stderr == ""
    assert re.findall(r"^by ([\w ]+?) +[\d.]+ ns a call$", result.stdout, re.MULTILINE) == [
        "address",
        "memoryview kept",
        "memoryview made",
        "object",
    ]


def test_cython_reads_the_same_number_in_each_way(built):
    program = """
import numpy as np
from lessons import *
values = np.array([1.5, 2.5])
view = memoryview_of(values)
print(first_by_address(values.ctypes.data), first_by_memoryview(values), first_by_memoryview(view))
print(first_by_object(values), view.base is values)
"""
    assert python(built("cython"), program) == ["1.5 1.5 1.5", "1.5 True"]


# What is made of the folders.


@pytest.fixture(scope="session")
def table(routes, built):
    """Return table(): the cells of every row by column, by title, and the notes below.

    It is made once for all workers, as each row is the answers of a dozen processes.
    """

    @functools.cache
    def table():
        for slug in SLUGS:
            built(slug)
        told = routes / "table.told"
        with alone(routes / "table.lock"):
            if not told.exists():
                result = run(sys.executable, "table.py", cwd=routes)
                assert (result.returncode, result.stderr) == (0, "")
                told.write_text(result.stdout)
        drawn, _, notes = told.read_text().partition("\n\n")
        head, _, *rows = map(cells_of, drawn.splitlines())
        return {row[0]: dict(zip(head, row, strict=True)) for row in rows}, notes.splitlines()

    return table


def about(slug: str) -> dict:
    return tomllib.loads((ROUTES / slug / "route.toml").read_text())


@every_route
def test_table_says_what_a_route_gives(table, slug):
    row = table()[0][about(slug)["title"]]
    assert row["C reads NULL"] == "ended by SIGSEGV"
    assert int(row["lines"]) > 10
    assert "" not in row.values()
    assert "not built" not in row.values()


# The first words of the rows of episode 12, where some routes share one.
ON_THE_PAGE = {
    "ctypes": "ctypes",
    "cffi": "cffi, all modes",
    "C extension": "C extension, SWIG",
    "SWIG": "C extension, SWIG",
    "Cython": "Cython",
    "pybind11": "pybind11, nanobind",
    "nanobind": "pybind11, nanobind",
}


@every_route
def test_the_page_on_other_routes_says_what_was_tried(table, slug):
    title = about(slug)["title"]
    tried = table()[0][title]
    page = (REPOSITORY / "episodes" / "12-other-routes.md").read_text(encoding="utf-8")
    drawn = page[page.index('| route | `fib("20")` |') :].partition("\n\n")[0]
    head, _, *rows = map(cells_of, drawn.splitlines())
    row = next(row for row in rows if row[0] == ON_THE_PAGE[title.partition(",")[0]])
    for column, told in zip(head, row, strict=True):
        if column.startswith("`"):
            assert told.strip("`") == tried[column.strip("`")].removeprefix("silent: ")


def cells_of(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split(" | ")]


@every_route
def test_table_gives_a_source_for_what_was_not_tried(table, slug):
    title = about(slug)["title"]
    notes = [note for note in table()[1] if note.startswith(f"- {title}, ")]
    assert [note.partition(":")[0] for note in notes] == [
        f"- {title}, PyPy",
        f"- {title}, free threading",
    ]
    assert all(re.search(r"\[source\]\(https://\S+\); \S", note) for note in notes)


def test_table_tells_what_was_generated(table):
    rows = table()[0]
    assert rows["ctypes"]["files generated"] == "none"
    assert rows["cffi, ABI out-of-line"]["files generated"] == "`_fib_abi.py`"
    assert rows["SWIG"]["files generated"] == f"`route.py`, `route_wrap.c`, `_route{EXTENSION}`"


def test_table_says_of_a_route_that_it_is_not_built(tmp_path):
    directory = copy("routes", tmp_path)
    program = "import json, table; print(json.dumps(table.row('c-extension')[0]))"
    row = json.loads(run(sys.executable, "-c", program, cwd=directory).stdout)
    assert (row["files generated"], row["fib(1.5)"], row["C reads NULL"]) == ("not built",) * 3
    assert row["files written"] == "`pyproject.toml`, `route.c`, `arguments.h`"


CODE = {
    "a.c": ('/* one\n   two */\nint n; /* three */\n\n// four\nchar *s = "#";\n', 2),
    "a.py": ('"""Say."""\n\n# why\nn = 1  # one\n', 2),
    "CMakeLists.txt": ("# why\nproject(n)\n", 1),
}


@pytest.mark.parametrize(("name", "text", "lines"), [(n, *v) for n, v in CODE.items()], ids=CODE)
def test_lines_of_code_are_neither_blank_nor_comments(tmp_path, name, text, lines):
    (tmp_path / name).write_text(text)
    program = (
        f"import pathlib, table; print(table.code_lines(pathlib.Path({str(tmp_path / name)!r})))"
    )
    assert python(ROUTES, program) == [str(lines)]


def stand_in(folder: Path, name: str, site: str = "") -> Path:
    """Write a command that runs this interpreter under another name, after some code of ours."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(site)
    path = folder / name
    path.write_text(f'#!/bin/sh\nPYTHONPATH="{folder}" exec "{sys.executable}" "$@"\n')
    path.chmod(0o755)
    return path


def try_route(routes: Path, slug: str, kind: str, first: Path) -> list[str]:
    program = f"import json, elsewhere; print(json.dumps(elsewhere.try_route({slug!r}, {kind!r})))"
    path = os.pathsep.join([str(first), os.environ["PATH"]])
    result = run(sys.executable, "-c", program, cwd=routes, env={**os.environ, "PATH": path})
    return json.loads(result.stdout)


def test_interpreter_that_runs_the_route_is_told(routes, tmp_path):
    stand_in(tmp_path, "pypy3")
    version = ".".join(map(str, sys.version_info[:3]))
    assert try_route(routes, "cffi-abi", "pypy", tmp_path) == [
        "works",
        f"works with Python {version}",
    ]


def test_route_that_turns_the_gil_back_on_is_told(routes, tmp_path):
    stand_in(tmp_path, "python3.15t", "import sys; sys._is_gil_enabled = lambda: True")
    outcome, told = try_route(routes, "cffi-abi", "free_threading", tmp_path)
    assert outcome == "fails"
    assert told == "fails with python3.15t: AssertionError: the import turned the GIL back on"


def test_interpreter_without_the_packages_is_told(routes, tmp_path):
    stand_in(
        tmp_path,
        "pypy3",
        "import sys; sys.path = [p for p in sys.path if 'site-packages' not in p]",
    )
    outcome, told = try_route(routes, "cffi-abi", "pypy", tmp_path)
    assert outcome == "not tried"
    assert told == "with pypy3 it was not built: cffi is missing"


@pytest.mark.parametrize("slug", PYTHON_ROUTES)
def test_route_runs_on_pypy(routes, tmp_path, slug):
    if shutil.which("pypy3") is None:
        pytest.skip("pypy3 is missing; install: `sudo apt install pypy3`")
    outcome, told = try_route(routes, slug, "pypy", tmp_path)
    if outcome == "not tried":
        pytest.skip(told)
    assert outcome == "works", told


# Building.


def build(directory: Path, *arguments: str, path: Path) -> subprocess.CompletedProcess:
    env = {**os.environ, "PATH": str(path)}
    return run(
        sys.executable,
        "build.py",
        *arguments,
        "--python",
        stand_in(path, "python"),
        cwd=directory,
        env=env,
    )


def test_missing_tool_is_told_in_one_sentence_and_the_others_go_on(routes, tmp_path):
    directory = shutil.copytree(routes, tmp_path / "routes")
    result = build(directory, "swig", "cffi-abi-out-of-line", path=tmp_path / "empty")
    first, second = result.stdout.splitlines()
    assert re.fullmatch(
        r"swig: not built, because .*swig.* missing; install: .*`python -m pip install swig`.*",
        first,
    )
    assert second == "ready: cffi-abi-out-of-line"
    assert (result.returncode, result.stderr) == (1, "")


def test_missing_tools_are_no_failure_unless_asked_for_by_name(routes, tmp_path):
    directory = shutil.copytree(routes, tmp_path / "routes")
    result = build(directory, path=tmp_path / "empty")
    assert result.returncode == 0
    compiled = len(SLUGS) - 2  # all but cffi's ABI modes
    assert result.stdout.count("missing; install:") == compiled


def test_every_missing_package_is_named(routes, tmp_path):
    bare = "import sys; sys.path = [folder for folder in sys.path if 'site-packages' not in folder]"
    needing = [slug for slug in SLUGS if about(slug).get("packages")]
    interpreter = stand_in(tmp_path, "python", bare)
    told = run(sys.executable, "build.py", *needing, "--python", interpreter, cwd=routes).stdout
    lines = dict(line.split(": ", 1) for line in told.splitlines())
    assert list(lines) == needing
    for slug, says in lines.items():
        named = re.findall(r"`python -m pip install ([\w-]+)`", says)
        assert set(about(slug)["packages"]) <= set(named), slug


def test_unknown_route_is_told_with_those_there_are(routes):
    result = run(sys.executable, "build.py", "rust", cwd=routes)
    assert result.returncode == 2
    assert "no route is called rust; there are ctypes, " in result.stderr


def test_build_that_fails_says_so_and_shows_the_reason(routes, built, tmp_path):
    built("cffi-api")
    directory = shutil.copytree(routes, tmp_path / "routes")
    header = directory / "fib.h"
    header.write_text(
        header.read_text().replace("int64_t fib_number(int n)", "int64_t fib_number(int n, int m)")
    )
    result = run(sys.executable, "build.py", "cffi-api", cwd=directory)
    assert result.returncode == 1
    assert (
        "cffi-api: not built, because `python fib_build.py` failed in demo/routes/cffi-api"
        in result.stdout
    )
    assert "too few arguments" in result.stdout


# One route of each build tool; Cython and nanobind are built like two of these, and take longest.
@pytest.mark.alike
@pytest.mark.parametrize("slug", ["ctypes", "cffi-api", "c-extension", "swig", "pybind11"])
def test_change_in_the_c_library_reaches_the_route(routes, built, tmp_path, slug):
    built(slug)
    directory = shutil.copytree(routes, tmp_path / "routes")
    c = directory / "fib.c"
    c.write_text(c.read_text().replace("current = 0;", "current = 5;"))
    made = run("make", "-s", f"PYTHON={sys.executable}", slug, cwd=directory)
    assert made.stdout == f"ready: {slug}\n"
    assert python(directory / slug, "import route; print(route.fib(0))") == ["5"]


def test_git_ignores_all_that_was_built_and_clean_removes_it(routes, built, tmp_path):
    for slug in SLUGS:
        built(slug)
    fresh = files(copy("routes", tmp_path / "fresh"))
    ours = shutil.ignore_patterns("*.lock", "*.told")
    directory = shutil.copytree(routes, tmp_path / "routes", ignore=ours)
    stray = [
        f"demo/routes/{name}" for name in files(directory) - fresh if (directory / name).is_file()
    ]
    asked = ["git", "check-ignore", "--no-index", "--stdin"]
    ignored = run(*asked, cwd=REPOSITORY, input="\n".join(stray)).stdout.splitlines()
    assert len(stray) > len(SLUGS)
    assert set(stray) == set(ignored)

    assert run("make", "-s", f"PYTHON={sys.executable}", "clean", cwd=directory).returncode == 0
    assert files(directory) == fresh


def test_make_demo_leaves_the_routes_alone():
    """A learner has no need of the tools that the routes are built with."""
    listed = run("make", "--dry-run", cwd=REPOSITORY / "demo").stdout
    assert "sqrtf" in listed
    assert "routes" not in listed
