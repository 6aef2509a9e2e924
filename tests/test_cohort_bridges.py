"""Verdicts as other programs read them, and an assignment that the real nbgrader grades."""

import csv
import json
import os
import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cffi_workshop.exercises.markers import solution_of
from cffi_workshop.grading.verdict import CheckResult, Location, Verdict
from cffi_workshop.report import ReportContext
from cffi_workshop.report.exchange import FORMATS

from .surroundings import COMMAND, REPOSITORY, need_module, run_apart

CLASSROOM = REPOSITORY / "website" / "classroom"
HOSTILE = "50% off:\r\n::error::,x\x1b[2J & <b>|`"

PASSED = CheckResult("c-compiles", "It compiles", "passed", 2, 2)
FAILED = CheckResult(
    "c-adds",
    f"It adds, {HOSTILE}",
    "failed",
    0,
    2,
    "wrong-value",
    HOSTILE,
    Location("a.c", 7),
    detail="```\nraw",
)
WAITS = CheckResult("abi-adds", "The script adds", "not-run", 0, 2, message="It stands on c-adds.")
OURS = CheckResult("abi-more", "More", "grader-error", 0, 2, message="The checker failed.")


def written(form, *checks):
    verdict = Verdict("tiny", ".", "limits", 0.5, checks, ("A remark.",), seed=7)
    return FORMATS[form]([(verdict, ReportContext(title="Tiny"))])


def test_junit_has_a_case_for_each_check_in_its_state():
    suite = ElementTree.fromstring(written("junit", PASSED, FAILED, WAITS, OURS))[0]
    assert {name: suite.get(name) for name in ("tests", "failures", "skipped", "errors")} == {
        "tests": "4",
        "failures": "1",
        "skipped": "1",
        "errors": "1",
    }
    cases = suite.findall("testcase")
    assert [case.get("classname") for case in cases] == ["tiny.c", "tiny.c", "tiny.abi", "tiny.abi"]
    assert cases[1].get("file") == "a.c"
    assert "a.c:7" in cases[1].find("failure").text
    assert cases[1].find("failure").get("type") == "wrong-value"
    assert "\x1b" not in written("junit", FAILED)


# What junit-10.xsd of Jenkins's xUnit plugin has, and what GitLab reads beside it.
JUNIT = {
    "testsuites": {"name"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
    "properties": set(),
    "property": {"name", "value"},
    "testcase": {"name", "classname", "time", "file"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
    "skipped": {"message"},
}


def test_junit_holds_what_its_readers_know_whatever_a_text_is():
    odd = "".join(map(chr, [*range(32), 127, 0x85, 0xD800, 0xFFFE, 0xFFFF, 0x202E, 0x10FFFF]))
    checks = [PASSED, FAILED, WAITS, OURS, replace(FAILED, title=odd, message=odd, detail=odd)]
    for element in ElementTree.fromstring(written("junit", *checks)).iter():
        assert set(element.attrib) <= JUNIT[element.tag]


def test_github_gets_annotations_on_lines_that_no_text_can_leave():
    lines = written("github", PASSED, FAILED).splitlines()
    assert len(lines) == 2  # the annotation and the points
    properties, says = re.fullmatch(r"::error (.*?)::(.*)", lines[0]).groups()
    known = dict(one.split("=", 1) for one in properties.split(","))
    assert (known["file"], known["line"]) == ("a.c", "7")
    assert decoded(says).startswith("50% off:\n::error::,x\\x1b[2J")
    assert decoded(known["title"]).startswith("tiny: It adds, 50% off:")


def decoded(text):
    for code, letter in (("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, letter)
    return text


def test_gradescope_gets_the_points_of_each_check():
    form = json.loads(written("gradescope", PASSED, FAILED, WAITS))
    assert form["score"] == sum(test["score"] for test in form["tests"]) == 2
    assert [test["status"] for test in form["tests"]] == ["passed", "failed", "failed"]
    assert sum(test["max_score"] for test in form["tests"]) == 6
    assert form["extra_data"] == {"tiny": {"seed": 7, "sandbox": "limits"}}


def test_markdown_takes_a_text_for_nothing_but_text():
    markdown_it = pytest.importorskip("markdown_it")
    tokens = (
        markdown_it.MarkdownIt("commonmark", {"html": True})
        .enable("table")
        .parse(written("markdown", FAILED))
    )
    assert not [token for token in tokens if token.type == "html_block"]
    inline = [child for token in tokens for child in token.children or ()]
    assert not [child for child in inline if child.type == "html_inline"]
    text = "".join(child.content for child in inline)
    assert "50% off: ::error::,x\\x1b[2J & <b>|`" in text


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_is_printed_alone(form, tmp_path, copy_of_solution):
    folder = copy_of_solution("libm")
    summary = tmp_path / "summary.md"
    done = run_apart(
        [*COMMAND, "check", "libm", "--path", ".", "--format", form],
        folder,
        GITHUB_STEP_SUMMARY=str(summary),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()
    assert summary.exists() == (form == "github")
    if form == "github":
        assert "12 of 12 points" in summary.read_text()


# What is copied into courses


def test_the_workflow_for_classrooms_runs_the_command_that_is_there(copy_of_solution):
    yaml = pytest.importorskip("yaml")
    workflow = yaml.safe_load((CLASSROOM / "github.yml").read_text())
    command = workflow["jobs"]["check"]["steps"][-1]["run"]
    gitlab = yaml.safe_load((CLASSROOM / "gitlab-ci.yml").read_text())
    folder = copy_of_solution("libm")
    for line in (command, gitlab["check"]["script"][-1]):
        done = in_shell(line, folder, EXERCISE="libm")
        assert done.returncode == 0, done.stderr
    assert (
        ElementTree.parse(folder / gitlab["check"]["artifacts"]["reports"]["junit"])
        .getroot()[0]
        .get("name")
        == "libm"
    )


def in_shell(line, folder, **settings):
    command = folder / "bin" / "workshop"
    command.parent.mkdir(exist_ok=True)
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m cffi_workshop "$@"\n')
    command.chmod(0o755)
    path = f"{command.parent}:{os.environ['PATH']}"
    return run_apart(["sh", "-c", line], folder, PATH=path, **settings)


@pytest.mark.parametrize(("exercise", "status"), [("libm", 0), ("libn", 2)])
def test_gradescope_gets_results_unless_the_checker_failed(
    tmp_path, copy_of_solution, exercise, status
):
    autograder = tmp_path / "autograder"
    (autograder / "results").mkdir(parents=True)
    (autograder / "submission").symlink_to(copy_of_solution("libm"))
    (autograder / "workshop").symlink_to(REPOSITORY)
    binaries = autograder / "venv/bin"
    binaries.mkdir(parents=True)
    (binaries / "workshop").write_text(f'#!/bin/sh\nexec {sys.executable} -m cffi_workshop "$@"\n')
    (binaries / "workshop").chmod(0o755)
    run_autograder = CLASSROOM / "gradescope/run_autograder"
    done = run_apart([run_autograder], AUTOGRADER=str(autograder), EXERCISE=exercise)
    assert done.returncode == status
    results = autograder / "results/results.json"
    assert results.exists() == (status == 0)
    if not status:
        assert json.loads(results.read_text())["score"] == 12


# nbgrader


def nbgrader(folder, *arguments):
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # it calls alembic by its name
    command = [sys.executable, "-m", "nbgrader", *arguments]
    return run_apart(command, folder, PATH=path, HOME=str(folder))


def solved(book, edit):
    """Return a released notebook with the files of the solution, edited."""
    book = json.loads(json.dumps(book))
    for cell in book["cells"]:
        name = "".join(cell["source"]).partition("\n")[0].removeprefix("%%writefile ")
        source = REPOSITORY / "solutions/libm" / name
        if name.startswith("libm_"):
            cell["source"] = f"%%writefile {name}\n{edit(solution_of(source.read_text()))}"
    return book


EDITS = {
    "right": lambda text: text,
    "half": lambda text: text.replace("return lib.cbrt(x)", "return x ** (1 / 3)"),
    "wrong": lambda text: text.replace("import FFI", "import FFY"),
    "crash": lambda text: text,
}
CRASH = {"cell_type": "code", "execution_count": None, "id": "crash", "metadata": {}, "outputs": []}


def test_nbgrader_gives_the_points_of_the_check_and_a_crash_costs_nobody_else(tmp_path, check):
    need_module("nbgrader")
    course = tmp_path / "course"
    done = run_apart([*COMMAND, "export-nbgrader", "libm", str(course)])
    assert done.returncode == 0, done.stderr
    made = nbgrader(course, "generate_assignment", "libm", "--create")
    assert made.returncode == 0, made.stderr
    released = json.loads((course / "release/libm/libm.ipynb").read_text())
    text = json.dumps(released)
    assert "TODO 1" in text
    assert "lib.cbrt(x)" not in text
    for name, edit in EDITS.items():
        book = solved(released, edit)
        if name == "crash":
            book["cells"].insert(3, {**CRASH, "source": "import ctypes\nctypes.string_at(0)"})
        (course / "submitted" / name / "libm").mkdir(parents=True)
        (course / "submitted" / name / "libm/libm.ipynb").write_text(json.dumps(book))
    nbgrader(course, "autograde", "libm")  # its status is 1: it says that one of them crashed
    assert nbgrader(course, "export").returncode == 0
    with (course / "grades.csv").open(newline="") as file:
        points = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    expected = {name: points_of(name, tmp_path, check) for name in EDITS}
    assert points == {**expected, "crash": 0.0}
    assert (points["right"], points["wrong"]) == (12, 0)
    assert 0 < points["half"] < 12


def points_of(name, folder, check):
    """Return what `workshop check` gives for the same files."""
    handed_in = folder / f"answer-{name}"
    shutil.copytree(REPOSITORY / "exercises/libm", handed_in)
    for file in ("libm_abi.py", "libm_build.py", "libm_api.py"):
        text = solution_of((REPOSITORY / "solutions/libm" / file).read_text())
        (handed_in / file).write_text(EDITS[name](text))
    return check("libm", handed_in)["points"]


def test_an_export_overwrites_nothing(tmp_path):
    (tmp_path / "source/libm").mkdir(parents=True)
    (tmp_path / "source/libm/libm.ipynb").write_text("mine")
    done = run_apart([*COMMAND, "export-nbgrader", "libm", str(tmp_path)])
    assert done.returncode == 2
    assert "is there already; remove it, or give another folder." in done.stderr
    assert (tmp_path / "source/libm/libm.ipynb").read_text() == "mine"
