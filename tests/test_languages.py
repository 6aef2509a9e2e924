"""C++ and Fortran beside C: which file is whose, and a machine that lacks a compiler."""

import dataclasses

import pytest

from cffi_workshop import report
from cffi_workshop.exercises import languages
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading import grader
from cffi_workshop.grading.building.toolchain import Toolchain

from .surroundings import REPOSITORY


@pytest.mark.quick
def test_each_source_that_is_no_c_is_a_library_of_its_own():
    assert languages.natives(["pi.c", "pi_cpp.cpp", "pi_fortran.f90", "pi_abi.py", "Makefile"]) == {
        "cpp": "pi_cpp.cpp",
        "fortran": "pi_fortran.f90",
    }


@pytest.fixture
def without(monkeypatch):
    """Return without(language): judge as on a machine that has no such compiler."""

    def take_away(language):
        one = dataclasses.replace(
            languages.LANGUAGES[language], variable="", compilers=("no-such-compiler",)
        )
        monkeypatch.setitem(languages.LANGUAGES, language, one)
        Toolchain.find.cache_clear()

    yield take_away
    Toolchain.find.cache_clear()


def test_without_a_compiler_its_checks_are_not_run_and_the_rest_goes_on(without):
    without("fortran")
    exercise = load_exercise(REPOSITORY, "pi")
    verdict = grader.check(exercise, exercise.solution)
    left_out = {check.id for check in verdict.checks if check.status != "passed"}
    assert left_out == {
        *("fortran-compiles", "fortran-counts"),
        *("together-abi-fortran", "together-api-fortran"),
    }
    assert {check.status for check in verdict.checks} == {"passed", "not-run"}
    text = report.render(verdict)
    assert "No Fortran compiler was found, so pi_fortran.f90 was not tried." in text
    assert "sudo apt install gfortran" in text
    assert "What could be tried works." in text


def test_without_a_compiler_for_one_of_its_modules_a_build_script_is_not_tried(without):
    without("cpp")
    exercise = load_exercise(REPOSITORY, "pi")
    verdict = grader.check(exercise, exercise.solution)
    left_out = {check.id for check in verdict.checks if check.status != "passed"}
    assert {check for check in left_out if not check.startswith(("api-", "together-api-"))} == {
        *("cpp-compiles", "cpp-counts", "together-abi-cpp")
    }
    assert {check.status for check in verdict.checks} == {"passed", "not-run"}
    assert "No C++ compiler was found, so pi_build.py was not tried." in report.render(verdict)
