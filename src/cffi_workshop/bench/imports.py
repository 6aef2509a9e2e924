"""What importing a binding costs: ABI in-line and out-of-line and API, for short and long cdefs."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cffi_workshop.errors import WorkshopError
from cffi_workshop.grading.building.toolchain import LIBRARY_SUFFIX

from .build_bindings import build
from .interleaved import Series, ratio, rotated
from .results import BenchmarkResult, Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["NORMAL", "QUICK", "Plan", "measure", "steps"]

MILLI = 1e3
IN_LINE, OUT_OF_LINE, API = "ABI in-line", "ABI out-of-line", "API out-of-line"


@dataclass(frozen=True)
class Plan:
    """How many fresh interpreters for each mode, and how many declarations in the cdef."""

    rounds: int
    lengths: tuple[int, ...]


NORMAL = Plan(rounds=25, lengths=(10, 100, 1000))
QUICK = Plan(rounds=2, lengths=(10, 100))

# Run in the folder of the modules. Each ends with a call, so that nothing is put off until later,
# and prints what its import took: the start of Python itself is not part of that.
PROGRAMS = {
    IN_LINE: "from in_line{n} import lib",
    OUT_OF_LINE: "from out_of_line{n} import ffi; lib = ffi.dlopen('./libmany{n}{suffix}')",
    API: "from api{n} import lib",
}
TIMED = """
import sys, time
sys.path.insert(0, ".")
start = time.perf_counter()
{program}
assert lib.many_0(1.0, 2) == 2.0
print(time.perf_counter() - start)
"""


def steps(plan: Plan) -> int:
    """Return how often measure() advances its progress bar."""
    return plan.rounds * len(plan.lengths)


def measure(root: Path, plan: Plan, advance: Callable[[], None]) -> BenchmarkResult:
    """Time the imports in fresh interpreters, one mode after the other, again and again."""
    with tempfile.TemporaryDirectory() as name:
        for length in plan.lengths:
            build(length, Path(name))
        series = [
            one
            for length in plan.lengths
            for one in time_imports(length, name, plan.rounds, advance)
        ]
    return BenchmarkResult(
        name="import",
        title="Milliseconds an import, by mode and number of declarations",
        unit="s an import",
        reference=OUT_OF_LINE,
        series=series,
        tables=[times(series, plan.lengths), ratios(series, plan.lengths)],
        notes=[
            "Each import is the first of a fresh interpreter, with the import of cffi and a first "
            "call."
        ],
        draw=lambda figure: draw(figure, series),
    )


def time_imports(
    length: int, folder: str, rounds: int, advance: Callable[[], None]
) -> list[Series]:
    programs = {
        mode: TIMED.format(program=program.format(n=length, suffix=LIBRARY_SUFFIX))
        for mode, program in PROGRAMS.items()
    }
    for program in programs.values():  # once unmeasured: files cached, bytecode written
        seconds(program, folder)
    taken: dict[str, list[tuple[float]]] = defaultdict(list)
    for number in range(rounds):
        for mode in rotated(list(programs), number):
            taken[mode].append((seconds(programs[mode], folder),))
        advance()
    return [Series(mode, str(length), tuple(taken[mode])) for mode in programs]


def seconds(program: str, folder: str) -> float:
    """Run the program in a fresh interpreter and return what it says its import took."""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.splitlines() or ["no word why"])[-1]
        raise WorkshopError(
            f"A generated binding could not be imported ({last}); run `workshop doctor`."
        )
    return float(done.stdout)


def times(series: Sequence[Series], lengths: Sequence[int]) -> Table:
    rows = [
        (mode, *(one.spread.text(MILLI) for one in series if one.contender == mode))
        for mode in PROGRAMS
    ]
    caption = "Milliseconds an import, by number of declarations: median (middle half)"
    return Table(caption, ("", *map(str, lengths)), tuple(rows))


def ratios(series: Sequence[Series], lengths: Sequence[int]) -> Table:
    by_place = {(one.contender, one.case): one for one in series}
    rows = []
    for mode in PROGRAMS:
        cells = (
            ratio(by_place[mode, str(n)], by_place[OUT_OF_LINE, str(n)]).text() for n in lengths
        )
        rows.append((mode, *cells))
    caption = f"Times as long as {OUT_OF_LINE}: median (middle half) of the ratios within a round"
    return Table(caption, ("", *map(str, lengths)), tuple(rows))


def draw(figure: Figure, series: Sequence[Series]) -> None:
    """Draw milliseconds over declarations."""
    from . import plot

    figure.set_size_inches(8, 4)
    axes = figure.subplots()
    plot.lines(axes, series, where=float, value=lambda taken: MILLI * taken)
    axes.set(xscale="log", yscale="log", xlabel="declarations in the cdef", ylabel="ms an import")
    plot.plain_ticks(axes.xaxis)
    plot.plain_ticks(axes.yaxis)
    plot.name_lines(axes)
