"""A worker that times the heat step: python -m cffi_workshop.bench.evolve_worker FOLDER SIZE ...

FOLDER holds the compiled kernels. A timer is called "contender@size".
"""

from __future__ import annotations

import functools
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from .kernels import COPIES, KERNELS, Step, open_all
from .worker import serve

SCALARS = (0.5, 0.1, 1.0, 1.5)  # a, dt, dx2, dy2
LARGEST_IN_PYTHON = 128


def make_timers(folder: Path, sizes: list[int]) -> dict[str, Callable[[int], float]]:
    steps = {"NumPy": numpy_step, **open_all(KERNELS, folder), **numba_step()}
    require_equal({"Python": python_step, **steps})
    timers = {}
    for size in sizes:
        for title, step in {**steps, **open_all(COPIES, folder)}.items():
            timers[f"{title}@{size}"] = stepper(step, size, fields)
        if size <= LARGEST_IN_PYTHON:
            timers[f"Python@{size}"] = stepper(python_step, size, rows)
    return timers


def stepper(step: Step, size: int, make: Callable[[int], list]) -> Callable[[int], float]:
    """Return a function that takes so many steps, each from the field that the last one made."""

    def timed(loops: int) -> float:
        u, u_previous = make(size)
        start = time.perf_counter()
        for _ in range(loops):
            step(u, u_previous, *SCALARS)
            u, u_previous = u_previous, u
        return time.perf_counter() - start

    return timed


@functools.lru_cache(maxsize=1)
def fields(size: int) -> list[np.ndarray]:
    """Return two fields that all contenders share, so that the largest still fit into memory."""
    field = np.random.default_rng(seed=1).random((size, size))
    return [field.copy(), field]


@functools.lru_cache(maxsize=1)
def rows(size: int) -> list[list[list[float]]]:
    return [field.tolist() for field in fields(size)]


def require_equal(steps: dict[str, Step]) -> None:
    """Refuse to compare the times of steps that do not lead to the same field."""
    before = np.random.default_rng(seed=2).random((37, 53))  # no square, so that a mix-up shows
    expected = np.empty_like(before)
    numpy_step(expected, before, *SCALARS)
    for title, step in steps.items():
        u, u_previous = np.empty_like(before), before
        if step is python_step:
            u, u_previous = u.tolist(), u_previous.tolist()
        step(u, u_previous, *SCALARS)
        if not np.allclose(u, expected, rtol=1e-12, atol=1e-12):
            raise ValueError(f"{title!r} does not lead to the field that NumPy leads to")


def python_step(u, u_previous, a, dt, dx2, dy2) -> None:
    """Take a step over lists of rows, point by point."""
    x_weight, y_weight = a * dt / dx2, a * dt / dy2
    weight = 1.0 - 2.0 * x_weight - 2.0 * y_weight
    u[0][:], u[-1][:] = u_previous[0], u_previous[-1]
    for i in range(1, len(u) - 1):
        above, row, below = u_previous[i - 1 : i + 2]
        new_row = u[i]
        new_row[0], new_row[-1] = row[0], row[-1]
        for j in range(1, len(row) - 1):
            new_row[j] = (
                weight * row[j]
                + x_weight * (above[j] + below[j])
                + y_weight * (row[j - 1] + row[j + 1])
            )


def numpy_step(u, u_previous, a, dt, dx2, dy2) -> None:
    """Take a step with slices; each of them makes NumPy go through memory once more."""
    u[[0, -1], :] = u_previous[[0, -1], :]
    u[:, [0, -1]] = u_previous[:, [0, -1]]
    centre = u_previous[1:-1, 1:-1]
    u[1:-1, 1:-1] = centre + a * dt * (
        (u_previous[:-2, 1:-1] - 2 * centre + u_previous[2:, 1:-1]) / dx2
        + (u_previous[1:-1, :-2] - 2 * centre + u_previous[1:-1, 2:]) / dy2
    )


def numba_step() -> dict[str, Step]:
    """Return the step as numba compiles it for this very processor, or nothing without numba."""
    try:
        import numba
    except ImportError:
        return {}

    @numba.njit
    def step(u, u_previous, a, dt, dx2, dy2):
        nx, ny = u_previous.shape
        x_weight, y_weight = a * dt / dx2, a * dt / dy2
        weight = 1.0 - 2.0 * x_weight - 2.0 * y_weight
        u[0, :] = u_previous[0, :]
        u[nx - 1, :] = u_previous[nx - 1, :]
        for i in range(1, nx - 1):
            u[i, 0] = u_previous[i, 0]
            for j in range(1, ny - 1):
                u[i, j] = (
                    weight * u_previous[i, j]
                    + x_weight * (u_previous[i - 1, j] + u_previous[i + 1, j])
                    + y_weight * (u_previous[i, j - 1] + u_previous[i, j + 1])
                )
            u[i, ny - 1] = u_previous[i, ny - 1]

    return {"numba": step}


if __name__ == "__main__":
    serve(functools.partial(make_timers, Path(sys.argv[1]), [int(size) for size in sys.argv[2:]]))
