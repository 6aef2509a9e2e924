"""Which functions of a file a finding is about, and what those use: helpers, classes, callbacks."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator

from cffi_workshop.grading.python_code import names_in

from ..files.case import Source
from ..files.differences import LONGEST, bare
from ..files.functions import Function, name_called
from .callers import inside, names_in_c

__all__ = ["lines_beside", "lines_in", "reached", "says_something"]

DECORATOR = re.compile(r"^[ \t]{0,80}@\w{1,40}\.(?:def_extern|callback)\(")
# A constant of a script, a member of a struct, a macro, a variable of the file.
GIVEN = re.compile(
    r"[A-Z]\w{0,60} = |[ \t]{1,40}(?:[\w*]{1,40}[ \t]{1,9}){1,3}\*?\w{1,60}(?:, \w{1,60}){0,5};"
    r"|#define \w{1,60}|(?:static |typedef |struct )[\w \t*{]{1,80}(?:=|;|\{ ?\w)"
)
# Another function than one of that name in the file: `def add(a, b): return lib.add(a, b)`.
CALLED_OF_C = re.compile(r"\blib\w{0,20}\.\w{1,60}(?=\()")
OPENS = ("FFI", "dlopen")  # what runs has been opened
MAKE = ("__init__", "__enter__", "__aenter__")
NO_STATEMENT = re.compile(
    r"[{}();]{1,4}|\}? ?else ?[:{]?|try:|finally:|break;?|continue;?|pass|do ?\{?"
    r"|use\b(?:,| \w).{0,160}|implicit none"  # of Fortran
)
# What begins a line that names something, and does nothing.
NAMES = re.compile(r"^[ \t]{0,80}(?:@|(?:async )?def |class |global |nonlocal )")


def reached(source: Source, words: Iterable[str]) -> dict[Function, int]:
    """Return the functions that are named, with all that they use, and how many steps away it is.

    Where the solution offers none of them, there are none.
    """
    named = source.offered.intersection(words)
    entries = [each for each in source.functions if each.name in named]
    steps = dict.fromkeys(entries, 0)
    for function in (queue := list(steps)):
        for used in used_by(source, function):
            if used not in steps:
                steps[used] = steps[function] + 1
                queue.append(used)
    return steps


def used_by(source: Source, function: Function) -> list[Function]:
    """Return the functions whose names stand in another; of a class, those that are in it."""
    decorated = " ".join(source.lines[function.first - 1 : function.body - 1])[:LONGEST]
    body = CALLED_OF_C.sub("", source.body_of(function))
    names = set(re.findall(r"\w+", f"{decorated}\n{body}"))
    for _, name, said in given_names(source):
        if name in names:  # a callback, or a table of functions, that has a name
            names |= said
    others = [each for each in source.functions if each != function]
    return [
        *(each for each in others if names & names_in_c(source, each)),
        *inside(source, function),
        *makers(source, function),
    ]


def given_names(source: Source) -> Iterator[tuple[ast.stmt, str, set[str]]]:
    """Yield what gives a name outside of the functions of a script, the name, and those in it."""
    bodies = (each.body for each in source.nodes if isinstance(each, ast.Module | ast.ClassDef))
    for statement in (each for body in bodies for each in body):
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            said = names_in(statement.value)
            named = (name for target in targets for name in sorted(names_in(target)))
            yield from ((statement, name, said) for name in named)


def name_called_in(statement: ast.stmt) -> str:
    value = getattr(statement, "value", None)
    return name_called(value) if isinstance(value, ast.Call) else ""


def makers(source: Source, method: Function) -> Iterator[Function]:
    """Yield what made the object that a method is of: its attributes come from there."""
    around = (each for each in source.functions if each.first < method.first <= each.last)
    for outer in around:
        yield from (each for each in inside(source, outer) if each.name in MAKE)


def lines_beside(source: Source, functions: Collection[Function]) -> Iterator[int]:
    """Yield the lines outside of functions that give these what they name: constants, members.

    A decorator is among them, since it says what becomes of an exception.
    """
    said = "\n".join(map(source.body_of, functions))
    names = set(re.findall(r"\w+", said))
    if not source.name.endswith(".py"):  # the types of parameters
        yield from (at for each in functions for at in range(each.first, each.body))
    inside = {at for each in source.functions for at in each.span}
    for each in functions:
        if DECORATOR.match(source.lines[each.first - 1]):
            yield each.first
    for statement, name, _ in given_names(source):
        if name in names and name_called_in(statement) not in OPENS:
            yield from range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
    for line, text in enumerate(source.lines, start=1):
        given = GIVEN.match(text[:LONGEST]) if line not in inside else None
        if given and {*re.findall(r"\w+", given[0])} & names:
            yield line


def lines_in(source: Source, function: Function) -> list[int]:
    """Return the lines of a function that do something, without those of functions inside of it."""
    lines = range(function.body, function.last + 1)
    return [line for line in lines if says_something(source, line)]


def says_something(source: Source, line: int) -> bool:
    text = source.line(line)
    is_said = bool(bare(source.name, text)) and not NAMES.match(text)
    return is_said and not NO_STATEMENT.fullmatch(text.strip())
