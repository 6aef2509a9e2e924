"""Each exercise that calls C from Python does so in both modes, over C that lies in its folder."""

import pytest

from cffi_workshop.exercises.metadata import all_exercises

from .surroundings import REPOSITORY

# These two ship an API module; episode 14 shows the other mode in a demo.
PACKAGES = ("packaging", "shipping")
EXERCISES = [exercise for exercise in all_exercises(REPOSITORY) if exercise.slug not in PACKAGES]
each = pytest.mark.parametrize("exercise", EXERCISES, ids=[exercise.slug for exercise in EXERCISES])


@each
def test_the_folder_has_a_script_of_each_mode_and_a_build_script(exercise):
    needed = {f"{exercise.slug}_{which}.py" for which in ("abi", "build", "api")}
    assert needed <= set(exercise.handed_out)


@each
def test_the_folder_has_c_and_a_makefile_unless_the_system_has_the_library(exercise):
    assert exercise.slug == "libm" or {exercise.source, "Makefile"} <= set(exercise.handed_out)


@each
def test_both_scripts_offer_the_same(exercise):
    def offered(mode):
        text = (exercise.solution / f"{exercise.slug}_{mode}.py").read_text(encoding="utf-8")
        return [
            line for line in text.split("\n") if line.startswith(("def ", "class ", "    def "))
        ]

    assert sorted(offered("abi")) == sorted(offered("api"))
