"""When which episode is taught: computed from the minutes of the episodes, and the breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Row", "clock", "minutes_of", "rows"]


@dataclass(frozen=True)
class Row:
    """A line of the schedule: an episode, or what stands between two ("Break", "Finish")."""

    time: str
    what: object
    minutes: int = 0


def minutes_of(time: str) -> int | None:
    """Return the minutes since midnight, or None for what is no time of a day."""
    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", time)
    return int(match[1]) * 60 + int(match[2]) if match else None


def clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def rows(
    start: str, episodes: list, breaks_after: tuple[str, ...], break_minutes: int
) -> Iterator[Row]:
    """Yield the lines of one half-day. No break follows its last episode."""
    now = minutes_of(start)
    for episode in episodes:
        yield Row(clock(now), episode, episode.minutes)
        now += episode.minutes
        if episode.slug in breaks_after and episode is not episodes[-1]:
            yield Row(clock(now), "Break", break_minutes)
            now += break_minutes
    yield Row(clock(now), "Finish")
