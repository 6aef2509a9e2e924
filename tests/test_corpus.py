"""Each answer collected in solutions/*/submissions gets the verdict that its author named."""

import shutil
import tomllib

import pytest

from cffi_workshop.exercises.causes import CAUSES
from cffi_workshop.exercises.metadata import all_exercises

from .surroundings import REPOSITORY

KNOWN_CAUSES = {cause for causes in CAUSES.values() for cause in causes}


def submissions(*kinds):
    folders = sorted(REPOSITORY.glob("solutions/*/submissions/*/*"))
    chosen = [folder for folder in folders if folder.parent.name in kinds]
    return [pytest.param(folder, id="/".join(folder.parts[-4::2]) + f"/{folder.name}") for folder in chosen]


def expected_of(folder):
    return tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))


def causes_of(expected):
    """Return the cause, or the causes where the compiler or the layer of the sandbox decides among them."""
    named = expected["cause"]
    return set(named) if isinstance(named, list) else {named}


@pytest.fixture
def verdict_on(copy_of_solution, check):
    def judge(folder, sandbox="auto"):
        name = folder.parents[2].name
        handed_in = copy_of_solution(name)
        lay_over(folder, handed_in)
        return check(name, handed_in, sandbox)

    return judge


def lay_over(folder, handed_in):
    """Put the files of a submission in the place of the solution's; a link stays a link."""
    for source in folder.iterdir():
        target = handed_in / source.name
        if source.is_dir() and not source.is_symlink():
            shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
        elif source.name != "expected.toml":
            target.unlink(missing_ok=True)
            shutil.copy2(source, target, follow_symlinks=False)


def first_failure(verdict):
    return next((check for check in verdict["checks"] if check["status"] == "failed"), None)


@pytest.mark.parametrize("folder", submissions("accepted"))
def test_a_right_answer_in_another_style_passes(folder, verdict_on):
    expected, verdict = expected_of(folder), verdict_on(folder)
    assert [check["message"] for check in verdict["checks"] if check["status"] != "passed"] == []
    assert verdict["points"] == verdict["max_points"]
    assert any(expected.get("remark", "") in remark for remark in [*verdict["remarks"], ""])


@pytest.mark.parametrize("folder", submissions("wrong"))
def test_a_wrong_answer_is_told_its_cause(folder, verdict_on):
    expected, failure = expected_of(folder), first_failure(verdict_on(folder))
    assert failure["cause"] in causes_of(expected), failure["message"]
    assert failure["id"] == expected.get("check", failure["id"]), failure["message"]


@pytest.mark.parametrize("folder", submissions("hostile"))
def test_a_hostile_answer_never_passes_and_leaves_nothing(folder, verdict_on, nothing_left):
    expected, verdict = expected_of(folder), verdict_on(folder)
    failure = first_failure(verdict)
    assert not verdict["passed"]
    assert failure["cause"] in causes_of(expected), failure["message"]
    nothing_left()


# What reads or writes outside is bubblewrap's to stop; these the limits alone have to end.
ENDED_BY_LIMITS = ("fork-bomb", "daemon", "endless-loop", "sleep", "exits", "6-gb", "300-mb", "forks-before")


@pytest.mark.parametrize(
    "folder",
    [
        entry
        for entry in submissions("hostile")
        if entry.id.startswith("fibonacci/") and any(word in entry.id for word in ENDED_BY_LIMITS)
    ],
)
def test_limits_alone_end_what_takes_too_much(folder, verdict_on, nothing_left):
    verdict = verdict_on(folder, "limits")
    assert verdict["sandbox"] == "limits"
    assert first_failure(verdict)["cause"] in KNOWN_CAUSES
    nothing_left()


# How many answers an exercise has at least. The first two try the checker itself as well.
LEAST = {"fibonacci": (8, 15, 20), "evolve": (8, 15, 20)}
KINDS = ("accepted", "wrong", "hostile")


@pytest.mark.parametrize("name", [exercise.slug for exercise in all_exercises(REPOSITORY)])
def test_each_exercise_has_answers_of_every_kind(name):
    counts = [len(list((REPOSITORY / "solutions" / name / "submissions" / kind).glob("*/expected.toml")))
              for kind in KINDS]  # fmt: skip
    least = LEAST.get(name, (4, 10, 3))
    assert all(count >= enough for count, enough in zip(counts, least, strict=True)), counts


@pytest.mark.parametrize("folder", submissions("wrong", "hostile"))
def test_expectations_use_causes_of_the_closed_list(folder):
    expected = expected_of(folder)
    assert causes_of(expected) <= KNOWN_CAUSES
    assert expected["about"].endswith(".")
