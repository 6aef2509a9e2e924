"""What the installed package makes of it: Python values, and errors instead of C's silence."""

import array
import math

import numpy as np
import pytest

monte_pi = pytest.importorskip(
    "monte_pi", reason="monte_pi is not installed; run `make install` here"
)


@pytest.fixture(params=monte_pi.languages())
def language(request: pytest.FixtureRequest) -> str:
    return request.param


def test_every_language_gives_the_same_estimate(language):
    assert monte_pi.estimate(10_000, seed=3, language=language) == monte_pi.estimate(10_000, seed=3)


def test_an_estimate_is_a_float_near_pi(language):
    estimate = monte_pi.estimate(1_000_000, language=language)
    assert type(estimate) is float
    assert estimate == pytest.approx(math.pi, abs=0.01)


def test_the_points_filled_in_are_the_points_counted(language):
    points = np.empty((1000, 2))
    inside = monte_pi.fill(points, seed=3, language=language)
    assert inside == monte_pi.count_inside(1000, seed=3, language=language)
    assert inside == np.count_nonzero(np.hypot(*points.T) < 1)


def test_numpy_is_not_needed(language):
    numbers = array.array("d", [0.0] * 20)
    points = memoryview(numbers).cast("B").cast("d", (10, 2))
    assert monte_pi.fill(points, language=language) == monte_pi.count_inside(10, language=language)
    assert all(numbers)


def test_no_points_are_none_inside():
    assert monte_pi.fill(np.empty((0, 2))) == monte_pi.count_inside(0) == 0


@pytest.mark.parametrize(
    ("points", "error", "message"),
    [
        (np.empty((3, 2), dtype=np.float32), TypeError, "format 'f'; expected 'd'"),
        (np.empty((3, 2), dtype=np.int64), TypeError, "format 'l'; expected 'd'"),
        (np.frombuffer(bytes(32)).reshape(2, 2), TypeError, "is read-only"),
        ([[0.0, 0.0]], TypeError, "bytes-like object is required, not 'list'"),
        (np.empty((2, 3)), ValueError, "shape (2, 3)"),
        (np.empty(6), ValueError, "shape (6,)"),
        (np.empty((2, 3)).T, ValueError, "without gaps"),
        (np.empty((6, 2))[::2], ValueError, "without gaps"),
    ],
    ids=["float32", "int64", "read-only", "list", "shape", "one-dimension", "transposed", "gaps"],
)
def test_what_c_would_misread_is_refused(points, error, message):
    with pytest.raises(error) as caught:
        monte_pi.fill(points)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"samples": -1}, ValueError),
        ({"samples": 2**63}, ValueError),
        ({"samples": 1, "seed": -1}, ValueError),
        ({"samples": 1, "seed": 2**64}, ValueError),
        ({"samples": 1.5}, TypeError),
        ({"samples": 1, "language": "cobol"}, ValueError),
    ],
    ids=str,
)
def test_what_has_no_place_in_c_is_refused(arguments, error):
    with pytest.raises(error):
        monte_pi.count_inside(**arguments)


def test_no_samples_are_no_estimate():
    with pytest.raises(ValueError, match="expected at least 1"):
        monte_pi.estimate(0)
