"""Parts of a line that change places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .hunks import Edit, Token, code, said
from .quoted import quoted

__all__ = ["turned_round"]

SEPARATORS = (":", ",", ";")
# Where what begins with a sign, and what ends with one, has its other tokens.
ENDS = ((0, slice(1, None)), (-1, slice(None, -1)))


def turned_round(one: list[Token], other: list[Token], edits: Sequence[Edit]) -> str:
    """Say that parts of a line change places."""
    if sorted(said(one)) != sorted(said(other)):
        return ""
    first, last = edits[0], edits[-1]
    was = one[first.old.start : last.old.stop]
    now = other[first.new.start : last.new.stop]
    # A sign at an end belongs to what comes next: of `? 1 : -1` the `-` goes with its 1.
    behind = one[first.old.start : last.old.stop + 1], other[first.new.start : last.new.stop + 1]
    for old, new in (without_same_end(was, now), without_same_ends(was, now), behind):
        for at in range(1, len(old) - 1):
            left, right = old[:at], old[at + 1 :]
            is_turned = said(new) == [*said(right), *said(old[at : at + 1]), *said(left)]
            if is_turned and has_word(left) and has_word(right):
                return change_places(left, right)
    left, right = one[first.old], one[last.old]
    if len(edits) == 2 and said(left) == said(other[last.new]) and left and right:
        return change_places(left, right)
    return f"{quoted(code(was))} has its parts in another order"


def change_places(left: list[Token], right: list[Token]) -> str:
    left, right = without_same_ends(left, right)
    return f"{quoted(code(left))} and {quoted(code(right))} change places"


def without_same_end(was: list[Token], now: list[Token]) -> tuple[list[Token], list[Token]]:
    """Return what was and what is without the tokens at the end that are the same."""
    same = 0
    while same < len(was) - 1 and was[-1 - same][0] == now[-1 - same][0]:
        same += 1
    return was[: len(was) - same], now[: len(now) - same]


def without_same_ends(left: list[Token], right: list[Token]) -> tuple[list[Token], list[Token]]:
    """Return two parts without the signs that both begin with, or end with."""
    for at, rest in ENDS:
        while min(len(left), len(right)) > 1 and left[at][0] == right[at][0] in SEPARATORS:
            left, right = left[rest], right[rest]
    return left, right


def has_word(tokens: Sequence[Token]) -> bool:
    return re.search(r"\w", code(tokens)) is not None
