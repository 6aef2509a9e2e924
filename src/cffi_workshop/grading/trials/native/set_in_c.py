"""What nobody sets in C and in Fortran, set: a variable, a member; and statements further away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import permutations

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.c_names import members_of, types_in
from cffi_workshop.grading.blame.files.functions import Function

from ..text.statement import STATEMENT
from ..text.step import Step, behind_guard, indent_of, with_lines

__all__ = ["set_in_c", "set_in_fortran"]

BARE = re.compile(
    r"^([ \t]{1,80}(?:(?:u?int\d{1,2}_t|size_t|int|long|unsigned|double) ))(\w{1,60});$"
)
OF_FORTRAN = re.compile(r"^[ \t]{1,80}(\w[^!:\n]{0,120}?) :: ([\w, ():*]{1,120})$")
GIVEN = re.compile(r",(?! ?intent\(out\))", re.IGNORECASE)  # what comes from the caller
SIZE = re.compile(r"^([ \t]{1,80}(?:const )?size_t \w{1,60} = )([^;\n]{1,120});$")
IN_BYTES = 1.3
NOTHING, KEPT, EMPTIED, FARTHER = 0.6, 0.9, 0.9, 1.7
INDEX = re.compile(r"\w\[([a-z]\w{0,40})\]")
AMONG_OTHERS = 1.2  # how much likelier one more is behind a member that is set
MADE = re.compile(r"^[ \t]{1,80}(?:[\w ]{1,60}\*{1,2})?([\w>.-]{1,60}) = .{0,160}\w\(.{0,160};$")
COPIED, LINKED, ENDED = 1.2, 1.0, 0.4
ROOM_FOR_NUL = re.compile(r"\b(\w{1,60}) = (?:\([\w *]{1,40}\) ?)?malloc\((\w{1,60}) \+ 1\);")
ANY_ADDRESS = ("void", 1)
SEEN = 3  # times that a variable is named which is made, asked, and kept nowhere
FAR = 3  # statements


def set_in_c(source: Source, lines: list[int]) -> Iterator[Step]:
    yield from in_bytes(source, lines)
    yield from beginning_with_nothing(source, lines)
    yield from kept_in_member(source, lines)
    yield from farther_down(source, lines)
    yield from copied_from(source, lines)
    yield from ended_by_nul(source, lines)


def copied_from(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with an element of an array set to that of another array.

    The new line stands behind one of a function that has both arrays, and such an index.
    """
    for line in lines:
        text, function = source.lines[line - 1], source.function_at(line)
        if function is None or not STATEMENT.match(text):
            continue
        whole = source.text_of(function)
        names = types_in(source, function)
        arrays = [name for name, (_, stars) in names.items() if stars == 1]
        for one, other in permutations(arrays, 2):
            is_given = re.search(rf"\bconst [\w ]{{1,40}}\*(?:const )?{one}\b", whole)
            if is_given or names[one] != names[other]:
                continue
            for index in dict.fromkeys(INDEX.findall(whole)):
                new = f"{one}[{index}] = {other}[{index}];"
                if new not in whole:
                    put = with_lines(source, line + 1, line + 1, indent_of(text) + new)
                    yield Step(COPIED, line, put)


def ended_by_nul(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with a NUL at the end of a new text, which a function returns without it."""
    inside = {*lines}
    for function in source.functions:
        whole = source.text_of(function)
        for name, length in ROOM_FOR_NUL.findall(whole):
            sets = rf"\b{name}\[[^\]\n]{{1,40}}\] = (?:0|'\\0')|\bstr\w{{0,8}}cpy\({name}\b"
            if re.search(sets, whole):
                continue
            for line in inside & {*function.span}:
                text = source.lines[line - 1]
                if text.strip() == f"return {name};":
                    new = f"{indent_of(text)}{name}[{length}] = 0;"
                    yield Step(ENDED, line, with_lines(source, line, line, new))


def beginning_with_nothing(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with a variable that is zero from the start; the line is its declaration."""
    for line in lines:
        if made := BARE.match(source.lines[line - 1]):
            new = f"{made[1]}{made[2]} = 0;"
            yield Step(NOTHING, line, with_lines(source, line, line + 1, new))


def in_bytes(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with a size in bytes that was one in numbers."""
    for line in lines:
        if made := SIZE.match(source.lines[line - 1]):
            new = f"{made[1]}8 * ({made[2]});"
            yield Step(IN_BYTES, line, with_lines(source, line, line + 1, new))


def kept_in_member(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with a member set to what was made for it, or to nothing.

    The new line stands behind one of the function.
    """
    structs = members_of(source)
    for function in source.functions if structs else ():
        names, body = types_in(source, function), source.body_of(function)
        said = [*assigned(names, body, structs)]
        for line in (each for each in lines if function.body <= each <= function.last):
            text = source.lines[line - 1]
            for cost, statement in said if STATEMENT.match(text) else ():
                new = f"{indent_of(text)}{statement}"
                owner = statement.partition("->")[0]
                beside = AMONG_OTHERS if text.lstrip().startswith(f"{owner}->") else 0.0
                at = behind_guard(source.lines, line, got_nothing(text))
                yield Step(cost - beside, at, with_lines(source, line + 1, line + 1, new))


def got_nothing(text: str) -> str:
    """Return what is asked where a line of C got nothing, as a pattern; for others, one of none."""
    if (made := MADE.match(text)) is None:
        return "(?!)"
    name = re.escape(made[1])
    return rf"[ \t]*if \((?:!{name}|{name} == \w{{1,60}})\)"


def assigned(
    names: dict[str, tuple[str, int]], body: str, structs: dict[str, dict[str, tuple[str, int]]]
) -> Iterator[tuple[float, str]]:
    for owner, (kind, stars) in names.items():
        arrow = {0: ".", 1: "->"}.get(stars)
        for member, wanted in structs.get(kind, {}).items() if arrow else ():
            place = f"{owner}{arrow}{member}"
            if re.search(rf"(?<![\w.>]){re.escape(place)} =(?!=)", body):
                continue
            if stars == 0 and wanted[1] == 0 and f"{owner} = " not in body:
                yield EMPTIED, f"{place} = 0;"
            for name, given in names.items():
                seldom = len(re.findall(rf"\b{name}\b", body)) <= SEEN
                fits = given == wanted or (given == ANY_ADDRESS and wanted[1] > 0)
                if fits and name != owner and seldom:
                    yield KEPT, f"{place} = {name};"
            for kept in members_like(wanted, names, structs) if wanted[1] else ():
                if kept != place:
                    yield LINKED, f"{place} = {kept};"


def members_like(
    wanted: tuple[str, int],
    names: dict[str, tuple[str, int]],
    structs: dict[str, dict[str, tuple[str, int]]],
) -> Iterator[str]:
    """Yield the members of a type that the names of a function lead to."""
    for name, (kind, stars) in names.items():
        for member, given in structs.get(kind, {}).items() if stars == 1 else ():
            if given == wanted:
                yield f"{name}->{member}"


def farther_down(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with a statement two or three statements later."""
    texts = source.written_lines
    for line in lines:
        for last in range(line + 2, line + FAR + 1):
            block = texts[line - 1 : last]
            if len(block) <= last - line or not all(map(STATEMENT.match, block)):
                break
            moved = [*block[1:], block[0]]
            yield Step(FARTHER, line, with_lines(source, line, last + 1, *moved))
            back = [block[-1], *block[:-1]]
            yield Step(FARTHER, last, with_lines(source, line, last + 1, *back))


def set_in_fortran(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text of Fortran with a variable that is set ahead of where it is used."""
    inside = {*lines}
    for function in source.functions:
        declared = [
            (line, found)
            for line in function.span
            if (found := OF_FORTRAN.match(source.lines[line - 1]))
        ]
        if not declared or not inside & {*function.span}:
            continue
        first = declared[-1][0] + 1
        for value, name in values_for(source, function, [each for _, each in declared]):
            after = ahead_of_use(source, name, first, function.last)
            new = f"{indent_of(source.lines[after - 1])}{name} = {value}"
            yield Step(NOTHING, after, with_lines(source, after, after, new))


def ahead_of_use(source: Source, name: str, first: int, last: int) -> int:
    """Return the first of these lines with the name, or where the block begins that it is in."""
    word, deep = re.compile(rf"\b{name}\b", re.IGNORECASE), indent_of(source.lines[first - 1])
    outer = first
    for line in range(first, last):
        text = source.lines[line - 1]
        outer = line if indent_of(text) == deep and text.strip() else outer
        if word.search(text):
            return outer
    return first


def values_for(
    source: Source, function: Function, declared: list[re.Match[str]]
) -> Iterator[tuple[str, str]]:
    """Yield nothing, or a parameter of its type, for each variable that is never set."""
    body = source.body_of(function)
    kinds = {name: found[1].partition(",")[0] for found in declared for name in names_of(found)}
    given = {name for found in declared if GIVEN.search(found[1]) for name in names_of(found)}
    for name in (function.name, *(each for each in kinds if each not in given)):
        sets = rf"^[ \t]*(?:do )?{name}(?:\([^)]*\))? = (?!.{{0,80}}\b{name}\b)"
        if re.search(sets, body, re.MULTILINE):
            continue
        yield "0", name
        yield from ((each, name) for each in given if kinds[each] == kinds.get(name))


def names_of(declared: re.Match[str]) -> list[str]:
    """Return the names that a line declares, without those that have a shape."""
    return re.findall(r"\b[a-z_]\w*\b(?![\w(])(?![^(]{0,40}\))", declared[2], re.IGNORECASE)
