"""What is checked is said: for each check of an exercise, words of its README announce it."""

import re
import tomllib

import pytest

from cffi_workshop.exercises.metadata import all_exercises

from .surroundings import REPOSITORY

ANNOUNCED = tomllib.loads((REPOSITORY / "tests" / "announced.toml").read_text(encoding="utf-8"))
EXERCISES = {exercise.slug: exercise for exercise in all_exercises(REPOSITORY)}


def checks_of(slug):
    text = (EXERCISES[slug].solution / f"test_{slug}.py").read_text(encoding="utf-8")
    return [
        name.replace("_", "-")
        for name in re.findall(r"^@check\([^)]*\)\ndef test_(\w+)", text, re.MULTILINE)
    ]


def one_line(text):
    return " ".join(text.split())


CASES = [(slug, check) for slug in EXERCISES for check in checks_of(slug)]


@pytest.mark.parametrize(("slug", "check"), CASES, ids=[f"{slug}-{check}" for slug, check in CASES])
def test_the_readme_announces_the_check(slug, check):
    words = ANNOUNCED[slug].get(check) or ANNOUNCED["every"].get(check)
    assert words, f"tests/announced.toml: say for {slug} which words of the README announce {check}"
    readme = (EXERCISES[slug].solution / "README.md").read_text(encoding="utf-8")
    before = readme.split("\n## Discussion")[0]  # who has not done it yet has not read on
    assert one_line(words) in one_line(before)


@pytest.mark.parametrize("slug", EXERCISES)
def test_no_words_are_left_of_a_check_that_has_gone(slug):
    assert ANNOUNCED[slug].keys() <= set(checks_of(slug))
