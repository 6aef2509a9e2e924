"""The same C call over 1 to N threads: who lets go of the GIL, and what that is worth."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cffi_workshop.errors import WorkshopError

from . import machine
from .build_churn import build
from .interleaved import Pace, Series, time_interleaved
from .remote import Remote
from .results import BenchmarkResult, Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["NORMAL", "QUICK", "Plan", "measure", "steps"]

FREE_THREADED = ("python3.13t", "python3.14t", "python3.15t")


@dataclass(frozen=True)
class Plan:
    """How long to measure, and over how many threads."""

    pace: Pace
    counts: tuple[int, ...]


def counts(cores: int) -> tuple[int, ...]:
    """Return 1, 2, 4 ... threads, one for each core, and twice as many, which gains no more."""
    powers = {2**n for n in range(cores.bit_length())}
    return tuple(sorted({*powers, cores, 2 * cores}))


NORMAL = Plan(Pace(processes=3, rounds=5, least=0.04), counts(machine.cores()))
QUICK = Plan(Pace(processes=2, rounds=2, least=0.001), (1, 2))


def steps(plan: Plan) -> int:
    """Return how often measure() advances its progress bar."""
    return plan.pace.processes * plan.pace.rounds


def measure(root: Path, plan: Plan, advance: Callable[[], None]) -> BenchmarkResult:
    """Time every contender of every interpreter over each number of threads."""
    pythons = {"": sys.executable, **free_threaded()}
    notes = [] if len(pythons) > 1 else [none_found()]
    with tempfile.TemporaryDirectory() as name:
        for label, python in pythons.items():
            build(python, Path(name) / (label or "own"))
        series = time_threads(pythons, Path(name), plan, advance)
    gains = speedups(series)
    return BenchmarkResult(
        name="threads",
        title="Calls a second over several threads, beside those over one",
        unit="s a call, all threads together",
        reference="cffi",
        series=series,
        tables=[table(gains, plan.counts)],
        notes=[
            *notes,
            f"{machine.cores()} cores are ours to use, so no more than so many times can be had.",
        ],
        draw=lambda figure: draw(figure, gains),
        more={"speedups": [as_row(gain) for gain in gains]},
    )


def as_row(gain: Series) -> dict:
    return {"contender": gain.contender, "threads": int(gain.case), **asdict(gain.spread)}


def free_threaded() -> dict[str, str]:
    """Return the free-threaded interpreters on the search path, by name."""
    return {name: python for name in FREE_THREADED if (python := shutil.which(name))}


def none_found() -> str:
    return (
        f"No free-threaded Python was found (looked for {', '.join(FREE_THREADED)}); "
        "once one is on the search path, it is measured too."
    )


def time_threads(
    pythons: dict[str, str], folder: Path, plan: Plan, advance: Callable[[], None]
) -> list[Series]:
    """Time contenders over numbers of threads by turns, one set of processes after another."""
    processes: dict[tuple[str, str], list] = defaultdict(list)
    for _ in range(plan.pace.processes):
        with ExitStack() as stack:
            timers: dict[tuple[str, int], Callable[[int], float]] = {}
            for label, python in pythons.items():
                arguments = [str(folder / (label or "own")), *map(str, plan.counts)]
                worker = Remote(label or "Python", "thread_worker", *arguments, python=[python])
                timers |= timers_of(stack.enter_context(worker), label)
            for (title, count), values in time_interleaved(timers, plan.pace, advance).items():
                processes[title, str(count)].append(tuple(value / count for value in values))
    return [Series(title, case, tuple(values)) for (title, case), values in processes.items()]


def timers_of(worker: Remote, label: str) -> dict[tuple[str, int], Callable[[int], float]]:
    if worker.error:
        raise WorkshopError(f"{worker.name} cannot be measured: {worker.error}.")
    timers = {}
    for name in worker.ready:
        title, _, count = name.rpartition("@")
        timers[f"{title}, {label}" if label else title, int(count)] = worker.timer(name)
    return timers


def speedups(series: Sequence[Series]) -> list[Series]:
    """Return how many times the calls of one thread each count of threads made, round by round."""
    ones = {one.contender: one for one in series if one.case == "1"}
    gains = []
    for one in series:
        rounds = zip(ones[one.contender].processes, one.processes, strict=True)
        values = tuple(tuple(a / b for a, b in zip(*both, strict=True)) for both in rounds)
        gains.append(Series(one.contender, one.case, values))
    return gains


def table(gains: Sequence[Series], counts: Sequence[int]) -> Table:
    rows = []
    for title in dict.fromkeys(one.contender for one in gains):
        cells = {one.case: one.spread.text() for one in gains if one.contender == title}
        rows.append((title, *(cells[str(count)] for count in counts)))
    caption = "Calls a second beside those of one thread: median (middle half)"
    return Table(caption, ("threads", *map(str, counts)), tuple(rows))


def draw(figure: Figure, gains: Sequence[Series]) -> None:
    """Draw the gain over the number of threads, and that if every core did its share."""
    from . import plot

    figure.set_size_inches(8, 4.5)
    axes = figure.subplots()
    plot.lines(axes, gains, where=float, value=lambda gain: gain)
    counts = sorted({int(one.case) for one in gains})
    ideal = [min(count, machine.cores()) for count in counts]
    axes.plot(
        counts,
        ideal,
        color=plot.TEXT,
        linewidth=0.8,
        linestyle=":",
        label="all that the cores have",
    )
    axes.set(
        xlabel="threads", ylabel="times the calls of one thread", ylim=(0, None), xticks=counts
    )
    plot.name_lines(axes)
