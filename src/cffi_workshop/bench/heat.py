"""How fast is the solution's evolve() beside NumPy's slice expression and beside numba?

All take the same step of the heat equation by turns, a few rounds long, so that whatever else the
machine does falls on all of them. What counts is the ratio within a round.

    python -m cffi_workshop.bench.heat [--size 2000] [--rounds 9]
"""

from __future__ import annotations

import argparse
import importlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercise import find_root, load_exercise

__all__ = ["measure", "ratios", "report"]

Step = Callable[..., None]

SCALARS = (0.5, 0.1, 1.0, 1.5)  # a, dt, dx2, dy2
STEPS_A_ROUND = 6
MODES = ("ABI", "API")


def measure(size: int = 2000, rounds: int = 9) -> dict[str, list[float]]:
    """Return the seconds of a step on `size` x `size` points, one number a round, by name.

    The names are "NumPy", "ABI", "API" and, where numba is installed, "numba".
    """
    with built_solution() as bindings:
        steps = {"NumPy": numpy_step, **bindings, **numba_step()}
        before = np.random.default_rng(seed=1).random((size, size))
        fields = {name: [np.empty_like(before), before.copy()] for name in steps}
        seconds = {name: [] for name in steps}
        for name, step in steps.items():  # compiles what numba compiles, and touches every page
            run(step, fields[name], 2)
        require_equal(fields)
        for _ in range(rounds):
            for name, step in steps.items():
                seconds[name].append(run(step, fields[name], STEPS_A_ROUND))
    return seconds


def run(step: Step, field: list[np.ndarray], count: int) -> float:
    """Take `count` steps, an even number, and return the seconds of one."""
    u, u_previous = field
    start = time.perf_counter()
    for _ in range(count):
        step(u, u_previous, *SCALARS)
        u, u_previous = u_previous, u
    return (time.perf_counter() - start) / count


def require_equal(fields: dict[str, list[np.ndarray]]) -> None:
    """Refuse to compare the times of steps that do not lead to the same field."""
    expected = fields["NumPy"][1]
    for name, (_, field) in fields.items():
        if not np.allclose(field, expected, rtol=1e-12, atol=1e-12):
            raise WorkshopError(f"{name} does not lead to the field that NumPy leads to.")


def ratios(seconds: dict[str, list[float]], above: str, below: str) -> list[float]:
    """Return how many times as long `above` took as `below`, in each round."""
    return [a / b for a, b in zip(seconds[above], seconds[below], strict=True)]


@contextmanager
def built_solution() -> Iterator[dict[str, Step]]:
    """Build the solution in a folder of its own, and give evolve() through both modes."""
    exercise = load_exercise(find_root(), "evolve")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in (*exercise.editable, *exercise.locked):
            shutil.copy(exercise.solution / file, folder)
        for command in (["make"], [sys.executable, "evolve_build.py"]):
            build(command, folder)
        sys.path.insert(0, name)
        try:
            modules = {mode: importlib.import_module(f"evolve_{mode.lower()}") for mode in MODES}
            yield {mode: module.evolve for mode, module in modules.items()}
        finally:
            sys.path.remove(name)
            for module in ("evolve_abi", "evolve_api", "_evolve"):
                sys.modules.pop(module, None)


def build(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise WorkshopError(
            f"`{' '.join(command)}` failed on the solution of evolve; run `workshop doctor`.\n"
            + done.stderr[-2000:]
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


def report(seconds: dict[str, list[float]], size: int) -> str:
    """Return the table: the median time of a step, and ratios with their spread over the rounds."""
    lines = [f"One step of the heat equation on {size} x {size} points", ""]
    for name, times in seconds.items():
        lines.append(f"  {name:<6} {1e3 * statistics.median(times):8.2f} ms")
    lines += ["", "  ratio           median   (min to max)"]
    pairs = [("NumPy", mode) for mode in MODES]
    if "numba" in seconds:
        pairs += [(mode, "numba") for mode in MODES]
    for above, below in pairs:
        lines.append(f"  {above:>5} / {below:<6} {spread(ratios(seconds, above, below))}")
    if "numba" not in seconds:
        lines += ["", "numba is not installed; `python -m pip install numba` adds it to the table."]
    return "\n".join(lines)


def spread(values: list[float]) -> str:
    return f"{statistics.median(values):8.2f}   ({min(values):.2f} to {max(values):.2f})"


def main() -> None:
    parser = argparse.ArgumentParser(description="Time a step of the heat equation.")
    parser.add_argument("--size", type=int, default=2000, help="rows, and columns")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    try:
        seconds = measure(options.size, options.rounds)
    except WorkshopError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    print(report(seconds, options.size))


if __name__ == "__main__":
    main()
