"""What a wrong value has in common with the right one is told, and nothing where that is chance."""

import numpy as np
import pytest

from cffi_workshop.grading.diagnose import CheckFailed
from cffi_workshop.grading.results.call_result import CallResult
from cffi_workshop.grading.results.likeness import how_they_differ, likeness_of_arrays, too_far
from cffi_workshop.worker import wire

pytestmark = pytest.mark.quick

BOOKED = {"used": 7, "history": [1.0, 2.0, 3.5]}
AFTER = {"used": 9, "history": [2.0, 3.5, 0.5]}
GRID = np.arange(6.0).reshape(3, 2)
# What came back, what was expected, and words that say how they differ.
ALIKE = {
    "a part that C changed": ({**AFTER, "history": BOOKED["history"]}, AFTER, '"history"] is as'),
    "a part, where all is as it was": (BOOKED, {**BOOKED, "used": 9}, '"used"] is as it was'),
    "an argument": ([3, 1, 2], [4, 5, 6], "It is argument 2, as it was"),
    "turned round": ([3, 2, 1], [1, 2, 3], "opposite order"),
    "the last one left out": ([1, 2], [1, 2, 4], "last element is missing"),
    "the first one left out": ([2, 4], [1, 2, 4], "first element is missing"),
    "one place behind": ([0, 5, 6], [5, 6, 7], "one place too late"),
    "one place ahead": ([6, 7, 0], [5, 6, 7], "one place too early"),
    "bytes for elements": (24, 3, "8 times as much"),
    "elements for bytes": (3, 24, "the 8th part"),
    "an int that is too small": (5, 2**32 + 5, "lowest bits are left"),
    "a sign that was lost": (2**16 - 3, -3, "no sign"),
    "a sign that was made": (-56, 200, "8 bits, read as a number that has a sign"),
    "a float for a double": (0.10000000149011612, 0.1, "rounded to a float"),
    "a whole number": (21.0, 21.75, "behind the point"),
    "turned to the other side": (-4.25, 4.25, "sign is the other one"),
    "a NUL inside": (b"MK", b"MK\0\7", "ends where the NUL is"),
    "a NUL behind": ("wave\0", "wave", "which only C needs"),
    "str() of bytes": ("b'wave'", "wave", "decode() makes a text"),
    "Latin-1": ("ZoÃ«", "Zoë", "each was read as a character"),
    "a count read as a float": (
        1.5134023414708024e-42,
        1080,
        "whole numbers of 4 bytes, read as f",
    ),
    "a float read as a count": (1094451200, 11.75, "floats of 4 bytes, read as whole"),
    "doubles read as floats": ([0.0, 1.9375, 0.0, 2.03125], [1.5, 2.25], "doubles, read as floats"),
    "an argument that only looks moved on": ([3, 1, 2], [1, 2, 3], "It is argument 2"),
    "somewhere inside": ({"a": [b"M"]}, {"a": [b"M\0K"]}, "ends where the NUL is"),
}
# Near to them, and nothing of the kind.
UNLIKE = {
    "changed as expected": (
        {"used": 9, "history": [0.0]},
        {"used": 9, "history": [1.0]},
    ),
    "alike from both ends": ([5, 5], [5, 5, 5]),
    "too short for an order": ([2, 1], [1, 2]),
    "other elements": ([3, 2, 0], [1, 2, 3]),
    "four times as much": (3112, 778),
    "twice as much": (6, 3),
    "nothing in the place of one": (0, 1),
    "eight in the place of one": (8, 1),
    "moved round": ([7, 30, -4], [-4, 7, 30]),
    "a zero less": ([1], [1, 0]),
    "a zero more": ([1, 0], [1]),
    "another float": (1.5, 1080),
    "no bytes": ([], [0.0]),
    "nothing at all": ([0.0, 0.0], [0.0]),
    "nothing in the place of a power of two": (0, 2**32),
    "no multiple": (25, 3),
    "another double": (0.11, 0.1),
    "rounded to a whole one": (22.0, 21.75),
    "a truth": (True, False),
    "another text": ("wavf", "wave"),
    "other bytes": (b"ML", b"MK\0\7"),
    "another type": ("1", 1),
    "one less": (-2, -1),
}
GIVEN = (dict(BOOKED), [3, 1, 2])


@pytest.mark.parametrize(("got", "expected", "said"), ALIKE.values(), ids=ALIKE)
def test_what_a_value_shares_with_the_right_one_is_told(got, expected, said):
    assert said in how_they_differ(got, expected, GIVEN)


@pytest.mark.parametrize(("got", "expected"), UNLIKE.values(), ids=UNLIKE)
def test_nothing_is_told_of_what_is_alike_by_chance(got, expected):
    assert how_they_differ(got, expected, GIVEN) == ""


@pytest.mark.parametrize(
    ("got", "said"),
    [
        (GRID.T.reshape(3, 2), "run down the columns"),
        (GRID[:, ::-1], "columns stand in the opposite"),
        (GRID[::-1], "rows stand in the opposite"),
        ((GRID + 0.1).astype("f").astype(float) - 0.1, ""),
        (GRID + 1, ""),
        (GRID[:2], ""),
    ],
    ids=["axes", "columns", "rows", "nearly", "other numbers", "another shape"],
)
def test_another_order_of_an_array_is_told(got, said):
    told = likeness_of_arrays(got, GRID if said != "run down the columns" else downwards(got))
    assert said in told if said else told == ""


def downwards(got):
    """Return the array whose numbers, row after row, stand in `got` column after column."""
    return got.T.ravel().reshape(got.shape)


def test_an_array_that_was_rounded_is_told():
    third = GRID / 3
    assert "rounded to floats" in likeness_of_arrays(third.astype("f").astype(float), third)


def test_exchanged_rows_and_columns_are_told():
    square = np.arange(9.0).reshape(3, 3)
    assert "exchanged" in likeness_of_arrays(square.T, square)
    assert likeness_of_arrays(np.ones((3, 3)), np.zeros((3, 3))) == ""


@pytest.mark.parametrize(("times", "is_told"), [(8, True), (4, True), (3, False)])
def test_a_list_that_is_as_long_as_its_bytes_is_told(times, is_told):
    said = too_far([1.5, 2.5] + [5e-324] * (2 * times - 2), [1.5, 2.5])
    assert ("times as long" in said) is is_told
    assert said.startswith("Too much was read")


def test_a_check_tells_it_beside_what_it_saw():
    answer = CallResult({"result": {"value": wire.encode(24)}}, "count() returned")
    with pytest.raises(CheckFailed, match=r"24; expected 3\. It is 8 times as much\."):
        answer.equals(3)
