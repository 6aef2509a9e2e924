"""Which functions of a file a finding is about, and what those use: helpers, classes, callbacks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from .callers import inside, names_in_c
from .case import Source
from .differences import LONGEST, bare
from .functions import Function, functions_of

__all__ = ["lines_beside", "lines_in", "reached"]

DECORATOR = re.compile(r"^[ \t]{0,80}@\w{1,40}\.(?:def_extern|callback)\(")
# A constant of a script, a member of a struct, a macro, a variable of the file.
GIVEN = re.compile(
    r"[A-Z]\w{0,60} = |[ \t]{1,40}(?:[\w*]{1,40}[ \t]{1,9}){1,3}\*?\w{1,60}(?:, \w{1,60}){0,5};"
    r"|#define \w{1,60}|(?:static |typedef |struct )[\w \t*{]{1,80}(?:=|;|\{ ?\w)"
)
MADE = re.compile(r"([A-Za-z_]\w{0,60}) = (.{1,300})")
NO_STATEMENT = re.compile(
    r"[{}();]{1,4}|\}? ?else ?[:{]?|try:|finally:|break;?|continue;?|pass|do ?\{?"
)
# What begins a line that names something, and does nothing.
NAMES = re.compile(r"^[ \t]{0,80}(?:@|(?:async )?def |class |global |nonlocal )")


def reached(source: Source, words: Iterable[str]) -> dict[Function, int]:
    """Return the functions that are named, with all that they use, and how many steps away it is.

    Where the solution offers none of them, there are none.
    """
    offered = {each.name for each in functions_of(source.name, source.solution)}
    entries = [each for each in source.functions if each.name in offered and each.name in words]
    steps = dict.fromkeys(entries, 0)
    for function in (queue := list(steps)):
        for used in used_by(source, function):
            if used not in steps:
                steps[used] = steps[function] + 1
                queue.append(used)
    return steps


def used_by(source: Source, function: Function) -> list[Function]:
    """Return the functions whose names stand in another; of a class, those that are in it."""
    names = set(re.findall(r"\w+", source.body_of(function)))
    for line in source.lines if source.name.endswith(".py") else ():
        made = MADE.match(line[:LONGEST])
        if made and made[1] in names:  # a callback, or a table of functions, that has a name
            names |= {*re.findall(r"\w+", made[2])}
    others = (each for each in source.functions if each != function)
    return [
        *(each for each in others if names & names_in_c(source, each)),
        *inside(source, function),
    ]


def lines_beside(source: Source, functions: Collection[Function]) -> Iterator[int]:
    """Yield the lines outside of functions that give these what they name: constants, members.

    A decorator is among them, since it says what becomes of an exception.
    """
    said = "\n".join(map(source.body_of, functions))
    names = set(re.findall(r"\w+", said))
    if not source.name.endswith(".py"):  # the types of parameters
        yield from (at for each in functions for at in range(each.first, each.body))
    inside = {at for each in source.functions for at in range(each.first, each.last + 1)}
    for each in functions:
        if DECORATOR.match(source.lines[each.first - 1]):
            yield each.first
    for line, text in enumerate(source.lines, start=1):
        given = GIVEN.match(text[:LONGEST]) if line not in inside else None
        if given and {*re.findall(r"\w+", given[0])} & names:
            yield line


def lines_in(source: Source, function: Function) -> list[int]:
    """Return the lines of a function that do something, without those of functions inside of it."""
    lines = range(function.body, function.last + 1)
    return [line for line in lines if says_something(source, line)]


def says_something(source: Source, line: int) -> bool:
    text = source.lines[line - 1][:LONGEST]
    is_said = bool(bare(source.name, text)) and not NAMES.match(text)
    return is_said and not NO_STATEMENT.fullmatch(text.strip())
