"""How the checker calls the C function of evolve.h."""

import threading
from concurrent.futures import ThreadPoolExecutor
from math import nan

import numpy as np

MANY = 299  # of so many rows or columns, one is looked at
STACK = 2**19  # bytes


def step(c, u_previous, a, dt, dx2, dy2):
    """Return u after the step; it begins as NaN, so that a point never written is seen."""
    u, _ = run(c, u_previous, a, dt, dx2, dy2)
    return u


def step_from(c, begin, u_previous, a, dt, dx2, dy2):
    """Return u after a step, where it began as another array and not as NaN."""
    u, _ = run(c, u_previous, a, dt, dx2, dy2, begin)
    return u


def step_old(c, u_previous, a, dt, dx2, dy2):
    """Return u_previous after the step."""
    _, u_previous = run(c, u_previous, a, dt, dx2, dy2)
    return u_previous


def step_over_constants(c, u_previous, a, dt, dx2, dy2):
    """Return u after a step whose u_previous can only be read."""
    u, _ = run(c, u_previous, a, dt, dx2, dy2, lock=c.lock)
    return u


def step_large_in_a_thread(c, block, times, a, dt, dx2, dy2):
    """Return some of u after a step over a large field, which is a block many times in a row.

    The step is taken in a thread, whose stack is smaller than the program's own, as on macOS.
    """
    threading.stack_size(STACK)
    try:
        with ThreadPoolExecutor(1) as pool:
            u, _ = pool.submit(run, c, np.tile(block, times), a, dt, dx2, dy2).result()
    finally:
        threading.stack_size(0)
    rows, columns = (MANY if time > 1 else 1 for time in times)
    # Counted from the last but one, where the interior ends.
    first_row, first_column = (
        (size - 2) % step for size, step in zip(u.shape, (rows, columns), strict=True)
    )
    return u[first_row::rows, first_column::columns]


def run(c, u_previous, a, dt, dx2, dy2, begin=None, lock=lambda block: None):
    nx, ny = u_previous.shape
    old, new = (c.new("double[]", nx * ny) for _ in range(2))
    begin = np.full((nx, ny), nan) if begin is None else begin
    for block, values in ((old, u_previous), (new, begin)):
        c.ffi.memmove(block, values.tobytes(), values.nbytes)
    lock(old)
    c.lib.evolve(new, old, nx, ny, a, dt, dx2, dy2)
    size = 8 * nx * ny
    arrays = (np.frombuffer(c.ffi.buffer(block, size)) for block in (new, old))
    return tuple(array.reshape(nx, ny).copy() for array in arrays)
