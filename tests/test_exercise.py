"""exercise.toml: what a good one says, and the one sentence for each way to get it wrong."""

import os
import shutil
from pathlib import Path

import pytest

import cffi_workshop
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.checkout import episode_slugs, find_root
from cffi_workshop.exercises.metadata import all_exercises, load_exercise

from .surroundings import EXERCISES, REPOSITORY, replace_in

pytestmark = pytest.mark.quick


def edit(root, old, new):
    replace_in(root / "solutions" / "tiny" / "exercise.toml", old, new, 1)


def test_metadata_is_read(root):
    tiny = load_exercise(root, "tiny")
    assert (tiny.title, tiny.episode, tiny.minutes, tiny.points, tiny.order) == (
        "Tiny: one addition",
        "01-first",
        5,
        3,
        10,
    )
    assert tiny.editable == ("tiny.c", "Makefile", "tiny_abi.py")
    assert tiny.locked == ("tiny.h",)
    assert tiny.folder == root / "exercises" / "tiny"
    assert tiny.solution == root / "solutions" / "tiny"


def test_handed_out_are_the_named_files_and_the_four_that_are_always_there(root):
    assert set(load_exercise(root, "tiny").handed_out) == {
        *("tiny.c", "Makefile", "tiny_abi.py", "tiny.h"),
        *("README.md", "exercise.toml", "test_tiny.py", "tiny.ipynb"),
    }


MISTAKES = {
    "unknown key": ("minutes = 5", "minutes = 5\nlevel = 1", "level: unknown key"),
    "misspelt key": ("minutes = 5", "minute = 5", "minutes: the key is missing"),
    "misspelt key found": ("minutes = 5", "minute = 5", "found 'minute'"),
    "hints, which have a file of their own": (
        "[files]",
        "[[hints]]\n[files]",
        "hints: unknown key",
    ),
    "unknown key under files": (
        'locked = ["tiny.h"]',
        'loked = ["tiny.h"]',
        "files.loked: unknown key; did you mean 'locked'?",
    ),
    "missing table": ("[files]", "[file]", "files: the key is missing"),
    "text for number": ("minutes = 5", 'minutes = "5"', "minutes: found '5', expected a whole"),
    "bool for number": ("minutes = 5", "minutes = true", "minutes: found true"),
    "zero minutes": ("minutes = 5", "minutes = 0", "minutes: found 0, expected 1 or more"),
    "empty title": ('"Tiny: one addition"', '""', "title: found an empty text"),
    "text for list": ('["tiny.h"]', '"tiny.h"', "files.locked: found 'tiny.h', expected a list"),
    "number in list": ('["tiny.h"]', "[1]", "files.locked: found [1], expected a list of texts"),
    "nothing to edit": (
        '["tiny.c", "Makefile", "tiny_abi.py"]',
        "[]",
        "files.editable: found an empty list",
    ),
    "file not there": ('"tiny.c"', '"tinny.c"', "files.editable: 'tinny.c' does not exist"),
    "file not there nearest": ('"tiny.c"', '"tinny.c"', "did you mean 'tiny.c'?"),
    "file elsewhere": ('"tiny.h"', '"../tiny/tiny.h"', "'../tiny/tiny.h' is not a plain file name"),
    "file twice": ('["tiny.h"]', '["tiny.c"]', "files.locked: 'tiny.c' is handed out already"),
    "always handed out": ('["tiny.h"]', '["README.md"]', "'README.md' is handed out already"),
    "unknown episode": ('"01-first"', '"01-frist"', "did you mean '01-first'?"),
    "no TOML": ("title =", "title", "not valid TOML"),
}


@pytest.mark.parametrize(("old", "new", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_in_one_sentence_that_names_file_and_key(root, old, new, message):
    edit(root, old, new)
    with pytest.raises(WorkshopError) as caught:
        load_exercise(root, "tiny")
    sentence = str(caught.value)
    assert sentence.startswith("solutions/tiny/exercise.toml: ")
    assert message in sentence
    assert "\n" not in sentence
    assert str(root) not in sentence


def test_an_unknown_exercise_is_answered_with_the_nearest_and_the_list(root):
    with pytest.raises(WorkshopError, match=r"'tinny'; did you mean 'tiny'\? There are: tiny\."):
        load_exercise(root, "tinny")


@pytest.mark.parametrize("slug", ["../tiny", "", ".", "tiny/"])
def test_a_path_is_no_exercise(root, slug):
    with pytest.raises(WorkshopError, match="No exercise"):
        load_exercise(root, slug)


def test_exercises_come_in_the_order_of_the_path_not_of_the_alphabet(root):
    shutil.copytree(root / "solutions" / "tiny", root / "solutions" / "able")
    edit(root, "order = 10", "order = 5")
    assert [exercise.slug for exercise in all_exercises(root)] == ["tiny", "able"]


def test_episodes_are_read_from_the_configuration(root):
    assert episode_slugs(root) == ["01-first", "02-second"]


def test_the_list_of_episodes_ends_where_the_next_key_begins(root):
    (root / "_config.yml").write_text("a: 1\nepisodes: # the order\n\n- 'x'\n- \"y-1\"\nb:\n- z\n")
    assert episode_slugs(root) == ["x", "y-1"]


def test_a_configuration_without_episodes_is_refused(root):
    (root / "_config.yml").write_text("title: x\n")
    with pytest.raises(WorkshopError, match=r"_config\.yml: no episodes found"):
        episode_slugs(root)


def test_the_root_is_found_from_a_folder_inside(root):
    assert find_root(root / "solutions" / "tiny") == root


def test_the_root_is_found_from_the_working_directory(root, monkeypatch):
    monkeypatch.chdir(root / "exercises")
    assert find_root() == Path(os.path.realpath(root))


def test_elsewhere_the_root_is_the_checkout_of_the_package(tmp_path):
    assert find_root(tmp_path) == Path(cffi_workshop.__file__).resolve().parents[2]


def test_without_any_checkout_the_answer_says_where_to_go(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "cffi_workshop.exercises.checkout.__file__", str(tmp_path / "a" / "b" / "c.py")
    )
    with pytest.raises(WorkshopError, match="change into your clone"):
        find_root(tmp_path)


@pytest.mark.parametrize("slug", [exercise.slug for exercise in EXERCISES])
def test_no_check_of_api_mode_names_an_episode_before_the_one_that_teaches_it(slug):
    assert load_exercise(REPOSITORY, slug).taught_in("api") >= "04-api-mode"


def test_a_check_of_the_other_mode_names_the_episode_of_the_exercise():
    libm = load_exercise(REPOSITORY, "libm")
    assert [libm.taught_in(mode) for mode in ("abi", "api", "")] == [
        "02-calling-sqrtf",
        "04-api-mode",
        "02-calling-sqrtf",
    ]
