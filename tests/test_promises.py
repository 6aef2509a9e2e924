"""What header, docstring and README of an exercise promise, and the checks that hold it."""

import tomllib

import pytest

from .surroundings import EXERCISES

each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)


def promises_of(exercise):
    path = exercise.solution / "checker" / "promises.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))["promise"]


@pytest.fixture
def check_ids(tmp_path, check):
    """Return a function that returns the ids of all checks of an exercise.

    A folder without any file is enough to list them.
    """

    def ids(exercise):
        (tmp_path / "empty").mkdir()
        return {each["id"] for each in check(exercise.slug, tmp_path / "empty")["checks"]}

    return ids


def plain(text):
    """Return a text without what a comment has at the begin of its lines."""
    return " ".join(word for word in text.split() if word not in ("*", "/*", "*/", "#", "//", "!"))


@pytest.mark.quick
@each_exercise
def test_each_promise_stands_in_its_file_word_for_word(exercise):
    for promise in promises_of(exercise):
        text = (exercise.solution / promise["file"]).read_text(encoding="utf-8")
        assert plain(promise["says"]) in plain(text), promise


@each_exercise
def test_each_promise_has_a_check_and_each_check_a_promise(exercise, check_ids):
    held = {check for promise in promises_of(exercise) for check in promise["checks"]}
    assert held == check_ids(exercise)


@pytest.mark.quick
@each_exercise
def test_no_promise_is_listed_twice(exercise):
    said = [(promise["file"], promise["says"]) for promise in promises_of(exercise)]
    assert len(said) == len(set(said))
