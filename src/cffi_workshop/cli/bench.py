"""`workshop bench`: what is fast, measured on the reader's own machine.

Each subcommand prints its tables, and writes them with the raw values and a plot into a folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cffi_workshop import report
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.checkout import find_root

from .process import Group

if TYPE_CHECKING:
    from cffi_workshop.bench.results import BenchmarkResult, Table

__all__ = ["bench"]


# What each command measures, by the module of that name in the package bench.
COMMANDS = {
    "calls": "Nanoseconds a call, by each route that is built.",
    "evolve": "Nanoseconds a point of the heat step, by size.",
    "threads": "A C call over 1 to N threads, GIL held or not.",
    "imports": "Milliseconds an import, by mode of cffi.",
    "cohort": "Hand-ins a second of a whole course, and nbgrader beside it.",
    "room": "A room under the load of 300 learners: what is lost, how late the board is.",
}


def options(command: Callable) -> Callable:
    """Add what the group and each of its commands take."""
    for decorate in (
        click.option("--out", help="The folder to write into; .workshop/bench if not given."),
        click.option(
            "--quick", is_flag=True, help="Measure too little to tell anything: a trial run."
        ),
    ):
        command = decorate(command)
    return command


@click.group(cls=Group, invoke_without_command=True)
@options
@click.pass_context
def bench(context: click.Context, out: str | None, quick: bool) -> None:
    """Measure on this machine; without a command, what a call costs (`calls`)."""
    if context.invoked_subcommand is None:
        context.invoke(bench.commands["calls"], out=out, quick=quick)
    context.default_map = {name: {"out": out, "quick": quick} for name in bench.commands}


def run(module: str, out: str | None, quick: bool) -> None:
    """Measure with a progress bar, print the tables, write the files."""
    from dataclasses import replace

    from cffi_workshop.bench import machine, results

    root, benchmark = find_root(), import_module(f"cffi_workshop.bench.{module}")
    folder = made(root / ".workshop" / "bench" if out is None else Path(out))
    pace = benchmark.QUICK if quick else benchmark.NORMAL
    busy = machine.busy()
    with progress(benchmark.steps(pace)) as advance:
        found = benchmark.measure(root, pace, advance)
    found = replace(found, notes=[*found.notes, *busy], quick=quick)
    show(found)
    for sentence in [*found.notes, *results.missing_packages()]:
        click.echo(sentence)
    for path in results.write(found, folder):
        click.echo(f"wrote {click.format_filename(path)}")


for module, about in COMMANDS.items():
    name = "import" if module == "imports" else module  # a word of Python's own names no module
    bench.command(name, help=about)(options(partial(run, module)))


def made(folder: Path) -> Path:
    """Make the folder before anything is measured, not to find afterwards that it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkshopError(
            f"The folder {click.format_filename(folder)} cannot be made ({error.strerror}); "
            "--out takes a folder that you may write into."
        ) from None
    return folder


@contextmanager
def progress(steps: int) -> Iterator[Callable[[], None]]:
    """Show a bar on stderr while somebody looks; give the function that advances it."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("measuring", total=steps)
        yield lambda: bar.advance(task)


def show(found: BenchmarkResult) -> None:
    console = report.rich_console(report.output_style())
    for table in found.tables:
        console.print(terminal_table(table))
        console.print()


def terminal_table(table: Table):
    from rich.table import Table as RichTable

    shown = RichTable(title=table.caption, title_justify="left", box=None, padding=(0, 2, 0, 0))
    for number, heading in enumerate(table.headings):
        shown.add_column(heading, justify="right" if number else "left")
    for row in table.rows:
        shown.add_row(*row)
    return shown
