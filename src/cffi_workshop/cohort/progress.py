"""How far grading has got: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from cffi_workshop.sentences import counted

if TYPE_CHECKING:
    from rich.progress import Progress as ProgressBar
    from rich.progress import ProgressColumn, Task

__all__ = ["Progress"]

SECONDS_BETWEEN_LINES = 10.0


class Progress:
    """A context that is told of each verdict once it is in the book.

    `lacking` counts what is not in the book yet.
    """

    def __init__(self, lacking: Callable[[], int]) -> None:
        self.total, self.done, self._lacking = lacking(), 0, lacking
        self._started = self._last = time.monotonic()
        self._bar = bar(self.total) if self.total and sys.stdout.isatty() else None

    def __enter__(self) -> Progress:
        if self._bar:
            self._bar.start()
        elif self.total:
            # Those that are the same are graded once, and what is in the book not again.
            click.echo(f"Grading {counted(self.total, 'different hand-in')} ...")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is KeyboardInterrupt:  # it may have come between the book and what it tells here
            self.done = self.total - self._lacking()
        if self._bar:
            self._bar.stop()
        if self.total:
            click.echo(self._line())
        if self.done < self.total:
            click.echo("What is graded is in the book; the same command goes on from there.")

    def count(self, settled: bool) -> None:
        """Count a verdict; one that is tried once more alone counts when that is over."""
        self.done += settled
        if self._bar:
            self._bar.update(self._bar.task_ids[0], completed=self.done)
        elif self.done < self.total and time.monotonic() - self._last > SECONDS_BETWEEN_LINES:
            self._last = time.monotonic()
            click.echo(self._line())

    def _line(self) -> str:
        seconds = time.monotonic() - self._started
        rate = self.done / seconds if seconds else 0.0
        left = (self.total - self.done) / rate if rate else 0.0
        rest = f", about {left:.0f} s left" if 0 < self.done < self.total else ""
        return f"{self.done} of {self.total} graded, {rate:.1f} a second{rest}."


def bar(total: int) -> ProgressBar:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as ProgressBar

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), rate_column())
    progress = ProgressBar(TextColumn("Grading"), *columns)
    progress.add_task("grading", total=total)
    return progress


def rate_column() -> ProgressColumn:
    from rich.progress import ProgressColumn
    from rich.text import Text

    class RateColumn(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f} a second" if task.speed else "")

    return RateColumn()
