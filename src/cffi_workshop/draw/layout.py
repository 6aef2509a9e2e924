"""Memory as rows of cells: the geometry that a picture and its text share.

A strip is what lies one after the other in memory, cut into rows of equal length. A span that is
longer than a few rows keeps its first and its last; the rows between them are only counted.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Piece", "Row", "Span", "joined", "rows", "with_gaps"]

FEWEST_LEFT_OUT = 3  # rows; to leave out fewer would save nothing


@dataclass(frozen=True)
class Span:
    """`size` cells from `start` on. What is no part of the thing itself is a gap."""

    start: int
    size: int
    label: str
    detail: str = ""
    colour: int = 0
    gap: bool = False

    @property
    def end(self) -> int:
        return self.start + self.size


@dataclass(frozen=True)
class Piece:
    """The part of a span that lies in one row; `first` where the span begins."""

    span: Span
    column: int
    width: int
    first: bool


@dataclass(frozen=True)
class Row:
    """The pieces of one row, and how many cells were left out before it."""

    start: int
    pieces: tuple[Piece, ...]
    left_out: int = 0


def joined(spans: list[Span]) -> list[Span]:
    """Return the spans in order; those that share a cell become one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if found and span.start < found[-1].end:
            last = found.pop()
            size = max(last.end, span.end) - last.start
            found.append(Span(last.start, size, f"{last.label} {span.label}", "", last.colour))
        else:
            found.append(span)
    return found


def with_gaps(spans: list[Span], size: int, label: str) -> list[Span]:
    """Fill what no span covers, from 0 to `size`, with gaps of that label."""
    filled, at = [], 0
    for span in [*spans, Span(size, 0, "")]:
        if span.start > at:
            filled.append(Span(at, span.start - at, label, gap=True))
        if span.size:
            filled.append(span)
        at = span.end
    return filled


def rows(spans: list[Span], columns: int) -> list[Row]:
    """Cut the spans of one strip, which follow one another, into rows of `columns` cells."""
    if not spans:
        return []
    hidden = [inner_rows(span, columns) for span in spans]
    found, left_out = [], 0
    start = spans[0].start // columns * columns
    while start < spans[-1].end:
        jump = next((end for begin, end in hidden if begin <= start < end), None)
        if jump is not None:
            start, left_out = jump, jump - start
            continue
        found.append(Row(start, pieces(spans, start, columns), left_out))
        start, left_out = start + columns, 0
    return found


def inner_rows(span: Span, columns: int) -> tuple[int, int]:
    """Return begin and end of the rows that a long span fills alone and that need not be shown."""
    begin = (-(-span.start // columns) + 1) * columns
    end = (span.end // columns - 1) * columns
    return (begin, end) if end - begin >= FEWEST_LEFT_OUT * columns else (0, 0)


def pieces(spans: list[Span], start: int, columns: int) -> tuple[Piece, ...]:
    """Return what lies between start and start + columns."""
    found = []
    for span in spans:
        left, right = max(span.start, start), min(span.end, start + columns)
        if left < right:
            found.append(Piece(span, left - start, right - left, left == span.start))
    return tuple(found)
