"""The step of the heat equation, from Python to all cores, beside the copy that bounds it."""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.metadata import load_exercise

from . import machine
from .interleaved import Pace, Series, digits, ratio, time_interleaved
from .kernels import NATIVE, build_all
from .remote import Remote
from .results import INSTALL, BenchmarkResult, Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["NORMAL", "QUICK", "Plan", "measure", "steps"]

NANO = 1e9
LOOKED_AT = 2000  # the size of the second table: its two fields are larger than most caches


@dataclass(frozen=True)
class Plan:
    """How long to measure, and on how many rows, which have as many columns."""

    pace: Pace
    sizes: tuple[int, ...]


NORMAL = Plan(Pace(processes=3, rounds=4, least=0.01), (32, 64, 128, 256, 512, 1000, 2000, 4000))
QUICK = Plan(Pace(processes=1, rounds=2, least=0.0005), (16, 48))


def steps(plan: Plan) -> int:
    """Return how often measure() advances its progress bar."""
    return plan.pace.processes * plan.pace.rounds * len(plan.sizes)


def measure(root: Path, plan: Plan, advance: Callable[[], None]) -> BenchmarkResult:
    """Time every way to take the step that this machine has, on every size."""
    with tempfile.TemporaryDirectory() as folder:
        notes = what_titles_mean() + build_all(load_exercise(root, "evolve").solution, Path(folder))
        series = time_sizes(folder, plan, advance)
    if machine.version("numba") is None:
        notes.append(f"numba is not installed; `{INSTALL}` adds it to the comparison.")
    size = min(plan.sizes, key=lambda size: abs(size - LOOKED_AT))
    return BenchmarkResult(
        name="evolve",
        title="Time a point of a step of the heat equation, by number of points",
        unit="s a point",
        reference="copy",
        series=series,
        tables=[times(series, plan.sizes), ratios(series, size)],
        notes=notes,
        draw=lambda figure: draw(figure, series),
        more={"caches": machine.cache_sizes()},
    )


def what_titles_mean() -> list[str]:
    return [
        f"native stands for {' '.join(NATIVE)}: a library that may not run on another machine.",
        f"OpenMP runs on {os.environ.get('OMP_NUM_THREADS', machine.cores())} threads, all else on "
        "one.",
        "copy is memcpy() from one field into the other: what memory allows, were there nothing to "
        "compute.",
    ]


def time_sizes(folder: str, plan: Plan, advance: Callable[[], None]) -> list[Series]:
    """Time all contenders by turns, in one process after another."""
    processes: dict[tuple[str, str], list] = defaultdict(list)
    for _ in range(plan.pace.processes):
        with Remote("The heat step", "evolve_worker", folder, *map(str, plan.sizes)) as worker:
            if worker.error:
                raise WorkshopError(f"The heat step cannot be measured: {worker.error}.")
            for size in plan.sizes:
                for title, values in time_interleaved(
                    timers(worker, size), plan.pace, advance
                ).items():
                    processes[title, str(size)].append(tuple(value / size**2 for value in values))
    return [Series(title, case, tuple(values)) for (title, case), values in processes.items()]


def timers(worker: Remote, size: int) -> dict[str, Callable[[int], float]]:
    names = [name.rpartition("@") for name in worker.ready]
    return {title: worker.timer(f"{title}@{size}") for title, _, of in names if of == str(size)}


def times(series: Sequence[Series], sizes: Sequence[int]) -> Table:
    rows = []
    for title in dict.fromkeys(one.contender for one in series):
        medians = {one.case: one.spread.median for one in series if one.contender == title}
        cells = [digits(NANO * medians[str(n)]) if str(n) in medians else "-" for n in sizes]
        rows.append((title, *cells))
    caption = "Nanoseconds a point, by number of rows and columns: medians"
    return Table(caption, ("", *(f"{size}²" for size in sizes)), tuple(rows))


def ratios(series: Sequence[Series], size: int) -> Table:
    """Return how each stands to NumPy and to the copy at one size."""
    of_size = {one.contender: one for one in series if one.case == str(size)}
    rows = [
        (
            title,
            one.spread.text(NANO),
            ratio(of_size["NumPy"], one).text(),
            ratio(one, of_size["copy"]).text() if "copy" in of_size else "-",
        )
        for title, one in of_size.items()
    ]
    caption = f"At {size} × {size} points: median (middle half); ratios are taken within a round"  # noqa: RUF001
    return Table(caption, ("", "ns a point", "NumPy / this", "this / copy"), tuple(rows))


def draw(figure: Figure, series: Sequence[Series]) -> None:
    """Draw time a point over the number of points, with the sizes at which a cache is full."""
    from . import plot

    figure.set_size_inches(9, 5.5)
    axes = figure.subplots()
    plot.lines(
        axes, series, where=lambda case: float(case) ** 2, value=lambda seconds: NANO * seconds
    )
    axes.set(xscale="log", yscale="log", xlabel="points", ylabel="ns a point")
    for name, size in machine.cache_sizes().items():
        points = size / 16  # two fields of doubles
        axes.axvline(points, color=plot.TEXT, linewidth=0.8, linestyle=":")
        corner = ("data", "axes fraction")
        axes.annotate(
            f"{name} full", (points, 1), xycoords=corner, rotation=90, ha="right", va="top"
        )
    plot.plain_ticks(axes.yaxis)
    plot.name_lines(axes)
