"""Contenders take turns, so that whatever else the machine does falls on all of them.

The method is that of pyperf (calibrated loops, warm-up, several processes, median and spread) but
for one thing: pyperf finishes one benchmark before it begins the next. A ratio needs both sides
measured within the same moment, so here each round times every contender once, each time in another
order.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

__all__ = ["Pace", "Series", "Spread", "Timed", "digits", "ratio", "time_interleaved"]

Name = TypeVar("Name", bound=Hashable)
# Do it so many times; return the seconds that all of them took together.
Timed = Callable[[int], float]


@dataclass(frozen=True)
class Pace:
    """How long to measure: `least` seconds a value, `rounds` values a process."""

    processes: int
    rounds: int
    least: float


@dataclass(frozen=True)
class Spread:
    """A median, and the range that holds the middle half of the values."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        if len(values) == 1:
            return cls(values[0], values[0], values[0])
        low, median, high = statistics.quantiles(values, n=4, method="inclusive")
        return cls(median, low, high)

    def text(self, factor: float = 1.0) -> str:
        """Return `median (low-high)`, each with about three digits."""
        median, low, high = (digits(factor * value) for value in (self.median, self.low, self.high))
        return f"{median} ({low}–{high})"  # noqa: RUF001 - a range takes an en dash


@dataclass(frozen=True)
class Series:
    """What one contender took in one case: seconds for each unit of work, by process and round."""

    contender: str
    case: str
    processes: tuple[tuple[float, ...], ...]

    @property
    def values(self) -> list[float]:
        return [value for process in self.processes for value in process]

    @property
    def spread(self) -> Spread:
        return Spread.of(self.values)


def ratio(above: Series, below: Series) -> Spread:
    """Return how many times as long `above` took as `below`, round by round."""
    return Spread.of([one / other for one, other in zip(above.values, below.values, strict=True)])


def nothing_to_advance() -> None:
    """Advance no progress bar."""


def time_interleaved(
    contenders: Mapping[Name, Timed], pace: Pace, advance: Callable[[], None] = nothing_to_advance
) -> dict[Name, tuple[float, ...]]:
    """Return the seconds of one loop, one number a round, by contender."""
    loops = {name: calibrated(timed, pace.least) for name, timed in contenders.items()}
    seconds: dict[Name, list[float]] = {name: [] for name in contenders}
    for number in range(pace.rounds):
        for name in rotated(list(contenders), number):
            seconds[name].append(contenders[name](loops[name]) / loops[name])
        advance()
    return {name: tuple(values) for name, values in seconds.items()}


def calibrated(timed: Timed, least: float) -> int:
    """Return how many loops take `least` seconds; finding out warms up what is measured."""
    loops = 1
    while (taken := timed(loops)) < least:
        # Not all the way at once: the first calls are the slow ones.
        loops = max(loops + 1, min(10 * loops, int(1.1 * loops * least / max(taken, 1e-9))))
    return loops


def rotated(names: list[Name], by: int) -> list[Name]:
    by %= len(names)
    return names[by:] + names[:by]


def digits(value: float) -> str:
    """Return three significant digits, but never an exponent, and whole numbers from 100 on."""
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
