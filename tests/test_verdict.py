"""The JSON verdict is a contract with programs outside this repository."""

import json
import sys

import pytest

from cffi_workshop.exercises.causes import CAUSES
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading import grader
from cffi_workshop.grading.grader import presentable
from cffi_workshop.grading.pytest_plugin import plugin
from cffi_workshop.grading.pytest_plugin.ids import check_id
from cffi_workshop.grading.verdict import CheckResult, Location, Observation, Verdict

from .surroundings import COMMAND, REPOSITORY, replace_in, run_apart

KEYS = [
    "schema", "exercise", "path", "sandbox", "seed", "passed", "points", "max_points",
    "duration_s", "checks", "remarks",
]  # fmt: skip
CHECK_KEYS = [
    "id", "title", "status", "points", "max_points", "cause", "message", "location", "episode",
    "detail", "observed", "mended_by", "explained",
]  # fmt: skip
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]


def result(status, points=0, **more):
    return CheckResult("c-compiles", "It compiles", status, points, 2, **more)


def verdict(*checks):
    return Verdict("fibonacci", "exercises/fibonacci", "limits", 0.12345, checks)


def test_the_keys_are_those_that_were_promised():
    form = verdict(
        result("failed", cause="wrong-value", location=Location("fibonacci.c", 7))
    ).as_json()
    assert list(form) == KEYS
    assert list(form["checks"][0]) == CHECK_KEYS
    assert form["checks"][0]["location"] == {"file": "fibonacci.c", "line": 7}
    function = Location("fibonacci.c", 3, "fibo_step")
    told = verdict(result("failed", cause="wrong-value", location=function)).as_json()
    assert told["checks"][0]["location"]["function"] == "fibo_step"
    assert Verdict.from_json(told).checks[0].location == function
    assert (form["schema"], form["duration_s"]) == (2, 0.123)


def test_the_parts_of_a_sentence_come_back_as_they_were():
    observed = Observation("fibo_step(3, 5)", "left", "(8, 8)", "(5, 8)", "Look at *next.")
    told = verdict(
        result("failed", cause="wrong-value", message=observed.sentence, observed=observed)
    )
    assert Verdict.from_json(told.as_json()).checks == told.checks
    assert observed.sentence == "fibo_step(3, 5) left (8, 8); expected (5, 8). Look at *next."


def test_a_text_of_one_letter_is_told_by_its_length():
    long, short = "ü" * 700, "t" * 40
    observed = Observation(f"title({long!r}, {short!r})", "returned", f"{'x' * 60!r}", f"{long!r}")
    told = presentable(
        result("failed", cause="wrong-value", message=observed.sentence, observed=observed), ()
    )
    seen = f"title('ü' * 700, '{short}') returned 'x' * 60; expected 'ü' * 700."
    assert (told.message, told.observed.sentence) == (seen, seen)


@pytest.mark.parametrize(
    ("checks", "passed", "points", "status"),
    [
        ([result("passed", 2), result("passed", 2)], True, 4, 0),
        ([result("passed", 2), result("failed")], False, 2, 1),
        ([result("passed", 2), result("not-run")], False, 2, 1),
        ([result("passed", 2), result("grader-error")], False, 2, 2),
        ([], False, 0, 1),
    ],
)
def test_points_and_exit_status_follow_from_the_checks(checks, passed, points, status):
    one = verdict(*checks)
    assert (one.passed, one.points, one.exit_status) == (passed, points, status)


def test_the_causes_are_a_closed_list():
    causes = [cause for group in CAUSES.values() for cause in group]
    assert len(causes) == len(set(causes)) == 33


def test_plain_pytest_runs_the_same_checks():
    done = run_apart([*PYTEST, "solutions/fibonacci"])
    assert done.returncode == 0, done.stdout
    assert "20 passed" in done.stdout


def test_plain_pytest_tells_a_learner_the_cause_and_no_stack():
    done = run_apart([*PYTEST, "exercises/fibonacci"])
    assert done.returncode == 1
    assert "todo-left: This step is still to be done: TODO 1" in done.stdout
    assert "Traceback" not in done.stdout


def test_a_verdict_is_the_only_thing_on_stdout():
    done = run_apart([*COMMAND, "check", "fibonacci", "--json", "--path", "exercises/fibonacci"])
    assert done.returncode == 1
    assert json.loads(done.stdout)["exercise"] == "fibonacci"


def test_a_check_until_the_first_failure_tries_nothing_after_it(check, copy_of_solution):
    folder = copy_of_solution("fibonacci")
    replace_in(folder / "fibonacci.c", "*next = sum", "*next = 0")
    whole = check("fibonacci", folder)
    first = check("fibonacci", folder, until_first_failure=True)
    failures = [
        [one for one in verdict["checks"] if one["status"] == "failed"]
        for verdict in (whole, first)
    ]
    assert failures[0][0] == failures[1][0]
    assert len(failures[1]) == 1
    assert [one["id"] for one in first["checks"]] == [one["id"] for one in whole["checks"]]
    assert first["max_points"] == whole["max_points"]


def test_a_check_of_what_changed_says_what_a_whole_one_says_and_tries_less(
    check, copy_of_solution, monkeypatch
):
    folder = copy_of_solution("fibonacci")
    replace_in(folder / "fibonacci_api.py", "lib.fibo_step", "lib.fibo_stepp")
    whole = check("fibonacci", folder, seed=7)
    ids = [one["id"] for one in whole["checks"]]
    assert {one.partition("-")[0] for one in ids} == {"c", "abi", "api", "together"}
    tried = []
    run = plugin.pytest_runtest_setup
    monkeypatch.setattr(
        plugin, "pytest_runtest_setup", lambda item: tried.append(check_id(item)) or run(item)
    )
    exercise = load_exercise(REPOSITORY, "fibonacci")
    changed = grader.check(exercise, folder, seed=7, only_changed=True).as_json()
    assert changed["checks"] == whole["checks"]
    assert tried == [one for one in ids if one.startswith(("api-", "together-"))]
