"""Values that came back, held against what was expected."""

import pytest

from cffi_workshop.grading.call_result import CallResult
from cffi_workshop.grading.diagnose import CheckFailed
from cffi_workshop.grading.parts.native_library import Runs
from cffi_workshop.grading.values import find_other_type

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
        ("1", 1, None),
    ],
)
def test_a_type_that_differs_inside_is_told_by_its_place(got, expected, found):
    assert find_other_type(got, expected) == found


def answered(value):
    return CallResult({"result": {"value": value, "after": []}}, "f(1) returned")


def test_what_the_sanitized_run_answers_is_asked_of_the_other_runs_as_well():
    Runs([answered(2), answered(2)]).equals(2)
    with pytest.raises(CheckFailed, match=r"f\(1\) returned 3; expected 2"):
        Runs([answered(2), answered(3)]).equals(2)
    assert not Runs([answered(2.0), answered(2.5)]).is_float_near(2.0, 0.01)
