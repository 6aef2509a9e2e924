"""How the checker calls the two functions of pi.h, in whichever language they are."""

from concurrent.futures import ThreadPoolExecutor

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


def in_turn(c, seeds, samples):
    """Return what pi_inside() counts for each seed, one after the other."""
    return [c.lib.pi_inside(seed, samples) for seed in seeds]


def at_once(c, seeds, samples):
    """Return the same, from a thread for each seed. Each call lasts so long that they do meet."""
    with ThreadPoolExecutor(len(seeds)) as pool:
        return list(pool.map(c.lib.pi_inside, seeds, [samples] * len(seeds)))
