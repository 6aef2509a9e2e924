"""A drawn sample of single changes of each solution: every one
is noticed, but for those with a reason.

What is drawn depends on the solution, so that a suite that was green stays green until something
changes.
"""

import zlib

import pytest

from cffi_workshop.exercises.markers import solution_text
from cffi_workshop.exercises.metadata import all_exercises
from cffi_workshop.grading.fork_server import ForkServer

from .mutants.judge import first_failure, known_survivors, mutants_of
from .surroundings import REPOSITORY

EXERCISES = all_exercises(REPOSITORY)
SAMPLE = 3  # an exercise; `python -m tests.mutants NAME` judges all

each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)


@pytest.fixture(scope="module")
def server():
    with ForkServer() as server:
        yield server


@each_exercise
def test_changes_that_are_drawn_are_noticed(exercise, server):
    known = known_survivors(exercise)
    files = [name for name in exercise.editable if name.endswith(".py")]
    seed = zlib.crc32("".join(solution_text(exercise, name) for name in files).encode())
    drawn = mutants_of(exercise, files[seed % len(files)], SAMPLE, seed)
    passed = [mutant.id for mutant in drawn if not first_failure(server, exercise, mutant)]
    assert [each for each in passed if each not in known] == [], f"seed {seed}"


@pytest.mark.quick
@each_exercise
def test_each_survivor_that_is_listed_is_a_change_of_the_solution(exercise):
    listed = set(known_survivors(exercise))
    files = {each.partition(":")[0] for each in listed}
    made = {mutant.id for file in files for mutant in mutants_of(exercise, file)}
    assert listed <= made
