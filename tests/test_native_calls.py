"""Many calls of C are compared at a glance, and no less closely for that."""

import pytest

from cffi_workshop.grading.diagnose import CheckFailed
from cffi_workshop.grading.parts.native_library import NativeLibrary

RAISED = {"exception": {"type": "ValueError", "kinds": ["ValueError"], "message": "", "lines": []}}


def gave(value):
    return {"result": {"value": value, "after": [None]}}


@pytest.fixture
def judge(monkeypatch):
    """Return a function that holds answers against what is expected of so many calls."""

    def judge(answers, expected):
        said = [({"result": answers}, "")]
        monkeypatch.setattr(NativeLibrary, "_in_each_run", lambda *_: iter(said))
        part = NativeLibrary.__new__(NativeLibrary)
        part.calls("f", [((number,), each) for number, each in enumerate(expected)], "f({}) gave")

    return judge


@pytest.mark.parametrize("value", [1, 1.0, True, None, "1", [1, 2.0], -0.0, float("nan"), b"1"])
def test_what_is_as_expected_passes(judge, value):
    form = {"tag": "bytes", "data": "MQ=="} if value == b"1" else value
    judge([gave(form)] * 3, [value] * 3)


@pytest.mark.parametrize("zero", [0.0, -0.0])
def test_one_zero_does_not_stand_for_the_other(judge, zero):
    judge([gave(zero)], [zero])
    with pytest.raises(CheckFailed):
        judge([gave(zero)], [-zero])


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (gave(1.0), 1),
        (gave(1), 1.0),
        (gave(True), 1),
        (gave([1, True]), [1, 1]),
        (gave(None), 0),
        (gave("1"), 1),
        (RAISED, None),
    ],
)
def test_another_type_or_an_exception_fails(judge, answer, expected):
    with pytest.raises(CheckFailed, match=r"^f\(1\) "):
        judge([gave(expected), answer], [expected, expected])
