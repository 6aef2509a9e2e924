"""Code that is nearly the solution's, with one of the places where it differs as that has it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.differences import bare

from .text.step import Step
from .told.hunks import Hunk, hunks_of

__all__ = ["put_right"]

MOST = 3  # places, each with a run of its own


def put_right(source: Source, line: int) -> Iterator[Step]:
    """Yield the text with one place put right, the nearest to a line first.

    A line that stands elsewhere in the solution goes there: to take it away alone puts nothing
    right.
    """
    solved = source.solution.split("\n")
    hunks = hunks_of(source.written_lines, solved)
    more = 0  # lines that the solution has more, up to a place
    differing: list[tuple[Hunk, list[str]]] = []
    for hunk in hunks:
        begin = hunk.at + more
        more += len(hunk.new) - len(hunk.old)
        if does_something(source, hunk):
            differing.append((hunk, solved[begin : begin + len(hunk.new)]))
    places: dict[str, tuple[int, Step]] = {}
    for hunk, new in differing:
        moved = [each for each in differing if is_moved(source, hunk, each[0])]
        text = source.written_lines
        for there, lines in sorted([*moved, (hunk, new)], key=lambda each: -each[0].at):
            text = [*text[: there.at], *lines, *text[there.at + len(there.old) :]]
        away = max(hunk.at + 1 - line, line - hunk.at - max(len(hunk.old), 1), 0)
        step = Step(0.0, hunk.at + 1, "\n".join(text))
        places[step.text] = min((away, step), places.get(step.text, (away, step)))
    yield from islice((step for _, step in sorted(places.values())), MOST)


def is_moved(source: Source, hunk: Hunk, other: Hunk) -> bool:
    """Say whether what goes at one place comes at the other, and the other way round."""
    (gone, come), (there, here) = (sides_of(source, each) for each in (hunk, other))
    return hunk.at != other.at and gone == here and come == there


def sides_of(source: Source, hunk: Hunk) -> list[list[str]]:
    """Return the lines that go and those that come, without comments and white space."""
    bared = ([bare(source.name, line) for line in side] for side in (hunk.old, hunk.new))
    return [[line for line in side if line] for side in bared]


def does_something(source: Source, hunk: Hunk) -> bool:
    """Say whether more than comments and white space differ."""
    one, other = sides_of(source, hunk)
    return one != other
