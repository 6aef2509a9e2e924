"""Values that came back, held against what was expected."""

import pytest

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
