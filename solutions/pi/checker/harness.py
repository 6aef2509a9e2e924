"""How the checker calls the two functions of pi.h, in whichever language they are."""

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np

MANY = 299  # of so many points, one is looked at
STACK = 2**19  # bytes
MOMENT = 0.01  # seconds of processor time, in which nobody draws the points of an hour


def inside(c, seed, samples):
    """Return how many points pi_inside() counts."""
    return c.lib.pi_inside(seed, samples)


def points(c, seed, samples):
    """Return the points that pi_points() writes."""
    xy, _ = written(c, seed, samples)
    return np.array(c.ffi.unpack(xy, 2 * samples)).reshape(samples, 2)


def inside_in_a_thread(c, seed, samples):
    """Return how many points pi_inside() counts in a thread."""
    return in_a_thread(c.lib.pi_inside, seed, samples)


def in_a_thread(function, *arguments):
    """Return what a function gives in a thread, whose stack is smaller than the program's."""
    threading.stack_size(STACK)
    try:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(function, *arguments).result()
    finally:
        threading.stack_size(0)


def points_in_a_thread(c, seed, samples):
    """Return some of the points, written in a thread."""
    xy, _ = in_a_thread(written, c, seed, samples)
    every = np.frombuffer(c.ffi.buffer(xy, 16 * samples)).reshape(samples, 2)
    return every[::MANY].copy()


def counted(c, seed, samples):
    """Return how many points pi_points() counts."""
    return written(c, seed, samples)[1]


def written(c, seed, samples):
    xy = c.new("double[]", 2 * samples)
    return xy, c.lib.pi_points(seed, samples, xy)


def is_back(c, seed, samples):
    """Return whether pi_inside() is back at once from points that take an hour to draw."""
    with c.scarce(0) as is_guarded:
        if is_guarded:  # the sanitized run is asked, and one is enough
            return False
    process = os.fork()
    if not process:
        signal.signal(signal.SIGVTALRM, signal.SIG_DFL)  # which ends it
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGVTALRM])
        signal.setitimer(signal.ITIMER_VIRTUAL, MOMENT)
        c.lib.pi_inside(seed, samples)
        os._exit(0)
    return os.waitpid(process, 0)[1] == 0
