"""What did not change is not built again, and no verdict is older than its files."""

import json
import shutil
from dataclasses import replace

import pytest

from cffi_workshop.authoring.answer_files import lay_out
from cffi_workshop.authoring.answers import find_answer
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading import grader
from cffi_workshop.grading.building.builds import Builder
from cffi_workshop.grading.building.extension_builds import with_includes
from cffi_workshop.grading.building.toolchain import Toolchain, find_sanitizer_runtime
from cffi_workshop.grading.check_run import CheckRun, built
from cffi_workshop.grading.parts.native_misuse import name_that_reaches_out, variables_kept
from cffi_workshop.sandbox import ExitReport

from .surroundings import REPOSITORY, replace_in

RIGHT = (REPOSITORY / "solutions" / "fibonacci" / "fibonacci.c").read_text()
WRONG = RIGHT.replace("*current + *next", "*current - *next")


@pytest.fixture
def workshop(tmp_path):
    """A workshop of one exercise, with a cache of its own; the solution lies in exercises/."""
    root = tmp_path / "workshop"
    shutil.copytree(REPOSITORY / "solutions" / "fibonacci", root / "solutions" / "fibonacci")
    shutil.copytree(root / "solutions", root / "exercises")
    shutil.copy(REPOSITORY / "_config.yml", root)
    # Not to the letter the solution's, which is built for other stages at the same time.
    (root / "exercises" / "fibonacci" / "fibonacci.c").write_text(RIGHT + "// mine\n")
    return root


@pytest.fixture
def verdict(check):
    """Return a function that gives the verdict on the exercise of a workshop."""
    return lambda root: check("fibonacci", root / "exercises" / "fibonacci", root=root)


def entries(root):
    return {path.name for path in (root / ".workshop" / "cache").iterdir()}


def test_a_second_check_builds_nothing(workshop, verdict):
    verdict(workshop)
    before = entries(workshop)
    assert verdict(workshop)["passed"]
    assert entries(workshop) == before


def test_each_edit_is_seen_and_so_is_its_undoing(workshop, verdict):
    source = workshop / "exercises" / "fibonacci" / "fibonacci.c"
    assert WRONG != RIGHT
    for text, passed in [(RIGHT, True), (WRONG, False), (RIGHT, True)]:
        source.write_text(text)
        assert verdict(workshop)["passed"] is passed


def test_a_c_file_that_the_build_script_includes_is_built_anew(workshop):
    folder = workshop / "exercises" / "fibonacci"
    exercise = load_exercise(workshop, "fibonacci")
    lay_out(find_answer(exercise, "accepted/includes-the-c-file"), folder)
    modules = []
    for text in (RIGHT, WRONG):
        (folder / "fibonacci.c").write_text(text)
        with CheckRun(exercise, folder, seed=0) as run:
            modules.append(built(run.extension("learner").result()))
    assert modules[0] != modules[1]


@pytest.mark.parametrize(
    ("options", "anew"),
    [("", 0), (', define_macros=[("SIZE", "3")]', 1), (', extra_compile_args=["-O1"]', 1)],
    ids=["nothing", "a macro", "a flag"],
)
def test_what_was_compiled_to_be_tried_alone_goes_into_the_module(
    workshop, monkeypatch, options, anew
):
    """But for a build script that asks for something else."""
    folder, run_it, commands = workshop / "exercises" / "fibonacci", Builder.run, []
    script = folder / "fibonacci_build.py"
    sources = 'sources=["fibonacci.c"]'
    replace_in(script, sources, sources + options)

    def run(builder, argv, *more, **options):
        commands.append(argv)
        return run_it(builder, argv, *more, **options)

    monkeypatch.setattr(Builder, "run", run)
    with CheckRun(load_exercise(workshop, "fibonacci"), folder, seed=0) as check_run:
        assert check_run.extension("learner").result().files
    assert sum(argv[-3:] == ["fibonacci.c", "-o", "fibonacci.o"] for argv in commands) == anew


def test_an_edit_of_python_runs_make_again_and_nothing_else(workshop, verdict):
    # A Makefile may depend on any file that is handed in.
    verdict(workshop)
    before = entries(workshop)
    with (workshop / "exercises" / "fibonacci" / "fibonacci_api.py").open("a") as file:
        file.write("# a remark\n")
    verdict(workshop)
    new = [
        json.loads((workshop / ".workshop" / "cache" / name).read_text())
        for name in entries(workshop) - before
    ]
    assert [list(entry["files"]) for entry in new] == [["libfibonacci.so"]]


def test_a_cache_that_was_broken_is_made_anew(workshop, verdict):
    verdict(workshop)
    for path in (workshop / ".workshop" / "cache").iterdir():
        path.write_bytes(path.read_bytes()[:50])
    assert verdict(workshop)["passed"]


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        (b'#include "a.h"\n', {"f.c", "a.h", "b.h"}),
        (b"  # include <b.h>\n", {"f.c", "b.h"}),
        (b"int x;\n", {"f.c"}),
        (b"#include MACRO\n", {"f.c", "a.h", "b.h", "other.c"}),
    ],
)
def test_a_result_depends_on_what_is_included(source, needed):
    files = {"f.c": source, "a.h": b'#include "b.h"\n', "b.h": b"", "other.c": b""}
    assert set(with_includes("f.c", files)) == needed


@pytest.mark.parametrize(("name", "found"), [("gcc-12", True), ("clang-14", False)])
def test_gccs_sanitizer_is_for_gcc_alone(tmp_path, name, found):
    """clang finds gcc's as well, and cannot link with it."""
    runtime = tmp_path / "libasan.so"
    runtime.touch()
    compiler = tmp_path / name
    compiler.write_text(
        f'#!/bin/sh\ncase "$1" in *libasan.so) echo {runtime};; *) echo "${{1#*=}}";; esac\n'
    )
    compiler.chmod(0o755)
    assert find_sanitizer_runtime(str(compiler)) == (runtime if found else None)


def test_a_machine_without_a_sanitizer_says_what_is_not_seen(monkeypatch):
    without = replace(Toolchain.find(), sanitizer_runtime=None)
    monkeypatch.setattr(Toolchain, "find", lambda: without)
    for name, told in (("fibonacci", True), ("libm", False)):  # libm has no C of the learner's
        exercise = load_exercise(REPOSITORY, name)
        run = CheckRun(exercise, exercise.solution, "limits", seed=1)
        assert any("no sanitizer" in remark for remark in run.remarks) is told


@pytest.mark.parametrize("named", ["clang-14", "gcc-14"])
def test_what_is_optimised_away_is_kept_from_call_to_call(named, tmp_path, monkeypatch):
    """gcc stands in for clang, and optimises away what is only written."""
    compiler = tmp_path / named
    compiler.write_text('#!/bin/sh\nexec gcc "$@"\n')
    compiler.chmod(0o755)
    found = Toolchain.find()
    so_named = replace(found, compilers={**found.compilers, "c": str(compiler)})
    monkeypatch.setattr(Toolchain, "find", lambda: so_named)
    source = b"int f(int x) { static int state, table[] = {1, 2}; state = x; return table[x % 2]; }"
    exercise = load_exercise(REPOSITORY, "fibonacci")
    with CheckRun(exercise, exercise.solution, "limits", seed=1) as run:
        listing = run.builder.object_symbols({"f.c": source}, "f.c", "c").output
    assert {*variables_kept(listing)} == {"state"}


@pytest.mark.parametrize("name", ["state", "state.0", "pi_inside.state", "pi_inside.state.1"])
def test_a_variable_is_told_by_its_own_name(name):
    assert [*variables_kept(f"0000000000000000 b {name}")] == ["state"]


def test_a_build_without_the_sanitizer_that_was_stopped_is_told_as_that(monkeypatch):
    """And not by what is missed of the library that it should have left."""
    stopped = ExitReport(None, "timeout")
    monkeypatch.setattr(Builder, "listed_library", lambda *_: stopped)
    exercise = load_exercise(REPOSITORY, "fibonacci")
    verdict = grader.check(exercise, exercise.solution, until_first_failure=True)
    assert verdict.first_failure.cause == "timeout"
    assert "compiler did not end in time" in verdict.first_failure.message


@pytest.mark.parametrize(
    ("made_up", "written"),
    [
        ("state", "state"),
        ("ZL6state2", "state2"),
        ("ZN4rain5stateE", "state"),
        ("ZZ5step2iE5state", "state"),
        ("ZZ4stepR5PointE6state3", "state3"),
    ],
)
def test_a_name_that_cpp_made_up_is_told_as_it_was_written(made_up, written):
    assert [*variables_kept(f"0000000000000000 b _{made_up}")] == [written]


@pytest.mark.parametrize(
    "name", ["kill", "prlimit", "prlimit64", "setpriority", "dlopen", "ptrace"]
)
def test_what_reaches_other_processes_is_none_of_a_librarys_business(name):
    assert name_that_reaches_out(f"                 U {name}\n") == name
    assert name_that_reaches_out(f"                 U {name}ed\n") in ("", f"{name}ed")
    assert name_that_reaches_out("                 U malloc\n0000000000001110 T evolve\n") == ""
