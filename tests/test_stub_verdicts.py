"""What is handed out builds, and each file that is not begun is told as that: a step to be done."""

import shutil
import tomllib

import pytest

from .conftest import REPOSITORY


def editable_with_todo():
    for metadata in sorted(REPOSITORY.glob("solutions/*/exercise.toml")):
        name = metadata.parent.name
        for file in tomllib.loads(metadata.read_text())["files"]["editable"]:
            stub = REPOSITORY / "exercises" / name / file
            if stub.is_file() and "TODO" in stub.read_text():
                yield pytest.param(name, file, id=f"{name}/{file}")


@pytest.mark.parametrize(("name", "file"), list(editable_with_todo()))
def test_a_file_that_is_not_begun_is_a_step_to_be_done(name, file, copy_of_solution, check):
    handed_in = copy_of_solution(name)
    shutil.copy(REPOSITORY / "exercises" / name / file, handed_in)
    failure = next(entry for entry in check(name, handed_in)["checks"] if entry["status"] == "failed")
    assert (failure["cause"], failure["location"]["file"]) == ("todo-left", file), failure["message"]
    assert "TODO 1" in failure["message"]


def exercises(*, with_todo):
    """Name the exercises; one whose stub has no TODO asks for mistakes to be found instead."""
    todo = {param.values[0] for param in editable_with_todo()}
    names = [path.parent.name for path in sorted(REPOSITORY.glob("solutions/*/exercise.toml"))]
    return [name for name in names if name in todo or not with_todo]


@pytest.mark.parametrize("name", exercises(with_todo=True))
def test_a_fresh_exercise_says_what_to_do_and_finds_nothing_wrong_yet(name, check):
    checks = check(name, REPOSITORY / "exercises" / name)["checks"]
    assert {entry["cause"] for entry in checks if entry["status"] == "failed"} == {"todo-left"}
    assert [entry["status"] for entry in checks if entry["id"] == "c-compiles"] in ([], ["passed"])


@pytest.mark.parametrize("name", exercises(with_todo=False))
def test_points_in_the_metadata_are_those_of_the_checks(name, check):
    metadata = tomllib.loads((REPOSITORY / "solutions" / name / "exercise.toml").read_text())
    assert check(name, REPOSITORY / "exercises" / name)["max_points"] == metadata["points"]


def test_each_bug_of_the_hunt_fails_a_check_of_its_own_and_no_other(check):
    checks = check("bughunt", REPOSITORY / "exercises" / "bughunt")["checks"]
    failed = {entry["id"]: entry["cause"] for entry in checks if entry["status"] != "passed"}
    assert failed == {
        "abi-rain": "cdef-mismatch",
        "abi-smooth": "wrong-value",
        "abi-mean": "out-of-bounds",
        "abi-warmest": "dangling-pointer",
        "abi-label": "dangling-pointer",
        "together-make-again": "make-failed",
    }
