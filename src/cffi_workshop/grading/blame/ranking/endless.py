"""What does not end: a loop that nothing changes and nothing leaves, a lock that is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..files.case import Source

__all__ = ["endless", "endless_loops", "never_below_zero"]

ENDLESS, BELOW_ZERO = 2.5, 1.0
GOES_TOO_FAR = ("timeout", "segfault", "out-of-bounds")
LOOP = re.compile(r"^([ \t]{0,80})(?:\} )?(?:do )?while\b ?([^{:]{1,120}?) ?[{:]?$", re.IGNORECASE)
# What is asked through an address, of an object, or of a function may be changed by anybody; what
# changes as it is asked ends by itself; and a loop for ever is meant to be one.
FAR_AWAY = re.compile(r"->|[.*&\[]|\w\(|\+\+|--|[^=!<>]=[^=]|\bTrue\b|\b1\b\)?$")
NAME = re.compile(r"\b[A-Za-z_]\w{0,60}\b")
NO_NAME = {"not", "and", "or", "is", "in", "None", "NULL", "if"}
ACQUIRES = re.compile(r"\.acquire\(")
# What has no sign in C, and what is said behind the type.
UNSIGNED = re.compile(
    r"\b(?:size_t|unsigned(?: int| long| char)?|uint\d{1,2}_t) (?=([^;(){}]{1,160}))"
)
IS_NAME = re.compile(r"(\w{1,60})(?: =|$)")
LESS_ONE = re.compile(r"(?:<=?|>=?|&&|\|\||[(;]) ?(\w{1,60}) - \d{1,4}\b|\b(\w{1,60}) >= 0\b")
ASKS = re.compile(r"\b(?:for|while|if) ?\(")
LEAVES = re.compile(r"\b(?:break|return|raise|goto|exit|yield|stop)\b", re.IGNORECASE)


def endless(source: Source, lines: list[int], cause: str) -> Iterator[tuple[int, float]]:
    """Yield the lines that make something go on too long, for a cause, and how suspect each is."""
    if cause == "timeout":
        yield from ((line, ENDLESS) for line in endless_loops(source, lines))
    if cause in GOES_TOO_FAR:
        yield from ((line, BELOW_ZERO) for line in never_below_zero(source, lines))


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


def never_below_zero(source: Source, lines: Iterable[int]) -> Iterator[int]:
    """Yield where C asks for what is less than 0 of a number without a sign: of 0, one is taken.

    Where a line above asks whether there is one to take, that is well.
    """
    unsigned = unsigned_in(source.text) if source.name.endswith((".c", ".cpp")) else set()
    above = ""
    for line in lines if unsigned else ():
        text = source.line(line)
        if ASKS.search(text):
            names = {one or other for one, other in LESS_ONE.findall(text)} & unsigned
            known = (rf"\bif ?\(.{{0,80}}(?:\b{each} (?:==|<)|!{each}\b)" for each in names)
            if names and not any(re.search(each, above) for each in known):
                yield line
        above += f"{text}\n"


def unsigned_in(text: str) -> set[str]:
    """Return the variables and parameters of a C file that have no sign."""
    found: set[str] = set()
    for said in UNSIGNED.findall(text):
        for part in said.split(","):
            if (name := IS_NAME.match(part.strip())) is None:
                break
            found.add(name[1])
    return found


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
