"""Whether a verdict is the one that the author of an answer named, and what is said if not."""

import pytest

from cffi_workshop.authoring.answer_verdict import complaint
from cffi_workshop.authoring.answers import Answer
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading.verdict import CheckResult, Verdict

from .surroundings import REPOSITORY

pytestmark = pytest.mark.quick

EXERCISE = load_exercise(REPOSITORY, "libm")


def verdict(*checks, remarks=()):
    results = [
        CheckResult(name, "", status, 0, 1, cause, "It does not.") for name, status, cause in checks
    ]
    return Verdict("libm", "here", "limits", 0.1, tuple(results), tuple(remarks))


def answer(kind, **expected):
    return Answer(EXERCISE, kind, "it", "x.", **expected)


PASSED = ("first", "passed", None)
FAILED = ("second", "failed", "wrong-value")
BROKEN = ("third", "grader-error", None)

SAID = {
    "passes": (answer("accepted"), verdict(PASSED), None),
    "fails": (
        answer("accepted"),
        verdict(PASSED, FAILED),
        "expected that all checks pass, found wrong-value in second: It does not.",
    ),
    "as named": (
        answer("wrong", causes=("wrong-value",), check="second"),
        verdict(PASSED, FAILED),
        None,
    ),
    "one of two": (answer("wrong", causes=("abort", "wrong-value")), verdict(FAILED), None),
    "another cause": (
        answer("wrong", causes=("abort", "timeout"), check="second"),
        verdict(FAILED),
        "expected abort or timeout in second, found wrong-value in second: It does not.",
    ),
    "another check": (
        answer("wrong", causes=("wrong-value",), check="first"),
        verdict(FAILED),
        "expected wrong-value in first, found wrong-value in second: It does not.",
    ),
    "no failure": (
        answer("hostile", causes=("abort",)),
        verdict(PASSED),
        "expected abort, found that all checks pass",
    ),
    "our mistake": (
        answer("accepted"),
        verdict(PASSED, BROKEN),
        "the checker itself failed in third: It does not.",
    ),
    "a remark": (
        answer("accepted", remark="notes"),
        verdict(PASSED, remarks=["my notes.txt"]),
        None,
    ),
    "no remark": (
        answer("accepted", remark="notes"),
        verdict(PASSED),
        "expected a remark with 'notes', found []",
    ),
}


@pytest.mark.parametrize(("expected", "found", "said"), SAID.values(), ids=SAID)
def test_what_was_expected_and_what_was_found_is_said(expected, found, said):
    assert complaint(expected, found) == said
