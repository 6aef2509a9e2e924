"""The kinds of changes, and what each says of the hand-in."""

from __future__ import annotations

import re
from collections import Counter

from cffi_workshop.grading.blame import Source

from .edits import edited
from .hunks import Hunk, hunks_of
from .kept import kept_alive
from .put_in import has_word, margin, put_in, put_into_block
from .quoted import quoted

__all__ = ["in_words", "sentence"]

RETURNS = re.compile(r"(?:return|raise)\b")
IN_FINALLY = re.compile(r"^[ \t]{0,80}finally:\n[ \t]{0,80}(\S.{0,200})$", re.MULTILINE)


def in_words(source: Source, text: str) -> str:
    """Return a sentence that says by what the check passes over another text; "" for none."""
    hunks = hunks_of(source.written_lines, text.split("\n"))
    said = kept_alive(source, text) or in_or_out(source, text, hunks)
    said = said or in_a_finally(text, hunks)
    for kind in KINDS:
        said = said or kind(source, hunks)
    return sentence(said)


def sentence(said: str) -> str:
    return f"The check passes {said}." if said else ""


def in_or_out(source: Source, text: str, hunks: list[Hunk]) -> str:
    """Say that lines belong into a block, or out of one, where only their margins differ."""
    if hunks:
        return ""
    pairs = [*zip(source.written_lines, text.split("\n"), strict=True)]
    old, new = next(((a, b) for a, b in pairs if a != b and has_word(a)), ("", ""))
    if not old:
        return ""
    way = "in the block above it" if margin(new) > margin(old) else "outside of its block"
    return f"when {quoted(old)} stands {way}"


def moved(source: Source, hunks: list[Hunk]) -> str:
    """Say what comes before what, where the same lines stand in another order."""
    gone, come = (Counter(x for each in hunks for x in side if x) for side in sides(hunks))
    if gone != come or not gone:
        return ""
    if len(hunks) == 1:
        first, last = hunks[0].old[0], hunks[0].old[-1]
        is_turned = hunks[0].new[0] == last and has_word(first) and has_word(last)
        return f"when {quoted(last)} comes before {quoted(first)}" if is_turned else ""
    taken = next((each for each in hunks if each.old and not each.new), None)
    put = next((each for each in hunks if each.new and not each.old), None)
    what = next(filter(has_word, taken.old), "") if taken else ""
    if len(hunks) != 2 or not (taken and put and what):
        return ""
    texts = source.written_lines
    if put.at > taken.at:
        between = texts[taken.at + len(taken.old) : put.at]
        last = next(filter(has_word, reversed(between)), "")
        return f"when {quoted(what)} comes after {quoted(last)}" if last else ""
    first = next(filter(has_word, texts[put.at : taken.at]), "")
    return f"when {quoted(what)} comes before {quoted(first)}" if first else ""


def sides(hunks: list[Hunk]) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    return [each.old for each in hunks], [each.new for each in hunks]


def left_out(_: Source, hunks: list[Hunk]) -> str:
    """Say which lines are too many."""
    lines = [line for each in hunks for line in each.old if has_word(line)]
    nothing = all(line in ("pass", ";", "") for each in hunks for line in each.new)
    return f"without {quoted(lines[0])}" if nothing and len(lines) == 1 else ""


def missing(source: Source, hunks: list[Hunk]) -> str:
    """Say what has to be put in."""
    is_put_in = all(not any(line.strip() for line in each.old) for each in hunks)
    if len(hunks) != 1 or not is_put_in:
        return ""
    hunk, texts = hunks[0], source.written_lines
    after = texts[hunk.at].strip() if hunk.at < len(texts) else ""
    if len(hunk.new) == 1 and RETURNS.match(hunk.new[0]) and RETURNS.match(after):
        return edited(source, [after], hunk.new)  # what comes behind it is never reached
    return put_in(source, hunk)


def in_a_finally(text: str, hunks: list[Hunk]) -> str:
    """Say that what is done has to be done in any case."""
    come = {line for each in hunks for line in each.new}
    gone = {line for each in hunks for line in each.old if line}
    ends = IN_FINALLY.search(text) if "finally:" in come and gone <= come else None
    if ends is None or (ends[1] in come and ends[1] not in gone):
        return ""
    return f"when {quoted(ends[1])} is done in a `finally`, so also when an exception comes first"


def changed(source: Source, hunks: list[Hunk]) -> str:
    """Say what is other in lines that stand in one place."""
    if len(hunks) != 1 or not (hunks[0].old and hunks[0].new):
        return ""
    return put_into_block(source, hunks[0]) or edited(source, hunks[0].old, hunks[0].new)


KINDS = (moved, left_out, missing, changed)
