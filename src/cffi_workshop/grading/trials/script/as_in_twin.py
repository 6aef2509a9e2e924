"""What a script has otherwise than the script of the other mode, whose functions are a copy mostly.

Where a mistake is in one of the two alone, the other one has what is right there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.case import OF_MODE
from cffi_workshop.grading.blame.files.differences import bare

from ..text.step import Step, with_lines

__all__ = ["as_in_twin"]

COST = -2.0  # a copy that differs is likelier the mistake than anything else
APART = 0.1  # how much less likely it is for each line of the copy that is put in
MOST = 12  # lines of a difference: more is no slip, but another way to do it
FEW, MOSTLY = 2, 0.5
PREFIX = re.compile(r"\b(lib\w{0,40})\.(\w{1,80})")
CALLBACK = re.compile(r"^@[^\n]{1,200}\n(?:[^\n]{0,200}\n){0,3}?def (\w{1,80})", re.MULTILINE)


def as_in_twin(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with lines of the other script in the place of those that differ from them.

    How each mode gets its library, and calls it, is no difference.
    """
    if not source.twin:
        return
    mine, other = source.written_lines, source.twin.split("\n")
    likely, called = {*lines}, prefixes(source.text)
    left, right = (without_mode(source.name, each) for each in (mine, other))
    same = SequenceMatcher(None, left, right, autojunk=False)
    for kind, first, last, begin, end in same.get_opcodes():
        around = range(max(first, 1), max(last, first + 1) + 1)
        told = next((line for line in around if line in likely), None)
        if kind == "equal" or told is None or max(last - first, end - begin) > MOST:
            continue
        if is_done_otherwise(source, told, last - first):
            continue
        new = [PREFIX.sub(lambda use: named(use, called), line) for line in other[begin:end]]
        text = with_lines(source, first + 1, last + 1, *new)
        yield Step(COST + APART * (end - begin), told, text)


def is_done_otherwise(source: Source, line: int, differing: int) -> bool:
    """Say whether so many lines are most of their function: then neither is a copy of the other."""
    function = source.function_at(line)
    whole = function.last + 1 - function.body if function else 0
    return differing > FEW and differing > MOSTLY * whole


def without_mode(name: str, lines: list[str]) -> list[str]:
    """Return lines as far as they say something, whatever their mode is."""
    return [bare(name, OF_MODE.sub("", line)) for line in lines]


def prefixes(text: str) -> dict[str, str]:
    """Return what stands ahead of each function of C in a script; "" for any other one."""
    found = PREFIX.findall(text)
    usual = Counter(name for name, _ in found).most_common(1)
    own = dict.fromkeys(CALLBACK.findall(text), "")  # which lib has in API mode alone
    return {"": usual[0][0] if usual else "lib"} | own | {name: of for of, name in found}


def named(use: re.Match, called: dict[str, str]) -> str:
    """Return a function of C, or a callback, as the script itself names it."""
    of = called.get(use[2], called[""])
    return f"{of}.{use[2]}" if of else use[2]
