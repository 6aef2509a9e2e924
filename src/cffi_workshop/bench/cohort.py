"""How fast a course is graded: hand-ins a second, the memory that takes, and nbgrader beside it.

The hand-ins of a made-up course are graded by the command itself, in the sandbox, with sanitizers,
into a new book.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.worker.usage import resident_bytes

from .made_up_course import lay_course, notebook_of
from .results import BenchmarkResult, Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["NORMAL", "QUICK", "Size", "measure", "steps"]

EXERCISE = "fibonacci"
MB = 1 << 20
LOOK_EVERY = 0.25  # seconds between two looks at the memory


@dataclass(frozen=True)
class Size:
    """How many people are graded in each run, and how many by nbgrader."""

    people: tuple[int, ...]
    nbgrader: int


QUICK = Size((4, 8), 1)
NORMAL = Size((100, 200, 300), 12)


def steps(size: Size) -> int:
    return len(size.people) + 2


@dataclass(frozen=True)
class Run:
    """One run of the command: seconds, those of all processors together, and bytes of memory.

    `early` is the most that was held while the first tenth of the time went by, `most` at any time.
    """

    people: int
    hanging: int
    seconds: float
    processor: float
    early: int
    most: int

    @property
    def rate(self) -> float:
        return self.people / self.seconds


def measure(root: Path, size: Size, advance: Callable[[], None]) -> BenchmarkResult:
    """Grade courses of each size, one without hand-ins that hang, and some notebooks."""
    exercise = load_exercise(root, EXERCISE)
    with tempfile.TemporaryDirectory(prefix="workshop-bench-") as name:
        runs = []
        for people in size.people:
            runs.append(graded(root, exercise, Path(name) / f"all-{people}", people, hangs=True))
            advance()
        calm = graded(root, exercise, Path(name) / "calm", size.people[-1], hangs=False)
        advance()
        other = by_nbgrader(root, exercise, Path(name) / "nbgrader", size.nbgrader)
        advance()
    return findings(runs, calm, other)


def graded(root: Path, exercise: Exercise, folder: Path, people: int, *, hangs: bool) -> Run:
    """Make a course, and grade it by the command; raise RuntimeError when that fails."""
    counts = lay_course(exercise, folder / "hand-ins", people, hangs)
    command = [sys.executable, "-m", "cffi_workshop", "grade", str(folder / "hand-ins")]
    command += ["--exercise", exercise.slug, "--into", str(folder / "grades")]
    started, used = time.perf_counter(), processor_seconds()
    process = subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    sizes = memory_until_the_end(process)
    seconds = time.perf_counter() - started
    said = process.communicate()[0]
    if process.returncode:
        raise RuntimeError(f"workshop grade ended with status {process.returncode}: {said}")
    tenth = sizes[: max(1, len(sizes) // 10)]
    used = processor_seconds() - used
    return Run(people, counts["hangs"], seconds, used, max(tenth), max(sizes))


def processor_seconds() -> float:
    """Return what all processes of the machine have taken of its processors (Linux).

    What runs below bubblewrap counts for nobody who waits for it.
    """
    user, nice, system = map(int, Path("/proc/stat").read_text().split()[1:4])
    return (user + nice + system) / os.sysconf("SC_CLK_TCK")


def memory_until_the_end(process: subprocess.Popen[str]) -> list[int]:
    """Return the bytes that the command and its fork servers hold, look by look."""
    sizes = [0]
    while process.poll() is None:
        tasks = Path(f"/proc/{process.pid}/task").glob("*/children")
        try:
            children = [int(child) for task in tasks for child in task.read_text().split()]
        except OSError:  # a thread has just ended
            children = []
        sizes.append(resident_bytes([process.pid, *children]))
        time.sleep(LOOK_EVERY)
    return sizes


def by_nbgrader(
    root: Path, exercise: Exercise, course: Path, people: int
) -> tuple[float, float] | None:
    """Return the seconds and processor seconds that nbgrader takes for each person."""
    if not find_spec("nbgrader"):
        return None
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}

    def run(*command: str) -> None:
        subprocess.run(command, cwd=course, env=environment, check=True, capture_output=True)

    course.mkdir()
    run(sys.executable, "-m", "cffi_workshop", "export-nbgrader", exercise.slug, ".")
    run(sys.executable, "-m", "nbgrader", "generate_assignment", exercise.slug, "--create")
    text = (course / "release" / exercise.slug / exercise.notebook).read_text(encoding="utf-8")
    for number in range(people):
        submitted = course / "submitted" / f"person-{number:05}" / exercise.slug
        submitted.mkdir(parents=True)
        (submitted / exercise.notebook).write_text(
            notebook_of(exercise, text, number), encoding="utf-8"
        )
    started, used = time.perf_counter(), processor_seconds()
    run(sys.executable, "-m", "nbgrader", "autograde", exercise.slug)
    return (time.perf_counter() - started) / people, (processor_seconds() - used) / people


def findings(runs: list[Run], calm: Run, other: tuple[float, float] | None) -> BenchmarkResult:
    rows = [row_of(run, "") for run in runs] + [row_of(calm, ", none hangs")]
    tables = [
        Table(
            f"Grading {EXERCISE}, {os.cpu_count()} cores, bubblewrap and sanitizers on",
            ("people", "seconds", "a second", "CPU s each", "MB early", "MB most"),
            tuple(rows),
        )
    ]
    notes = [
        "Memory is that of the command and its fork servers, of their own, without the checks "
        "under way. Processor time is that of the whole machine.",
        f"Without hand-ins that hang: {calm.rate:.2f} a second, {1 / calm.rate:.2f} s for each.",
    ]
    if other:
        notes.append(
            f"nbgrader: {other[0]:.2f} s for each, {other[0] * calm.rate:.1f} times as long; "
            f"{other[1]:.2f} CPU s."
        )
    return BenchmarkResult(
        name="cohort",
        title="Grading a course",
        unit="seconds",
        reference="",
        series=[],
        tables=tables,
        notes=notes,
        draw=lambda figure: draw(figure, runs),
        more={
            "runs": [vars(run) for run in [*runs, calm]],
            "nbgrader_seconds_each": other and other[0],
        },
    )


def row_of(run: Run, about: str) -> tuple[str, ...]:
    megabytes = [f"{size / MB:.0f}" for size in (run.early, run.most)]
    each = f"{run.processor / run.people:.2f}"
    return (
        f"{run.people}{about or f', {run.hanging} hang'}",
        f"{run.seconds:.1f}",
        f"{run.rate:.2f}",
        each,
        *megabytes,
    )


def draw(figure: Figure, runs: list[Run]) -> None:
    """Draw seconds over people: a straight line where time grows in proportion."""
    axes = figure.subplots()
    axes.plot([run.people for run in runs], [run.seconds for run in runs], "o-")
    axes.set_xlim(left=0)
    axes.set_ylim(bottom=0)
    axes.set_xlabel("people")
    axes.set_ylabel("seconds")
