"""Code that is nearly the solution's, with one of the places where it differs as that has it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.differences import bare

from .text.step import Step, with_lines
from .told.hunks import Hunk, hunks_of

__all__ = ["put_right"]

MOST = 3  # places, each with a run of its own


def put_right(source: Source, line: int) -> Iterator[Step]:
    """Yield the text with one place put right, the nearest to a line first."""
    solved = source.solution.split("\n")
    hunks = hunks_of(source.written_lines, solved)
    more = 0  # lines that the solution has more, up to a place
    places: list[tuple[int, Step]] = []
    for hunk in hunks:
        begin = hunk.at + more
        new = solved[begin : begin + len(hunk.new)]
        more += len(hunk.new) - len(hunk.old)
        away = max(hunk.at + 1 - line, line - hunk.at - max(len(hunk.old), 1), 0)
        if does_something(source, hunk):
            text = with_lines(source, hunk.at + 1, hunk.at + 1 + len(hunk.old), *new)
            places.append((away, Step(0.0, hunk.at + 1, text)))
    yield from islice((step for _, step in sorted(places)), MOST)


def does_something(source: Source, hunk: Hunk) -> bool:
    """Say whether more than comments and white space differ."""
    one, other = ([bare(source.name, line) for line in side] for side in (hunk.old, hunk.new))
    return [line for line in one if line] != [line for line in other if line]
