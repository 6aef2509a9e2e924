"""The libm exercise: what a check expects is what the C library gives, on every draw."""

import math
import random

from cffi import FFI


def test_the_diagonals_that_are_drawn_have_no_last_digit_to_round():
    ffi = FFI()
    ffi.cdef("double hypot(double x, double y);")
    libm = ffi.dlopen("m")
    sizes = random.Random(1).sample(range(2, 1_000_000), 20_000)
    given = [
        (libm.hypot(5.0 * size, 12.0 * size), math.hypot(5.0 * size, 12.0 * size)) for size in sizes
    ]
    assert given == [(13.0 * size, 13.0 * size) for size in sizes]
