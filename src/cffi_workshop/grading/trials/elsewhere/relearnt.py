"""What others got wrong before, turned back: words that went, in the place of those that came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.ranking.known import collected, mistakes_in, weight_of
from cffi_workshop.grading.diagnose import Diagnosis

from ..text.own_words import KNOWN, in_own_names
from ..text.step import Step, with_lines

__all__ = ["lines_left_out", "turned_back"]

TOKEN = re.compile(r"\"[^\"\n]{0,80}\"|'[^'\n]{0,80}'|\w+|[^\w\s]")
SAME_CHECK = 0.7  # the weight of a verdict with the same check
AT_WEIGHT = 0.5  # where a verdict is neither like the other one nor unlike it
LONGEST, MOST = 200, 6  # characters of a line, and tokens that differ
ALONE = re.compile(r"\w{3}|[\"']")  # what tells enough without its neighbours


@dataclass(frozen=True)
class Slip:
    """Tokens that came in the place of others, and the ones next to them."""

    wrong: tuple[str, ...]
    right: tuple[str, ...]
    before: str
    after: str


def turned_back(source: Source, lines: list[int], finding: Diagnosis, check: str) -> Iterator[Step]:
    """Yield the text with a slip of a collected answer made good in one of the lines.

    Slips that had the same verdict come first.
    """
    slips, texts = slips_of(source, finding, check), source.written_lines
    known = KNOWN | {*re.findall(r"\w+", source.text)}
    for line in lines:
        text = texts[line - 1]
        found = [*TOKEN.finditer(text)] if len(text) <= LONGEST else []
        tokens = [each[0] for each in found]
        for slip, weight in slips.items():
            names = {each for each in slip.right if re.match(r"[A-Za-z_]", each)}
            for at in places(tokens, slip) if names <= known | {*slip.wrong} else ():
                ends = at + len(slip.wrong)
                first = found[at].start() if at < len(found) else len(text)
                last = found[ends - 1].end() if slip.wrong else first
                new = f"{text[:first]}{spaced(slip.right)}{text[last:]}"
                cost = cost_of(slip, tokens, at, ends)
                if cost is not None:
                    yield Step(
                        cost + AT_WEIGHT - weight, line, with_lines(source, line, line + 1, new)
                    )


def places(tokens: list[str], slip: Slip) -> Iterator[int]:
    size = len(slip.wrong)
    for at in range(len(tokens) - size + 1):
        if tuple(tokens[at : at + size]) == slip.wrong:
            yield at


def cost_of(slip: Slip, tokens: list[str], at: int, ends: int) -> float | None:
    """Return how unlikely a slip is at a place, by the tokens beside it; None for not at all."""
    before = tokens[at - 1] if at else ""
    after = tokens[ends] if ends < len(tokens) else ""
    alike = (before == slip.before) + (after == slip.after)
    words = [each for each in (slip.before, slip.after) if ALONE.match(each)]
    tells = any(map(ALONE.match, slip.wrong))
    if alike == 2 and (words or tells):
        return 0.4 if words else 0.7
    near = alike and {before, after} & {*words}
    return (0.9 if near else 1.4) if tells else (1.4 if near else None)


def slips_of(source: Source, finding: Diagnosis, check: str) -> dict[Slip, float]:
    """Return the slips of collected answers in such a file, and how alike the verdicts are."""
    found: dict[Slip, float] = {}
    for answer, edit in mistakes_in(source):
        weight = weight_of(answer, finding, check)
        for right, wrong in pairs(in_own_names(source, edit)):
            for slip in slips_between(right, wrong):
                found[slip] = max(weight, found.get(slip, 0.0))
    return found


def lines_left_out(source: Source, finding: Diagnosis, check: str) -> Iterator[str]:
    """Yield the lines of the solution that others did not have, and failed at the same check."""
    for answer in collected(source.exercise, "wrong"):
        if weight_of(answer, finding, check) >= SAME_CHECK:
            edits = (each for each in answer.values() if isinstance(each, str))
            yield from (line[1:] for edit in edits for line in edit.split("\n") if line[:1] == "-")


def pairs(edit: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of an edit that went, each with the one that came in its place."""
    gone: list[str] = []
    come: list[str] = []
    for line in [*edit.split("\n"), " "]:
        if line[:1] == "-" and not come:
            gone.append(line[1:])
        elif line[:1] == "+":
            come.append(line[1:])
        else:
            if len(gone) == len(come):
                yield from zip(gone, come, strict=True)
            gone, come = ([line[1:]] if line[:1] == "-" else []), []


def slips_between(right: str, wrong: str) -> Iterator[Slip]:
    good, bad = (TOKEN.findall(line[:LONGEST]) for line in (right, wrong))
    differ = [
        each
        for each in SequenceMatcher(None, bad, good, autojunk=False).get_opcodes()
        if each[0] != "equal"
    ]
    if len(differ) == 1:
        _, first, last, begin, end = differ[0]
        if max(last - first, end - begin) <= MOST:
            before = bad[first - 1] if first else ""
            after = bad[last] if last < len(bad) else ""
            yield Slip(tuple(bad[first:last]), tuple(good[begin:end]), before, after)


def spaced(tokens: tuple[str, ...]) -> str:
    """Return tokens as text: words have a space between them, and operators around them."""
    text = " ".join(tokens)
    return re.sub(r"(?<=[(\[.]) | (?=[)\].,(\[])", "", text)
