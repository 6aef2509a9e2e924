"""Each exercise keeps the rules, a new one from its first minute, and a broken rule is told."""

import compileall
import shutil

import pytest

from cffi_workshop.authoring import new_exercise as module
from cffi_workshop.authoring.new_exercise import new_exercise
from cffi_workshop.authoring.rules import broken_rules
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.metadata import load_exercise

from .surroundings import EXERCISES, REPOSITORY, replace_in

pytestmark = pytest.mark.quick


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.slug)
def test_each_exercise_keeps_every_rule(exercise):
    assert broken_rules(exercise) == []


@pytest.fixture
def tides(tmp_path, monkeypatch):
    """A new exercise in a workshop of its own, with notebooks that nobody has run.

    What it is made from is compiled, as pip leaves it.
    """
    skeleton = shutil.copytree(module.SKELETON, tmp_path / "skeleton")
    compileall.compile_dir(skeleton, quiet=1)
    monkeypatch.setattr(module, "SKELETON", skeleton)
    shutil.copy(REPOSITORY / "_config.yml", tmp_path)
    (tmp_path / "exercises").mkdir()
    (tmp_path / "solutions").mkdir()
    new_exercise(tmp_path, "tides")
    exercise = load_exercise(tmp_path, "tides")
    for folder in (exercise.folder, exercise.solution):
        (folder / exercise.notebook).write_text("{}")
    return exercise


def test_a_new_exercise_keeps_every_rule(tides):
    assert broken_rules(tides) == []
    assert "keleton" not in "".join(path.read_text() for path in tides.solution.rglob("*.*"))


BROKEN = {
    "README.md": [
        ("## Discussion", "## Talk", "has no section `## Discussion`"),
        ("`tides_build.py`", "the build script", "does not name `tides_build.py`"),
        ("$ python tides_abi", f"$ {'true && ' * 9}python tides_abi", "columns to type in"),
    ],
    "tides.h": [
        ("#ifndef TIDES_H", "#ifndef OTHER_H", "has no guard"),
        (" */\n", " */\n#include <stdint.h>\n", "has no comment before tides_mean()"),
    ],
    "tides.c": [("TODO 1", "TODO 2", "has the TODOs [2]; number them from 1")],
    "hints.toml": [
        (
            'checks = ["c-*"]',
            'checks = ["c-compiles"]',
            "has no hint for out-of-bounds in c-of-some",
        )
    ],
    "answers/wrong.toml": [
        ("[c-sum]", "[c-sum]\nabout = 'It sums'", "not valid TOML"),
        ("typical = true", "typical = 1", "typical: found 1, expected true or false"),
        ("typical = true\n", "", "has 0 answers with `typical = true`; expected one"),
    ],
    "answers/accepted.toml": [
        (
            'about = "Walks through the array with a pointer."',
            'about = "pointer"',
            "about is 'pointer'",
        )
    ],
}


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [(name, *change) for name, changes in BROKEN.items() for change in changes],
    ids=lambda value: value if len(str(value)) < 24 else "",
)
def test_a_broken_rule_is_told_in_a_sentence(tides, name, old, new, sentence):
    replace_in(tides.solution / name, old, new)
    try:
        said = broken_rules(tides)
    except WorkshopError as error:
        said = [str(error)]
    assert sentence in " ".join(said)


def test_too_few_answers_and_missing_files_are_told(tides):
    (tides.solution / "answers" / "hostile.toml").write_text("# none yet\n")
    (tides.solution / "checker" / "probe.c").unlink()
    (tides.folder / "tides.c").write_text("edited by hand\n")
    (tides.folder / tides.notebook).unlink()
    said = " ".join(broken_rules(tides))
    assert "answers/hostile.toml has 0 answers; expected at least 3" in said
    assert "checker/probe.c is missing" in said
    assert "exercises/tides/tides.c is not what `workshop stubs tides` makes" in said
    assert "exercises/tides/tides.ipynb is missing; `workshop notebooks tides`" in said


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Tides", "cannot be the name"),
        ("my-tides", "cannot be the name"),
        ("math", "the name of something"),
        ("tides", "exists already"),
    ],
)
def test_a_name_that_does_not_do_is_refused(tides, name, says):
    with pytest.raises(WorkshopError, match=says):
        new_exercise(tides.root, name)
    assert not (tides.root / "solutions" / "math").exists()


def test_an_episode_that_does_not_exist_is_refused(tides):
    with pytest.raises(WorkshopError, match="is no episode"):
        new_exercise(tides.root, "moons", "99-nowhere")
    assert not (tides.root / "solutions" / "moons").exists()
