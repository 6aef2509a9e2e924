"""A new exercise works before anything in it is changed: solution, stub, collected answers."""

import pytest

from cffi_workshop.authoring.answer_files import lay_out
from cffi_workshop.authoring.answers import read_answers
from cffi_workshop.authoring.new_exercise import new_exercise
from cffi_workshop.exercises.metadata import load_exercise

from .scratch import share_cache
from .surroundings import REPOSITORY


@pytest.fixture(scope="module")
def tides(tmp_path_factory):
    root = tmp_path_factory.mktemp("new") / "workshop"
    for name in ("exercises", "solutions"):
        (root / name).mkdir(parents=True)
    (root / "_config.yml").write_text((REPOSITORY / "_config.yml").read_text())
    share_cache(root)
    new_exercise(root, "tides")
    return load_exercise(root, "tides")


@pytest.fixture(scope="module")
def check(checks, tides):
    return lambda folder, **options: checks.check("tides", folder, root=tides.root, **options)


def test_its_solution_scores_full(tides, check):
    verdict = check(tides.solution)
    assert [one["message"] for one in verdict["checks"] if one["status"] != "passed"] == []
    assert verdict["max_points"] == tides.points


def test_its_stub_has_steps_to_do_and_nothing_wrong(tides, check):
    failed = [one for one in check(tides.folder)["checks"] if one["status"] == "failed"]
    assert {one["cause"] for one in failed} == {"todo-left"}


@pytest.mark.parametrize("kind", ["accepted", "wrong", "hostile"])
def test_its_answers_get_their_verdicts(tides, check, tmp_path, kind):
    for answer in read_answers(tides, kind):
        lay_out(answer, tmp_path / answer.name)
        enough = {"until_first_failure": True, "line_by_trial": False}
        verdict = check(tmp_path / answer.name, **enough)
        failed = [
            (one["cause"], one["id"]) for one in verdict["checks"] if one["status"] == "failed"
        ]
        assert failed[:1] == [] if kind == "accepted" else failed[0][0] in answer.causes, answer.id
        assert kind == "accepted" or failed[0][1] == answer.check, answer.id
