"""Measure how long a verdict takes, and the parts that it cannot do without.

Run it with `python -m cffi_workshop.bench.verdict`.

Every figure is the median of whole processes, with the fastest and the slowest. The parts are
measured alone, one after the other; in a verdict they overlap on two cores.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading.building.builds import STANDARD
from cffi_workshop.grading.building.extension_builds import INSTRUMENT
from cffi_workshop.grading.building.toolchain import Toolchain

__all__ = ["main"]


def main() -> None:
    """Print a table: verdicts first, then their parts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--exercise", default="fibonacci")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    exercise = load_exercise(find_root(), options.exercise)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in exercise.solution.iterdir():
            if file.is_file():
                shutil.copy(file, folder)
        rows = [*verdicts(exercise, folder), *parts(exercise, folder)]
        print(
            f"{options.exercise}, {os.cpu_count()} cores; ms, median (min .. max) of "
            f"{options.rounds}"
        )
        for title, work in rows:
            print(f"  {title:<44} {measured(work, options.rounds)}", flush=True)


def verdicts(exercise: Exercise, folder: Path) -> list[tuple[str, Callable[[], None]]]:
    """Return what a learner waits for."""
    source, edits = folder / f"{exercise.slug}.c", itertools.count(time.time_ns())
    command = [sys.executable, "-m", "cffi_workshop", "check", exercise.slug, "--path", str(folder)]

    def edited() -> None:
        source.write_text(f"{(exercise.solution / source.name).read_text()}// edit {next(edits)}\n")
        run(command)

    return [
        ("a verdict, nothing edited", lambda: run(command)),
        (f"a verdict, {source.name} edited", edited),
    ]


def parts(exercise: Exercise, folder: Path) -> list[tuple[str, Callable[[], None]]]:
    """Return what no verdict can do without: a compiler run, an interpreter, a sanitized run."""
    tools, source = Toolchain.find(), str(folder / f"{exercise.slug}.c")
    plain, sanitized = str(folder / "plain.so"), str(folder / "sanitized.so")
    opened = "import cffi, sys; f = cffi.FFI(); f.cdef('int x(void);'); f.dlopen(sys.argv[1])"
    worker = [sys.executable, "-c", opened]
    runtime = {"LD_PRELOAD": str(tools.sanitizer_runtime), "ASAN_OPTIONS": "detect_leaks=0"}
    compile_plain = tools.library_command([source], plain, [*STANDARD, "-O2"])
    compile_sanitized = tools.library_command(
        [source], sanitized, [*STANDARD, *tools.sanitizer_flags, *INSTRUMENT]
    )
    return [
        ("part: compile the C", lambda: run(compile_plain)),
        ("part: compile the C, sanitized", lambda: run(compile_sanitized)),
        ("part: start Python, open the library", lambda: run([*worker, plain])),
        ("part: the same, sanitized", lambda: run([*worker, sanitized], runtime)),
        ("part: start Python, import pytest", lambda: run([sys.executable, "-c", "import pytest"])),
        ("part: start Python alone", lambda: run([sys.executable, "-c", "pass"])),
    ]


def run(command: list[str], changes: dict[str, str] | None = None) -> None:
    environment = {**os.environ, **(changes or {})}
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)


def measured(work: Callable[[], None], rounds: int) -> str:
    """Time `work` after one warm-up."""
    work()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return f"{statistics.median(times):6.0f} ({min(times):.0f} .. {max(times):.0f})"


if __name__ == "__main__":
    main()
