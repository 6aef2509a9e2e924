"""Let a hot disc on a copper plate cool down, with the evolve() that you wrote.

Takes the same steps with NumPy's slices, prints the time of a step both ways and how far the two
fields are apart, and draws the field before and after. It is given; there is nothing to edit.

    python heat.py            through evolve_abi
    python heat.py --api      through evolve_api
    python heat.py --slider   writes heat.html: the field over time, behind a slider
    python heat.py --help     size, number of steps, name of the picture
"""

import argparse
import importlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

DIFFUSIVITY = 1.11e-4  # of copper, in m2/s
ROW_DISTANCE = 1e-3  # in m
COLUMN_DISTANCE = 2e-3
COLD, HOT = 20.0, 90.0  # in degrees Celsius


def main() -> None:
    options = read_options()
    module = "evolve_api" if options.api else "evolve_abi"
    evolve = load_evolve(module)
    # Not a square, and not the same distance both ways, so that a mix-up shows in the picture.
    before = initial_field(rows=options.size, columns=max(1, options.size * 3 // 4))
    try:
        after, seconds = run(evolve, before, options.steps)
    except NotImplementedError as todo:
        sys.exit(f"{module}.py is not finished: {todo}")
    numpy_after, numpy_seconds = run(numpy_evolve, before, options.steps)

    rows, columns = before.shape
    ratio = numpy_seconds / seconds
    print(f"{options.steps} steps on {rows} x {columns} points")
    print(f"evolve() takes {1e3 * seconds:8.3f} ms a step, through {module}")
    print(f"NumPy takes    {1e3 * numpy_seconds:8.3f} ms a step, {ratio:.1f} times as long")
    print(f"The two fields differ by {np.abs(after - numpy_after).max():.1e} degrees at most.")
    if options.slider:
        draw_slider(evolve, before, options.steps, options.picture.with_suffix(".html"))
    else:
        draw(before, after, options.picture)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Let a hot disc on a copper plate cool down.")
    parser.add_argument("--api", action="store_true", help="use evolve_api, not evolve_abi")
    parser.add_argument("--size", type=positive, default=200, help="rows; columns are 3/4 of it")
    parser.add_argument("--steps", type=positive, default=200)
    parser.add_argument(
        "--slider", action="store_true", help="write a page with a slider, not a PNG"
    )
    parser.add_argument("--picture", type=Path, default=Path("heat.png"), help="PNG to write")
    return parser.parse_args()


def positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"found {number}, expected 1 or more")
    return number


def load_evolve(module: str) -> Callable[..., None]:
    build = "make" if module == "evolve_abi" else "python evolve_build.py"
    folder = Path(__file__).resolve().parent
    try:
        return importlib.import_module(module).evolve
    except (ImportError, OSError) as error:
        sys.exit(f"{module}.py cannot be imported: {error}.\nRun `{build}` in {folder} first.")


def initial_field(rows: int, columns: int) -> np.ndarray:
    """Return a cold plate with a hot disc in the middle, and one warm edge."""
    x = (np.arange(rows) - (rows - 1) / 2) * ROW_DISTANCE
    y = (np.arange(columns) - (columns - 1) / 2) * COLUMN_DISTANCE
    distance = np.hypot(x[:, np.newaxis], y[np.newaxis, :])
    radius = rows * ROW_DISTANCE / 4
    field = np.where(distance < radius, HOT, COLD)
    field[:, 0] = (COLD + HOT) / 2
    return field


def run(evolve: Callable[..., None], before: np.ndarray, steps: int) -> tuple[np.ndarray, float]:
    """Return the field after `steps` steps, and the seconds that one step took."""
    dx2, dy2 = ROW_DISTANCE**2, COLUMN_DISTANCE**2
    # The longest step for which the explicit Euler method is stable.
    dt = dx2 * dy2 / (2 * DIFFUSIVITY * (dx2 + dy2))
    u, u_previous = np.empty_like(before), before.copy()

    start = time.perf_counter()
    for _ in range(steps):
        evolve(u, u_previous, DIFFUSIVITY, dt, dx2, dy2)
        # The new field is the old one of the next step: two names change hands, no number moves.
        u, u_previous = u_previous, u
    return u_previous, (time.perf_counter() - start) / steps


def numpy_evolve(u, u_previous, a, dt, dx2, dy2):
    """Take the same step with slices, each of which NumPy works off in a pass of its own."""
    u[[0, -1], :] = u_previous[[0, -1], :]
    u[:, [0, -1]] = u_previous[:, [0, -1]]
    centre = u_previous[1:-1, 1:-1]
    u[1:-1, 1:-1] = centre + a * dt * (
        (u_previous[:-2, 1:-1] - 2 * centre + u_previous[2:, 1:-1]) / dx2
        + (u_previous[1:-1, :-2] - 2 * centre + u_previous[1:-1, 2:]) / dy2
    )


def draw(before: np.ndarray, after: np.ndarray, picture: Path) -> None:
    """Write both fields side by side to a PNG, where matplotlib is installed."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        print("No picture: `python -m pip install matplotlib` brings matplotlib, which draws it.")
        return
    rows, columns = before.shape
    # In cm, with row 0 at the top; so the disc is round although the distances differ.
    extent = (0, 100 * columns * COLUMN_DISTANCE, 100 * rows * ROW_DISTANCE, 0)
    figure = Figure(figsize=(8, 4), layout="constrained")
    panels = figure.subplots(1, 2, sharey=True)
    for panel, field, title in zip(panels, (before, after), ("before", "after"), strict=True):
        image = panel.imshow(field, vmin=COLD, vmax=HOT, extent=extent, cmap="inferno")
        panel.set(title=title, xlabel="y in cm (columns)")
    panels[0].set_ylabel("x in cm (rows)")
    figure.colorbar(image, ax=panels, label="temperature in °C")
    figure.savefig(picture, dpi=120)
    print(f"{picture} shows the field before and after.")


def draw_slider(evolve: Callable[..., None], before: np.ndarray, steps: int, page: Path) -> None:
    """Write the field at eleven times to a page, a picture of each behind one slider."""
    from cffi_workshop.draw import frames
    from cffi_workshop.errors import WorkshopError

    each = max(1, steps // 10)
    fields = [before]
    for _ in range(10):
        fields.append(run(evolve, fields[-1], each)[0])
    labels = [f"after {each * number} steps" for number in range(11)]
    try:
        frames(fields, labels, title="A hot disc on copper cools down", unit="°C").save(page)
    except WorkshopError as error:
        sys.exit(f"No slider: {error}")
    print(f"{page} shows the field over time; open it in a browser and move the slider.")


if __name__ == "__main__":
    main()
