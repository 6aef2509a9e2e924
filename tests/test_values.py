"""Values that came back, held against what was expected."""

import re

import numpy as np
import pytest

from cffi_workshop.exercises.general_hints import RETURNED
from cffi_workshop.grading.building.drawn import Drawn
from cffi_workshop.grading.diagnose import CheckFailed
from cffi_workshop.grading.own_numbers import around, own_numbers
from cffi_workshop.grading.results.call_failures import is_cut
from cffi_workshop.grading.results.call_result import CallResult
from cffi_workshop.grading.results.likeness import how_they_differ
from cffi_workshop.grading.results.results_of_runs import ResultsOfRuns
from cffi_workshop.grading.results.values import (
    cause_of_difference,
    find_difference,
    find_other_type,
    goes_on,
    same,
    same_types,
    went_too_far,
)
from cffi_workshop.worker import wire

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("got", "expected", "found"),
    [
        ({"home": b"/root"}, {"home": "/root"}, ("bytes", '["home"]')),
        ({"disk": {"used": 1.0}}, {"disk": {"used": 1}}, ("float", '["disk"]["used"]')),
        ([{"uid": "0"}], [{"uid": 0}], ("str", '[0]["uid"]')),
        ({"uid": 1, "home": b"/"}, {"uid": 0, "home": "/"}, None),
        ({"uid": 1}, {"uid": 0}, None),
        ({"uid": 1}, {"gid": "1"}, None),
        ([1], [1, "2"], None),
        (["2", 1], [1, "2"], None),
        ([[1], [True, 1]], [[1], [1, True]], None),
        ([[1], [True, True]], [[1], [1, True]], ("bool", "[1][0]")),
        ("1", 1, None),
    ],
)
def test_a_type_that_differs_inside_is_told_by_its_place(got, expected, found):
    assert find_other_type(got, expected) == found


def answered(value):
    return CallResult({"result": {"value": value, "after": []}}, "f(1) returned")


def test_what_the_sanitized_run_answers_is_asked_of_the_other_runs_as_well():
    ResultsOfRuns([answered(2), answered(2)]).equals(2)
    with pytest.raises(CheckFailed, match=r"f\(1\) returned 3; expected 2"):
        ResultsOfRuns([answered(2), answered(3)]).equals(2)
    assert not ResultsOfRuns([answered(2.0), answered(2.5)]).is_float_near(2.0, 0.01)


@pytest.mark.parametrize(
    ("shown", "begins"),
    [
        ("One of many calls of f() left", "After one of many calls of f(), element [1] is"),
        ("A step left", "After a step, element [1] is"),
        ("f(1, A) left", "After f(1, A), element [1] is"),
        ("Table.rows() left", "After Table.rows(), element [1] is"),
    ],
)
def test_what_an_array_has_is_told_in_one_sentence(shown, begins):
    result = CallResult(
        {"result": {"value": wire.encode(np.array([1.0, 2.0])), "after": []}}, shown
    )
    with pytest.raises(CheckFailed, match=f"^{re.escape(begins)} "):
        result.equals_array(np.array([1.0, 3.0]))


@pytest.mark.parametrize(
    ("got", "expected", "place"),
    [
        ({"disk": {"used": 1}, "n": 2}, {"disk": {"used": 3}, "n": 2}, '["disk"]["used"]'),
        ([[1, 2], [3, 4]], [[1, 2], [3, 5]], "[1][1]"),
        ([1, 2], [1, 2, 3], ""),
        (1, 2, ""),
    ],
)
def test_the_first_difference_is_found_inside_of_dicts_and_lists(got, expected, place):
    assert find_difference(got, expected)[2] == place


@pytest.mark.parametrize(
    ("value", "expected", "beyond"),
    [
        ([1, 2, 9], [1, 2], True),
        ([1, 3, 9], [1, 2], False),
        ([1], [1, 2], False),
        ("ab", "a", True),
    ],
)
def test_what_goes_on_behind_what_is_right_is_told_apart(value, expected, beyond):
    assert goes_on(value, expected) == beyond


@pytest.mark.parametrize(
    ("value", "expected", "beyond"),
    [
        ([1.5, 2.5], [1.5], False),  # a number too many
        ([1.5, 6.9e-310], [1.5], True),  # an address
        ([1.5, 5e-324], [1.5], True),
        ([6.9e-310, 2.5], [1.5], False),
        ([5e-324, 2.5], [5e-324], False),
    ],
)
def test_memory_behind_an_array_is_told_from_a_number_too_many(value, expected, beyond):
    assert went_too_far(value, expected) == beyond


@pytest.mark.parametrize(
    ("got", "expected", "alike"),
    [(-0.0, 0.0, False), (0.0, -0.0, False), (-0.0, -0.0, True), ([0.0], [-0.0], False)],
)
def test_the_sign_of_zero_counts_where_it_is_expected(got, expected, alike):
    assert same(got, expected) == alike


@pytest.mark.parametrize("count", [0, 9, 5_000, 300_000])
def test_a_count_that_the_library_told_is_read_however_large_it_is(count):
    drawn = Drawn(1)
    assert drawn.difference([drawn._seal(count, 7)], 7) == count


@pytest.mark.parametrize("told", [[], [0], [None], ["1"]])
def test_a_count_that_the_library_never_told_is_none(told):
    assert Drawn(1).difference(told, 7) is None


@pytest.mark.parametrize(
    ("cause", "value", "told"),
    [
        ("did-not-call-c", ["a", "b", "?"], "wrong-value"),
        ("did-not-call-c", ["a", "x", "?"], "did-not-call-c"),
        ("did-not-call-c", ["a", "b"], "did-not-call-c"),
        ("did-not-call-c", ["a", "b", 3], "did-not-call-c"),
        ("did-not-call-c", {"user": "a"}, "did-not-call-c"),
        ("did-not-call-c", ["a", "b", None], "did-not-call-c"),
        ("wrong-value", "no exception", "missing-exception"),
        ("wrong-value", ["a", "b", "?"], "wrong-value"),
    ],
)
def test_what_a_value_has_in_common_with_the_right_one_tells_where_it_comes_from(
    cause, value, told
):
    assert cause_of_difference(cause, value, ["a", "b", "c"]) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"raw": b"MK", "count": [1, 2]}, "wrong-value"),  # its NUL was cut off
        ({"raw": b"MK\0", "count": [1, 3]}, "wrong-value"),
        ({"raw": b"MK\0", "count": [1, 7]}, "did-not-call-c"),
        ({"raw": b"real", "count": [1, 2]}, "did-not-call-c"),
        ({"raw": b"real", "count": [1, 7]}, "did-not-call-c"),
        ([b"MK\0", 1], "wrong-value"),
    ],
)
def test_only_what_the_real_library_gives_was_not_asked_of_c(value, told):
    expected, real = {"raw": b"MK\0", "count": [1, 2]}, {"raw": b"real", "count": [1, 7]}
    assert cause_of_difference("did-not-call-c", value, expected, real) == told


@pytest.mark.parametrize(
    ("name", "text", "known", "sizes"),
    [
        ("a.py", "x[:1000]", "x", [1000, 1001, 1002]),
        ("a.py", "x & 0xFF, 2**6", "x & 0xFF", [3, 4, 6, 7, 8, 64, 65, 66]),
        ("a.py", "ffi.cast('uint8_t', x)", "x", [127, 128, 129, 255, 256, 257]),
        ("a.c", "char a[4 * 16]; // 99", "", [4, 5, 6, 16, 17, 18, 64, 65, 66]),
        ("a.c", "x >> 20u", "y >> 20u", []),
        ("a.c", "x >> 20u; y >> 20u", "y >> 20u", [20, 21, 22]),
        ("a.c", "if (x >> 9) x >>= 7;", "9 7", [128, 129, 130, 512, 513, 514]),
        ("a.py", "if len(x) >> 9: ...", "[9]", [512, 513, 514]),
        ("a.py", "1 << 9 >> 3", "1, 9, 3, 1 << 9", [64, 65, 66]),
        ("a.py", "def no Python(1000", "", []),
        ("a.py", "x[: 10**400]", "", [10, 11, 12, 400, 401, 402]),
    ],
)
def test_sizes_lie_around_each_number_that_a_hand_in_says_more_often(name, text, known, sizes):
    assert around(own_numbers({name: text}, {name: known}), 1000 + 2) == sizes


@pytest.mark.parametrize(
    ("name", "text", "has_one"),
    [
        ("a.c", "float hits = 0;", True),
        ("a.cpp", "static_cast<float>(hits)", True),
        ("a.c", "double hits; /* no float */", False),
        ("a.f90", "real :: hits", True),
        ("a.f90", "Real, intent(out) :: hits", True),
        ("a.f90", "real(c_float) :: hits", True),
        ("a.f90", "real(kind=4) hits", True),
        ("a.f90", "real(c_double) :: hits ! real :: hits", False),
        ("a.f90", "real(bits, c_double)", False),
        ("a.py", "def mean(x: float) -> float: ...", False),
    ],
)
def test_of_a_type_of_single_precision_the_gap_between_its_numbers_is_tried(name, text, has_one):
    assert (2**24 in own_numbers({name: text}, {name: ""})) is has_one


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ([[1, ""], []], [[2, "a"], [0.5]], True),  # in an empty list is any
        ([], [1], True),
        ([1, "a"], ["b", 2, 3], True),
        ([1], [1.0], False),
        ([1, 2.0], [1, 2], False),
        ([[1], "a"], [["a"], "a"], False),
        ((), [], False),
        (None, 1, False),
    ],
)
def test_what_is_in_a_list_makes_its_type_and_an_empty_one_has_any(one, other, alike):
    assert same_types(one, other) == same_types(other, one) == alike


@pytest.mark.parametrize(
    ("value", "expected", "cause"),
    [
        ([3, 0x5A5A], [3, 7], "dangling-pointer"),  # what 16 bits of freed memory are
        (0x5A5A5A5A, 7, "dangling-pointer"),
        ([4, 0x5A5A], [3, 0x5A5A], "wrong-value"),  # where that is right, it tells nothing
        ([4, 0x5A], [3, 7], "wrong-value"),  # a byte has such a number more often
    ],
)
def test_what_freed_memory_is_filled_with_is_told_where_nobody_expects_it(value, expected, cause):
    with pytest.raises(CheckFailed) as failed:
        answered(value).equals(expected)
    assert failed.value.finding.cause == cause


@pytest.mark.parametrize(
    ("value", "is_told"),
    [(ValueError("n is -1"), True), (TypeError("n"), False), ("ValueError('n')", False)],
)
def test_an_exception_that_is_returned_is_told_as_that(value, is_told):
    with pytest.raises(CheckFailed) as failed:
        answered(wire.encode(value)).raises(ValueError)
    assert (RETURNED in failed.value.finding.message) is is_told


def test_a_number_that_was_handed_in_tells_nothing_of_freed_memory():
    numbers = [0x5A5B, 0x5A5A]
    with pytest.raises(CheckFailed) as failed:
        CallResult(answered(numbers).reply, "sorted() returned", [numbers]).equals([1, 2])
    assert failed.value.finding.cause == "wrong-value"


@pytest.mark.parametrize(
    ("after", "says"),
    [
        (
            [1, 3],
            r"f\(1\) changed argument 1, which is \[1, 3\] now; expected that it stays \[1, 2\]",
        ),
        (
            [1, 2, wire.CHANGED],
            r"f\(1\) returned argument 1 itself, or a part of it; expected a new",
        ),
    ],
)
def test_an_argument_that_was_changed_is_told_as_what_it_is(after, says):
    reply = {"result": {"value": wire.encode([1, 3]), "after": [wire.encode(after)]}}
    with pytest.raises(CheckFailed, match=says):
        CallResult(reply, "f(1) returned", [[1, 2]]).equals([1, 3])


@pytest.mark.parametrize(
    ("value", "told"), [(1.0766667, "wrong-value"), (1.077, "wrong-value"), (1.1, "did-not-call-c")]
)
def test_a_number_that_is_nearly_what_c_alone_knows_comes_from_c(value, told):
    assert cause_of_difference("did-not-call-c", value, 1.0766666666666667) == told


@pytest.mark.parametrize(
    ("got", "expected", "cut"),
    [
        ("Ulm: 1", "Ulm: 15.0", True), ("", "Ulm", False), ("Ulm", "Ulm", False),
        ("Ulm!", "Ulm: 15.0", False), (b"U", b"Ulm", False), (None, "None", False), ([1], [1, 2], False),
    ],
)  # fmt: skip
def test_a_text_that_is_the_begin_of_another_was_cut(got, expected, cut):
    assert is_cut(got, expected) is cut


@pytest.mark.parametrize(("got", "told"), [("c", ""), ("cp", "It ends too early: 2 of 3 characters are there.")])  # fmt: skip
def test_one_letter_alike_is_chance(got, told):
    assert how_they_differ(["cpp", got], ["cpp", "cpp"]) == told
