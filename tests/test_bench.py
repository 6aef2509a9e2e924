"""The benchmarks run, say what they left out, and write what a page can show.

How fast is not tested.
"""

import functools
import importlib.util
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from cffi_workshop.bench import (
    calls,
    evolve_worker,
    interleaved,
    kernels,
    machine,
    made_up_course,
    results,
    threads,
)
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading.building.toolchain import Toolchain

from .colours import contrast
from .surroundings import COMMAND, REPOSITORY, not_here, run_apart
from .workers import alone, shared_folder

ALL_WRITTEN = ("json", "md", "pyperf.json", "svg", "png")
STRICT = ["-std=c11", "-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Wstrict-prototypes"]
STRICT += ["-Wmissing-prototypes", "-Werror"]
BENCH = Path(kernels.__file__).parent

ROUTE = """
def fib(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a
def nothing(): pass
def total(values): return float(sum(values))
"""


def need(package):
    """Skip without the package; fail where a machine is set up for tests."""
    if importlib.util.find_spec(package) is None:
        not_here(f"{package} is not installed: {results.INSTALL}")


@pytest.fixture
def bench(tmp_path):
    """Return a function that runs `workshop bench ...` with --out in tmp_path."""

    def run(*arguments, root=REPOSITORY, status=0, env=()):
        command = [*COMMAND, "bench", *arguments, "--out", str(tmp_path / "out")]
        done = run_apart(command, root, **dict(env))
        assert done.returncode == status, done.stderr
        return done

    return run


@pytest.fixture
def found(tmp_path):
    """Return a function that reads the JSON of a benchmark."""
    return lambda name: json.loads((tmp_path / "out" / f"{name}.json").read_text())


@pytest.fixture
def routes(tmp_path):
    """Return a function that makes a checkout with the routes that are given by module text."""
    return functools.partial(checkout, tmp_path / "checkout")


def checkout(root, **modules):
    for folder in ("exercises", "solutions", "demo/routes"):
        (root / folder).mkdir(parents=True)
    (root / "_config.yml").touch()
    for slug, text in modules.items():
        folder = root / "demo" / "routes" / slug.replace("_", "-")
        folder.mkdir()
        (folder / "route.toml").write_text(f'title = "the {slug} route"\nmodule = "route"\n')
        if text is not None:
            (folder / "route.py").write_text(text)
    return root


def contenders(found):
    return {row["contender"] for row in found["results"]}


GOOD = {
    **dict.fromkeys(("ctypes", "cffi_abi", "cffi_api", "other"), ROUTE),
    "loud": 'print(\'{"error": "me"}\')' + ROUTE,
}
BAD = {
    "not_built": (None, "is not built (ModuleNotFoundError: No module named 'route')"),
    "no_library": (
        "raise OSError('libfib.so: cannot open')",
        "is not built (OSError: libfib.so: cannot open)",
    ),
    "wrong_fib": (
        ROUTE + "def fib(n): return n",
        "does not work (ValueError: fib(20) gave 20; expected 6765)",
    ),
    "wrong_total": (
        ROUTE + "def total(values): return 0.0",
        "does not work (ValueError: total() of 0 to 999 gave 0.0",
    ),
    "crash": (
        "import os; os.kill(os.getpid(), 11)",
        "does not work (its process ended by signal 11)",
    ),
}


@pytest.fixture(scope="session")
def run_once(tmp_path_factory):
    """Return a function that runs a benchmark, once for all tests of all workers.

    It returns what the benchmark printed, its folder, and its JSON. Calls are those of a small
    checkout, where five routes work and five do not: without a command and without --out.
    """
    folder = shared_folder(tmp_path_factory) / "bench"
    folder.mkdir(exist_ok=True)

    def run(name):
        own = folder / name
        out = own / ".workshop" / "bench" if name == "calls" else own / "out"
        with alone(folder / f"{name}.lock"):
            if not (own / "said").exists():
                (own / "said").write_text(printed_by(name, own, out))
        return (own / "said").read_text(), out, json.loads((out / f"{name}.json").read_text())

    return run


def printed_by(name, own, out):
    shutil.rmtree(own, ignore_errors=True)  # of a run that failed
    command, root = [*COMMAND, "bench", "--quick"], REPOSITORY
    if name == "calls":
        root = checkout(own, **GOOD, **{slug: text for slug, (text, _) in BAD.items()})
    else:
        own.mkdir()
        command += ["--out", str(out), name]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_calls_without_a_command_measures_each_route_that_works_and_python(run_once):
    _, _, found = run_once("calls")
    assert contenders(found) == {*(f"the {slug} route" for slug in GOOD), "Python"}
    assert {row["case"] for row in found["results"]} == set(calls.CASES)
    assert all(row["low"] > 0 for row in found["results"])
    assert found["quick"] is True


def test_options_may_stand_before_the_command(tmp_path, routes):
    command = [*COMMAND, "bench", "--quick", "--out", str(tmp_path / "here"), "calls"]
    done = subprocess.run(command, cwd=routes(), check=True, capture_output=True, text=True)
    assert json.loads((tmp_path / "here" / "calls.json").read_text())["quick"] is True
    assert "holds no route yet" in done.stdout


@pytest.mark.parametrize("slug", BAD)
def test_a_route_that_does_not_work_is_named_with_the_cure_and_spoils_no_other(run_once, slug):
    said, _, found = run_once("calls")
    assert f"the {slug} route {BAD[slug][1]}" in said
    folder = slug.replace("_", "-")
    assert f"`make routes` builds all routes, `make -C demo/routes {folder}` this one" in said
    assert f"the {slug} route" not in contenders(found)


def test_a_route_that_breaks_off_midway_ends_the_command_with_a_sentence(bench, routes):
    dies_late = (
        ROUTE + "import os\nn = 0\ndef nothing():\n global n\n n += 1\n if n > 50: os._exit(3)\n"
    )
    done = bench("calls", "--quick", root=routes(late=dies_late), status=2)
    assert done.stderr == (
        "workshop: the late route broke off while it was measured: its process ended with 3.\n"
    )


def test_the_published_table_stands_beside_the_measured_one_as_ratios(run_once):
    _, out, _ = run_once("calls")
    rows = re.findall(r"^\| (.+?) \| .*\| (\S+) \|$", (out / "calls.md").read_text(), re.MULTILINE)
    assert dict(rows[-6:]) == {
        "the ctypes route": "2.04",
        "the cffi_abi route": "2.00",
        "the cffi_api route": "1.00",
        "the other route": "-",
        "the loud route": "-",
        "Python": "40.8",
    }


@pytest.mark.parametrize(
    ("toml", "says"),
    [("title =", "Invalid value"), ('title = "x"', "'module'")],
    ids=["no-toml", "no-module"],
)
def test_a_route_toml_that_cannot_be_read_is_one_sentence_and_status_2(bench, routes, toml, says):
    root = routes(odd=ROUTE)
    (root / "demo" / "routes" / "odd" / "route.toml").write_text(toml)
    stderr = bench("calls", "--quick", root=root, status=2).stderr
    assert says in stderr
    assert stderr.count("\n") == 1


@pytest.mark.parametrize("blocked", ["out", "out/below"])
def test_out_that_cannot_be_a_folder_is_one_sentence_and_status_2(tmp_path, blocked):
    (tmp_path / "out").write_text("")
    command = [*COMMAND, "bench", "--quick", "--out", str(tmp_path / blocked)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "--out takes a folder that you may write into" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["calls", "evolve", "threads", "import"])
def test_each_benchmark_writes_numbers_tables_and_a_plot(run_once, name):
    for package in ("matplotlib", "pyperf"):
        need(package)
    said, out, found = run_once(name)
    for suffix in ALL_WRITTEN:
        assert (out / f"{name}.{suffix}").stat().st_size > 0
        assert f"{name}.{suffix}" in said
    assert found["bench"] == name
    read_back_by_pyperf(out / f"{name}.pyperf.json", found)
    tells_nothing_of_this_machines_folders(out)
    reads_on_any_background(out / name)


def read_back_by_pyperf(path, found):
    import pyperf

    medians = {one.get_name(): one.median() for one in pyperf.BenchmarkSuite.load(str(path))}
    ours = {f"{row['contender']}: {row['case']}": row["median"] for row in found["results"]}
    assert medians == pytest.approx(ours)


def tells_nothing_of_this_machines_folders(folder):
    for path in (*folder.glob("*.json"), *folder.glob("*.md"), *folder.glob("*.svg")):
        for name in (sys.prefix, str(Path.home()) + "/", os.uname().nodename):
            assert name not in path.read_text(), path.name


def reads_on_any_background(stem):
    from matplotlib.image import imread

    picture = ET.parse(stem.with_suffix(".svg")).getroot()
    assert picture.find(".//{http://purl.org/dc/elements/1.1/}title").text
    assert picture.findall(".//{http://www.w3.org/2000/svg}text"), "text has to stay text"
    assert imread(stem.with_suffix(".png"))[0, 0, 3] == 0, "the background has to be transparent"


def test_evolve_has_every_contender_on_every_size(run_once):
    need("numba")
    _, _, found = run_once("evolve")
    titles = {kernel.title for kernel in (*kernels.KERNELS, *kernels.COPIES)}
    assert contenders(found) == {"Python", "NumPy", "numba", *titles}
    assert {row["case"] for row in found["results"]} == {"16", "48"}
    assert all(row["ratio"]["median"] > 0 for row in found["results"])


# Where a compiler is found stays known to a process, so that another compiler takes another
# process.
BUILD = """
import sys
from pathlib import Path
from cffi_workshop.bench import kernels

solution, folder = map(Path, sys.argv[1:])
print(*kernels.build_all(solution, folder), sep="\\n")
print(*kernels.open_all(kernels.COPIES, folder))
"""


def test_evolve_leaves_out_what_the_compiler_cannot_do_and_says_so(tmp_path):
    compiler = program(
        tmp_path / "cc",
        f'case "$*" in *-fopenmp*) echo no such option >&2; exit 1;; esac; exec {real_cc()} "$@"',
    )
    command = [sys.executable, "-c", BUILD, REPOSITORY / "solutions" / "evolve", tmp_path]
    environment = os.environ | {"CC": str(compiler)}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    step, copy, opened = done.stdout.splitlines()
    assert "'C native, OpenMP' is left out: the compiler refuses it with" in step
    assert "'copy, OpenMP' is left out: the compiler refuses it with" in copy
    assert "(no such option)" in step
    assert opened == "copy"


def program(path, shell):
    path.write_text(f"#!/bin/sh\n{shell}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def real_cc():
    return Toolchain.find().cc


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (2, 5), (5, 2), (3, 3), (7, 4)], ids=str)
def test_every_compiled_step_does_what_numpy_does_on_small_and_lopsided_grids(compiled, shape):
    before = np.random.default_rng(seed=3).random(shape)
    expected = np.empty(shape)
    evolve_worker.numpy_step(expected, before, *evolve_worker.SCALARS)
    steps = kernels.open_all(kernels.KERNELS, compiled)
    assert len(steps) == len(kernels.KERNELS)
    for title, step in steps.items():
        u = np.full(shape, np.nan)
        step(u, before, *evolve_worker.SCALARS)
        np.testing.assert_allclose(u, expected, rtol=1e-12, err_msg=title)


def test_the_copy_that_bounds_a_step_copies_everything(compiled):
    before = np.random.default_rng(seed=4).random((5, 3))
    for title, copy in kernels.open_all(kernels.COPIES, compiled).items():
        u = np.full((5, 3), np.nan)
        copy(u, before, *evolve_worker.SCALARS)
        np.testing.assert_array_equal(u, before, err_msg=title)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kernels")
    assert kernels.build_all(REPOSITORY / "solutions" / "evolve", folder) == []
    return folder


def test_a_step_that_leads_elsewhere_is_not_compared():
    def lazy(u, u_previous, *scalars):
        u[:] = u_previous

    with pytest.raises(ValueError, match="'lazy' does not lead to the field that NumPy leads to"):
        evolve_worker.require_equal({"Python": evolve_worker.python_step, "lazy": lazy})


def test_threads_measures_who_holds_the_gil_and_who_lets_go(run_once):
    said, _, found = run_once("threads")
    named = {title.partition(", python")[0] for title in contenders(found)}
    assert named == {
        "cffi",
        "ctypes",
        "C extension, GIL released",
        "C extension, GIL held",
        "Python",
    }
    assert {row["threads"] for row in found["speedups"]} == {1, 2}
    installed = [name for name in threads.FREE_THREADED if shutil.which(name)]
    assert ("No free-threaded Python was found" in said) == (not installed)


def test_threads_measures_a_free_threaded_python_that_is_on_the_search_path(bench, found, tmp_path):
    (tmp_path / "bin").mkdir()
    program(
        tmp_path / "bin" / "python3.14t", f'exec {sys.executable} "$@"'
    )  # which ours stands in for
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    said = bench("threads", "--quick", env={"PATH": path}.items()).stdout
    assert "No free-threaded Python" not in said
    assert {"cffi, python3.14t", "C extension, GIL held, python3.14t"} <= contenders(
        found("threads")
    )


@pytest.mark.parametrize(
    ("cores", "expected"), [(1, (1, 2)), (2, (1, 2, 4)), (6, (1, 2, 4, 6, 12))], ids=["1", "2", "6"]
)
def test_threads_go_up_to_twice_the_cores(cores, expected):
    assert threads.counts(cores) == expected


def test_import_measures_each_mode_for_each_length(run_once):
    _, _, found = run_once("import")
    measured = {(row["contender"], row["case"]) for row in found["results"]}
    modes = ("ABI in-line", "ABI out-of-line", "API out-of-line")
    assert measured == {(mode, length) for mode in modes for length in ("10", "100")}


@pytest.mark.parametrize("source", ["heat.c", "churn.c"])
@pytest.mark.parametrize("more", [[], ["-fopenmp"]], ids=["plain", "openmp"])
def test_our_c_compiles_without_a_warning(tmp_path, source, more):
    files = ["-c", str(BENCH / source), "-o", str(tmp_path / "x.o")]
    subprocess.run([real_cc(), *STRICT, *more, "-O2", *files], check=True)


def test_the_extension_compiles_without_a_warning(tmp_path):
    include = f"-I{Toolchain.find().python_include}"
    flags = ["-std=c11", "-Wall", "-Wextra", "-Werror", include, "-fPIC", "-c"]
    source = str(BENCH / "churn_extension.c")
    subprocess.run([real_cc(), *flags, source, "-o", str(tmp_path / "x.o")], check=True)


def test_each_round_has_every_contender_once_and_begins_with_another():
    order = []

    def contender(name):
        def timed(loops):
            order.append(name)
            return 1.0 * loops

        return timed

    seconds = interleaved.time_interleaved(
        {name: contender(name) for name in "abc"}, interleaved.Pace(1, 3, 0.5)
    )
    assert "".join(order) == "abc" + "abc" + "bca" + "cab"  # warm-up, then three rounds
    assert seconds == dict.fromkeys("abc", (1.0, 1.0, 1.0))


def test_loops_grow_until_a_value_takes_long_enough():
    loops = interleaved.calibrated(lambda loops: loops * 1e-6, 0.01)
    assert 10_000 <= loops <= 20_000


def test_a_spread_is_the_median_and_the_middle_half():
    values = np.random.default_rng(seed=5).random(101).tolist()
    spread = interleaved.Spread.of(values)
    quartiles = np.percentile(values, [50, 25, 75])
    assert (spread.median, spread.low, spread.high) == pytest.approx(tuple(quartiles))


def test_a_ratio_within_a_round_does_not_see_the_machine_slow_down():
    quick = interleaved.Series("quick", "x", ((1.0, 5.0), (30.0,)))
    slow = interleaved.Series("slow", "x", ((2.0, 10.0), (60.0,)))
    assert interleaved.ratio(slow, quick) == interleaved.Spread(2.0, 2.0, 2.0)


@pytest.mark.parametrize(
    ("value", "text"), [(0.256, "0.26"), (9.5, "9.50"), (12.34, "12.3"), (1234.5, "1234")], ids=str
)
def test_numbers_have_three_digits_and_no_exponent(value, text):
    assert interleaved.digits(value) == text


def test_no_c_of_a_made_up_course_is_known_from_another(tmp_path):
    """Else the second course is graded from the cache of the first, and faster than a real one."""
    exercise = load_exercise(REPOSITORY, "fibonacci")
    kinds = [made_up_course.lay_course(exercise, tmp_path / name, 20, hangs=True) for name in "ab"]
    assert kinds[0] == kinds[1]
    texts = [path.read_text() for path in tmp_path.glob(f"*/*/{exercise.source}")]
    assert len(texts) == len({*texts}) == 40


def test_without_matplotlib_and_pyperf_the_tables_are_written_and_the_rest_is_told(
    monkeypatch, tmp_path
):
    for package in ("matplotlib", "pyperf"):
        monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, "cffi_workshop.bench.plot", raising=False)
    monkeypatch.setattr(machine, "version", lambda package: None)
    series = [interleaved.Series("one", "case", ((1.0,),))]
    empty = results.BenchmarkResult(
        "tiny", "Tiny", "s", "one", series, [], [], draw=lambda figure: None
    )
    assert {path.name for path in results.write(empty, tmp_path)} == {"tiny.json", "tiny.md"}
    assert [sentence.split(":")[0] for sentence in results.missing_packages()] == [
        "No plot",
        "No file for pyperf",
    ]


@pytest.mark.parametrize("background", ["#ffffff", "#121212"], ids=["light", "dark"])
def test_all_colours_stand_out_from_a_light_and_a_dark_page(background):
    need("matplotlib")
    from cffi_workshop.bench import plot

    weak = [colour for colour in (*plot.COLOURS, plot.TEXT) if contrast(colour, background) < 3]
    assert weak == []  # 3 is what WCAG asks of graphics


def test_lines_differ_without_colour():
    need("matplotlib")
    from cffi_workshop.bench import plot

    first = [style for style, _ in zip(plot.styles(), range(32), strict=False)]
    assert len({(style["marker"], style["linestyle"]) for style in first}) == 32
