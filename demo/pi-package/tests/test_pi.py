"""What pi.h promises, asked of the compiled library in each language."""

import math

import numpy as np
import pytest
from cffi import FFI

ffi = FFI()

# The first numbers of splitmix64 from the seed 1234567, as its author's program prints them.
SEED = 1234567
RANDOM = [
    6457827717110365317,
    3203168211198807973,
    9817491932198370423,
    4593380528125082431,
    16408922859458223821,
]


def points(lib, seed: int, samples: int) -> tuple[np.ndarray, int]:
    """Return the points that C wrote, and how many it says are inside."""
    xy = np.full((samples, 2), np.nan)
    return xy, lib.pi_points(seed, samples, ffi.from_buffer("double[]", xy))


def test_the_points_are_made_of_splitmix64(lib):
    xy, _ = points(lib, SEED, len(RANDOM))
    # Taken out of the 64 binary digits: the first 26 are x, the next 26 are y.
    digits = [f"{number:064b}" for number in RANDOM]
    assert xy.tolist() == [[int(d[:26], 2) / 2**26, int(d[26:52], 2) / 2**26] for d in digits]


@pytest.mark.parametrize("seed", [0, 1, 2**63, 2**64 - 1])
def test_the_points_are_counted_as_numpy_counts_them(lib, seed):
    xy, inside = points(lib, seed, 10_000)
    assert ((xy >= 0) & (xy < 1)).all()
    assert inside == np.count_nonzero(np.hypot(*xy.T) < 1)
    assert lib.pi_inside(seed, 10_000) == inside


def test_the_same_seed_draws_the_same_points_and_another_does_not(lib):
    assert (points(lib, 5, 100)[0] == points(lib, 5, 100)[0]).all()
    assert (points(lib, 5, 100)[0] != points(lib, 6, 100)[0]).any()


def test_nothing_is_written_behind_the_last_point(lib):
    xy = np.full((4, 2), -1.0)
    lib.pi_points(7, 3, ffi.from_buffer("double[]", xy))
    assert (xy[:3] >= 0).all()
    assert (xy[3] == -1).all()


def test_no_samples_are_no_points(lib):
    assert lib.pi_inside(7, 0) == lib.pi_points(7, 0, ffi.NULL) == 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_million_points_come_close_to_pi(lib, seed):
    n = 1_000_000
    deviation = math.sqrt(math.pi * (4 - math.pi) / n)
    assert abs(4 * lib.pi_inside(seed, n) / n - math.pi) < 4 * deviation
