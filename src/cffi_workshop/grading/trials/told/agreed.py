"""Of several changes that mend a check: what can be said where they do not say the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from cffi_workshop.grading.blame import Source

from ..text.step import Step
from .edits import somewhere_in
from .hunks import edits_of, hunks_of, tokens_of
from .kinds import in_words, sentence
from .put_in import margin

__all__ = ["agreed", "is_vague"]

# How much less likely than the one that is told another change is, that nobody needs to hear of.
FAR = 0.8
VAGUE = re.compile(r" (?:something (?:else|more)|one thing more|another (?:formula|condition)) ")
ALWAYS, MAKES_ROOM = re.compile(r"(?:else )?if \(1\)"), re.compile(r"\b(?:re|m|c)alloc\(")
EXCHANGE = re.compile(r"\bwhen (`[^`]{1,80}`) and (`[^`]{1,80}`) change places in ")
PLACE = re.compile(r" (?:ahead of|behind) `[^`]{1,80}`\.$")


@dataclass(frozen=True)
class Told:
    """What is said of a change, the lines that it is in, and how many words and signs it takes.

    In one line it is in a `part` of its words and signs.
    """

    says: str
    lines: range
    size: int
    part: slice | None


def is_vague(says: str) -> bool:
    """Say whether a sentence tells where the mistake is, and not what it is."""
    return VAGUE.search(says) is not None


def agreed(source: Source, best: Step, mending: list[Step]) -> str:
    """Return what is said of the best change; less, or nothing, where others as good say another.

    In one place the smallest change tells most. Where several are as small, the place is named that
    has something else in each. Where the best change is too much for words, a less likely one of
    the same lines may be less.
    """
    told = in_words(source, best.text)
    as_good = [each.text for each in mending if not told or each.cost <= best.cost + FAR]
    if any(makes_room_each_time(source, text) for text in as_good):
        return ""
    changes = [told_of(source, text) for text in dict.fromkeys([best.text, *as_good])]
    lines, said = changes[0].lines, {each.says for each in changes}
    if len(said) == 1:
        return told
    if not told:
        return of_smallest(source, [each for each in changes if {*each.lines} & {*lines}])
    if len({PLACE.sub("", each) for each in said}) == 1:
        return PLACE.sub("", told).rstrip(".") + "."  # wherever it stands
    if any(each.lines[0] > lines[-1] or each.lines[-1] < lines[0] for each in changes):
        return of_exchanges(changes)
    return of_smallest(source, changes)


def of_smallest(source: Source, changes: list[Told]) -> str:
    """Return what the smallest of several changes in one place says, or what all of these say.

    Where they are in one line, that is the part of it that each of them changes.
    """
    if not any(each.says for each in changes):
        return ""
    least = min(each.size for each in changes if each.says)
    smallest = [each for each in changes if each.size == least]
    if len({each.says for each in smallest}) == 1:
        return smallest[0].says
    lines, parts = {each.lines for each in smallest}, [each.part for each in smallest]
    line = source.written_lines[smallest[0].lines.start : smallest[0].lines.stop]
    if len(lines) > 1 or len(line) != 1 or None in parts:
        return ""
    known = [each for each in parts if each]
    first, last = min(each.start for each in known), max(each.stop for each in known)
    return sentence(somewhere_in(line[0], slice(first, last)))


def makes_room_each_time(source: Source, text: str) -> bool:
    """Say whether a change makes room whether it is needed or not.

    Room that is too small is then never full, and the condition was no mistake.
    """
    hunks, texts = hunks_of(source.written_lines, text.split("\n")), source.written_lines
    if len(hunks) != 1 or not ALWAYS.match("".join(hunks[0].new[:1])):
        return False
    at = hunks[0].at
    block = takewhile(lambda line: not line or margin(line) > margin(texts[at]), texts[at + 1 :])
    return any(MAKES_ROOM.search(line) for line in block)


def of_exchanges(changes: list[Told]) -> str:
    """Return what is said of the one exchange in a line, where all changes exchange something.

    Each undoes the same: what is exchanged in a call may as well be exchanged ahead of it. Where
    the same two are exchanged in several lines, nothing is said of the line.
    """
    in_line = [each.says for each in changes if each.part]
    exchanges = [EXCHANGE.search(each.says) for each in changes]
    if len(in_line) == 1:
        return in_line[0] if all(exchanges) else ""
    pairs = {frozenset(each.groups()) if each else None for each in exchanges}
    is_one = len(pairs) == 1 and None not in pairs
    return f"{changes[0].says.partition(' in `')[0]}." if is_one else ""


def told_of(source: Source, text: str) -> Told:
    hunks = hunks_of(source.written_lines, text.split("\n"))
    edits = [e for each in hunks for e in edits_of(tokens_of(each.old), tokens_of(each.new))]
    size = sum(part.stop - part.start for each in edits for part in (each.old, each.new))
    first = min((each.at for each in hunks), default=0)
    last = max((each.at + max(len(each.old), 1) for each in hunks), default=1)
    is_in_line = len(hunks) == 1 and len(hunks[0].old) == 1
    part = slice(edits[0].old.start, edits[-1].old.stop) if edits and is_in_line else None
    return Told(in_words(source, text), range(first, last), size, part)
