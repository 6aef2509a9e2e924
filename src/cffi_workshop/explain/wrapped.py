"""Lines as they were before a terminal, a mail program or an editor broke them at its width."""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = [
    "BULLET",
    "ENDS",
    "GOES_ON",
    "LONGEST",
    "NARROWEST",
    "NOTES",
    "WIDEST",
    "in_sentences",
    "rejoined",
]

# What is wrapped at other widths, nobody reads.
NARROWEST, WIDEST = 40, 140
LONGEST = 1000  # characters of a line that was broken; nothing tells so much
NOTES = 40  # lines
GOES_ON = re.compile(r"[a-z'(]")
BULLET = re.compile(r"^([ \t]*)((?:[-*+]|[0-9]{1,2}[.)]) +)")  # of a list
ENDS = ("", ".", ":", ";", "!", "?", "^", "~")


def rejoined(text: str, begins: re.Pattern[str], cut: bool) -> str:
    """Return the text as it was before a terminal or a mail program broke lines at its width.

    Lines of the full width were `cut`, in the middle of a word maybe, or broken at a space. What
    `begins` matches is the first line of something.
    """
    lines = text.split("\n")
    width = width_of(lines, cut)
    if max(map(len, lines)) < NARROWEST or width > WIDEST:
        return text
    joined = lines[:1]
    for before, line in pairwise(lines):
        word = line.removeprefix(" ").split(" ", 1)[0]  # a line may be cut ahead of a space
        full = cut and len(before) == width
        broken = full or (word and len(before) + 1 + len(word) > width)
        if not line or not broken or len(joined[-1]) > LONGEST or begins.match(line):
            joined.append(line)
        else:
            joined[-1] += line if full or line[0] == " " else f" {line}"
    return "\n".join(joined)


def width_of(lines: list[str], cut: bool) -> int:
    """Return how wide the widest line is.

    Where lines were broken at spaces, a line of a single word, such as a path, does not count: it
    may be wider than all.
    """
    widths = (len(line) for line in lines if cut or " " in line.strip(" "))
    return max([NARROWEST, *widths])


def in_sentences(text: str, begins: re.Pattern[str], tool: re.Pattern[str]) -> str:
    """Return the text with each line behind the one that it goes on with: so one writes notes.

    Such a line stands below that one, or below its words in a list, and begins with a small letter,
    a quote or a bracket. A log, which has many lines, is no such text, and what a `tool` says ends
    with its line.
    """
    lines = text.split("\n")
    if len(lines) > NOTES:
        return text
    joined = lines[:1]
    for before, line in pairwise(lines):
        rest = line.lstrip(" \t")
        ended = before[-1:] in ENDS or tool.match(before) or begins.match(rest)
        below = margin(line) in (margin(before), margin(BULLET.sub(spaces, before)))
        if ended or not below or not GOES_ON.match(rest):
            joined.append(line)
        else:
            joined[-1] += f" {rest}"
    return "\n".join(joined)


def spaces(found: re.Match[str]) -> str:
    return found[1] + " " * len(found[2])


def margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]
