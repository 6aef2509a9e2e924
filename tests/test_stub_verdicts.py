"""What is handed out builds and is told as steps to be done, and the solution scores full."""

import shutil

import pytest

from .surroundings import EXERCISES, REPOSITORY


def not_begun(exercise):
    """Return the names of the files of a stub that have a TODO.

    In a stub without any, mistakes are to be found instead.
    """
    stubs = {name: exercise.folder / name for name in exercise.editable}
    return [name for name, stub in stubs.items() if stub.is_file() and "TODO" in stub.read_text()]


FILES = [
    pytest.param(exercise, name, id=f"{exercise.slug}/{name}")
    for exercise in EXERCISES
    for name in not_begun(exercise)
]


@pytest.mark.alike
@pytest.mark.parametrize(("exercise", "name"), FILES)
def test_a_file_that_is_not_begun_is_a_step_to_be_done(exercise, name, copy_of_solution, check):
    handed_in = copy_of_solution(exercise.slug)
    shutil.copy(exercise.folder / name, handed_in / name)
    options = {"until_first_failure": True, "only_changed": True}
    checks = check(exercise.slug, handed_in, **options)["checks"]
    failure = next(entry for entry in checks if entry["status"] == "failed")
    assert (failure["cause"], failure["location"]["file"]) == ("todo-left", name), failure[
        "message"
    ]
    assert "TODO 1" in failure["message"]


each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)


@pytest.mark.quick
@each_exercise
def test_the_solution_scores_full_and_leaves_nothing(exercise, check, nothing_left):
    verdict = check(exercise.slug, exercise.solution)
    assert [entry["message"] for entry in verdict["checks"] if entry["status"] != "passed"] == []
    assert verdict["points"] == verdict["max_points"] == exercise.points
    assert verdict["path"] == f"solutions/{exercise.slug}"
    nothing_left()


@pytest.mark.quick
@each_exercise
def test_a_fresh_exercise_has_its_points_says_what_to_do_and_finds_nothing_wrong_yet(
    exercise, check
):
    verdict = check(exercise.slug, exercise.folder, line_by_trial=False)
    assert verdict["max_points"] == exercise.points
    if not_begun(exercise):
        checks = verdict["checks"]
        assert {entry["cause"] for entry in checks if entry["status"] == "failed"} == {"todo-left"}
        assert [entry["status"] for entry in checks if entry["id"] == "c-compiles"] in (
            [],
            ["passed"],
        )


def test_each_bug_of_the_hunt_fails_a_check_of_its_own_and_no_other(check):
    hunt = REPOSITORY / "exercises" / "bughunt"
    checks = check("bughunt", hunt, line_by_trial=False)["checks"]
    failed = {entry["id"]: entry["cause"] for entry in checks if entry["status"] == "failed"}
    in_each_mode = {
        "declares": "cdef-mismatch",
        "smooth": "wrong-value",
        "mean": "out-of-bounds",
        "warmest": "dangling-pointer",
    }
    # From gcc 14 on, nothing is built of a declaration that is wrong.
    in_api = {"imports": "cdef-mismatch"} if "api-imports" in failed else in_each_mode
    assert failed == {
        **{f"abi-{name}": cause for name, cause in in_each_mode.items()},
        **{f"api-{name}": cause for name, cause in in_api.items()},
        "together-make-again": "make-failed",
    }
