"""How the checker calls the two functions of pi.h, in whichever language they are."""

import numpy as np


def inside(c, seed, samples):
    """Return how many points pi_inside() counts."""
    return c.lib.pi_inside(seed, samples)


def points(c, seed, samples):
    """Return the points that pi_points() writes."""
    xy, _ = written(c, seed, samples)
    return np.array(c.ffi.unpack(xy, 2 * samples)).reshape(samples, 2)


def counted(c, seed, samples):
    """Return how many points pi_points() counts."""
    return written(c, seed, samples)[1]


def written(c, seed, samples):
    xy = c.new("double[]", 2 * samples)
    return xy, c.lib.pi_points(seed, samples, xy)
