"""What a call costs by each route from Python to C that is built on this machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from cffi_workshop.errors import WorkshopError

from .call_worker import CASES
from .interleaved import Pace, Series, digits, ratio, time_interleaved
from .remote import Remote
from .results import BenchmarkResult, Table
from .routes import BUILD_ALL, PYTHON, Route, all_routes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["NORMAL", "PUBLISHED", "QUICK", "measure", "steps"]

NORMAL = Pace(processes=6, rounds=5, least=0.01)
QUICK = Pace(processes=2, rounds=2, least=0.0005)

# Seconds for a million calls of a Fibonacci function, as a course on cffi published them once.
PUBLISHED = {"ctypes": 0.51, "cffi-abi": 0.50, "cffi-api": 0.25, "python": 10.2}
REFERENCE = "cffi-api"

NANO = 1e9


def steps(pace: Pace) -> int:
    """Return how often measure() advances its progress bar."""
    return pace.processes * len(CASES) * pace.rounds


def measure(root: Path, pace: Pace, advance: Callable[[], None]) -> BenchmarkResult:
    """Time every route that is built, and name those that are not."""
    built, notes = sort_out(all_routes(root))
    reference = next((route for route in built if route.slug == REFERENCE), PYTHON)
    series = time_routes(built, pace, advance)
    return BenchmarkResult(
        name="calls",
        title="Nanoseconds a call, by route from Python to C",
        unit="s a call",
        reference=reference.title,
        series=series,
        tables=[times(series), ratios(series, built, reference)],
        notes=notes,
        draw=lambda figure: draw(figure, series),
        more={"published_s_for_a_million_calls": PUBLISHED},
    )


def start(stack: ExitStack, routes: Sequence[Route]) -> dict[Route, Remote]:
    """Start a worker for each route, all at once; a route that crashes takes no other one along."""
    return {
        route: stack.enter_context(
            Remote(route.title, "call_worker", route.module, str(route.folder))
        )
        for route in routes
    }


def sort_out(routes: Sequence[Route]) -> tuple[list[Route], list[str]]:
    """Return the routes that work, Python last, and a sentence on each of the others."""
    with ExitStack() as stack:
        errors = {route: worker.error for route, worker in start(stack, [*routes, PYTHON]).items()}
    if errors[PYTHON]:
        raise WorkshopError(f"Python itself could not be measured: {errors[PYTHON]}.")
    notes = [why_not(route, error) for route, error in errors.items() if error]
    if not routes:
        notes.append("demo/routes/ holds no route yet, so there is nothing to compare Python with.")
    return [route for route, error in errors.items() if not error], notes


def why_not(route: Route, error: str) -> str:
    missing = error.startswith(("ImportError", "ModuleNotFoundError", "OSError"))
    state = "is not built" if missing else "does not work"
    cure = f"`{BUILD_ALL}` builds all routes, `make -C demo/routes {route.slug}` this one"
    return f"{route.title} {state} ({error}); {cure}."


def time_routes(routes: Sequence[Route], pace: Pace, advance: Callable[[], None]) -> list[Series]:
    """Time all routes by turns in fresh processes, again and again."""
    processes: dict[tuple[str, str], list] = defaultdict(list)
    for _ in range(pace.processes):
        with ExitStack() as stack:
            workers = start(stack, routes).values()
            for case in CASES:
                timers = {
                    worker.name: worker.timer(case) for worker in workers if case in worker.ready
                }
                for title, values in time_interleaved(timers, pace, advance).items():
                    processes[title, case].append(values)
    return [Series(title, case, tuple(values)) for (title, case), values in processes.items()]


def times(series: Sequence[Series]) -> Table:
    def cell(title: str, case: str) -> str:
        one = find(series, title, case)
        return one.spread.text(NANO) if one else "-"

    rows = [(title, *(cell(title, case) for case in CASES)) for title in titles(series)]
    return Table("Nanoseconds a call: median (middle half)", ("route", *CASES), tuple(rows))


def ratios(series: Sequence[Series], routes: Sequence[Route], reference: Route) -> Table:
    def cell(route: Route, case: str) -> str:
        one, other = find(series, route.title, case), find(series, reference.title, case)
        return ratio(one, other).text() if one and other else "-"

    order = sorted(routes, key=lambda route: titles(series).index(route.title))
    rows = [(r.title, *(cell(r, case) for case in CASES), published(r, reference)) for r in order]
    caption = (
        f"Times as long as {reference.title}: median (middle half) of the ratios within a round"
    )
    return Table(caption, ("route", *CASES, "published once"), tuple(rows))


def published(route: Route, reference: Route) -> str:
    if route.slug not in PUBLISHED:
        return "-"
    return digits(PUBLISHED[route.slug] / PUBLISHED[reference.slug])


def titles(series: Sequence[Series]) -> list[str]:
    """Return the contenders, quickest empty call first."""
    empty = [one for one in series if one.case == CASES[0]]
    return [one.contender for one in sorted(empty, key=lambda one: one.spread.median)]


def find(series: Sequence[Series], title: str, case: str) -> Series | None:
    return next((one for one in series if (one.contender, one.case) == (title, case)), None)


def draw(figure: Figure, series: Sequence[Series]) -> None:
    """Draw one panel a case, with the same routes in the same order."""
    from . import plot

    order = titles(series)
    figure.set_size_inches(11, 1.4 + 0.32 * len(order))
    for axes, case in zip(figure.subplots(1, len(CASES), sharey=True), CASES, strict=True):
        plot.bars(axes, order, [find(series, title, case) for title in order], NANO)
        axes.set(title=case, xlabel="ns a call")
