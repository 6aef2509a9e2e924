"""What does not end: a loop that nothing changes and nothing leaves, a lock that is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .case import Source

__all__ = ["endless_loops"]

LOOP = re.compile(r"^([ \t]{0,80})(?:\} )?(?:do )?while\b ?([^{:]{1,120}?) ?[{:]?$", re.IGNORECASE)
# What is asked through an address, of an object, or of a function may be changed by anybody; what
# changes as it is asked ends by itself; and a loop for ever is meant to be one.
FAR_AWAY = re.compile(r"->|[.*&\[]|\w\(|\+\+|--|[^=!<>]=[^=]|\bTrue\b|\b1\b\)?$")
NAME = re.compile(r"\b[A-Za-z_]\w{0,60}\b")
NO_NAME = {"not", "and", "or", "is", "in", "None", "NULL", "if"}
ACQUIRES = re.compile(r"\.acquire\(")
LEAVES = re.compile(r"\b(?:break|return|raise|goto|exit|yield|stop)\b", re.IGNORECASE)


def endless_loops(source: Source, lines: Iterable[int]) -> Iterator[int]:
    """Yield the last line of each such loop, of those that begin at one of the lines.

    Yield as well where a lock is asked for that an exception, or a `return`, leaves locked.
    """
    for line in lines:
        if ACQUIRES.search(source.line(line)) and "finally" not in source.text:
            yield line
        loop = LOOP.match(source.line(line))
        if loop is None or FAR_AWAY.search(loop[2]):
            continue
        inside = lines_inside(source, line, len(loop[1]))
        said = "\n".join(source.line(at) for at in inside)
        names = {*NAME.findall(loop[2])} - NO_NAME
        ends = LEAVES.search(said) or any(changes(said, name) for name in names)
        if inside and names and not ends:
            yield inside[-1]


def lines_inside(source: Source, line: int, deep: int) -> list[int]:
    """Return the lines of the block below a line, which is set in by `deep` characters."""
    found: list[int] = []
    for at in range(line + 1, len(source.lines) + 1):
        text = source.lines[at - 1]
        if text.strip() and len(text) - len(text.lstrip()) <= deep:
            break
        found += [at] if text.strip() else []
    return found


def changes(said: str, name: str) -> bool:
    """Say whether a text may change what a name stands for."""
    word = rf"\b{name}\b"
    ways = (
        rf"(?:\+\+|--){word}|{word} ?(?:\+\+|--|[-+*/%|&^<>]{{0,2}}=(?!=))|&{word}",
        rf"^[ \t]*(?:call\b.{{0,120}}{word}|for\b.{{0,80}}{word}.{{0,80}} in )",
        rf"^[ \t]*[\w, ]{{0,80}}{word}[\w, ]{{0,80}} = ",
    )
    return any(re.search(way, said, re.MULTILINE | re.IGNORECASE) for way in ways)
