"""What is left out in C, put in: a member that is kept, a name that is counted, zeros in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.c_names import members_of

from ..text.statement import STATEMENT
from ..text.step import Step, indent_of, with_lines
from ..text.words import Words

__all__ = ["steps_in_c"]

ASKS = re.compile(r"\b(?:if|while) \((\w{1,60}) (?:[<>]=?|[!=]=) (\w{1,60})\)")
LOOP = re.compile(r"^([ \t]{1,80})while \((\w{1,60}) ([<>]=?|!=) \w{1,60}\) \{$")
COUNTED, STEPPED = 0.4, -0.6
MADE = re.compile(
    r"^([ \t]{1,80}(?:(?:struct )?\w{1,60} ?\*{0,2} ?)?(?:const )?(\w{1,60}) = )"
    r"malloc\((.{1,120})\);$"
)
READ = re.compile(r"(?:->|(?<=\w)\.)([A-Za-z_]\w{0,60})\b(?!\()")
KEEPS = re.compile(r"^([ \t]{1,80})(\w{1,60})->\w{1,60} [-+*/]?= ")


def steps_in_c(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the texts with a statement more at these lines."""
    declared = {name for each in members_of(source).values() for name in each}
    members = sorted(declared | {*READ.findall(source.text)})
    for line in lines:
        text = source.lines[line - 1]
        yield from emptied(source, line)
        yield from stepped(source, line)
        yield from counted(source, line)
        if STATEMENT.match(text):
            yield from kept_too(source, line, members)
            if kept := KEEPS.match(text):
                for member in members:
                    new = f"{kept[1]}{kept[2]}->{member}++;"
                    stays = not re.search(rf"\b{member}(?:\+\+|--| [-+]=)", source.text)
                    yield Step(
                        1.2 if stays else 2.2, line, with_lines(source, line + 1, line + 1, new)
                    )


def counted(source: Source, line: int) -> Iterator[Step]:
    """Yield the text with a name counted up that conditions ask, and that nothing changes."""
    function, text = source.function_at(line), source.lines[line - 1]
    if function is None or not STATEMENT.match(text):
        return
    body = source.body_of(function)
    for name in dict.fromkeys(name for each in ASKS.finditer(body) for name in each.groups()):
        is_made = re.search(rf"\b\w+ {name} = \w", body)
        changes = rf"(?:\+\+|--){name}\b|\b{name}(?:\+\+|--| [-+*/]?= )"
        if is_made and len(re.findall(changes, body)) == 1:  # where it is made
            new = f"{indent_of(text)}{name}++;"
            yield Step(COUNTED, line, with_lines(source, line + 1, line + 1, new))


def stepped(source: Source, line: int) -> Iterator[Step]:
    """Yield the text with what a loop asks, and nothing changes, stepped on at the loop's end."""
    loop, function = LOOP.match(source.lines[line - 1]), source.function_at(line)
    body = source.body_of(function) if function and loop else ""
    if loop is None or re.search(rf"(?:\+\+|--){loop[2]}\b|\b{loop[2]}(?:\+\+|--| [-+]= )", body):
        return
    ends = range(line + 1, len(source.lines) + 1)
    end = next((at for at in ends if source.lines[at - 1].rstrip() == f"{loop[1]}}}"), None)
    if end:
        new = f"{loop[1]}    {loop[2]}{'--' if '>' in loop[3] else '++'};"
        yield Step(STEPPED, end - 1, with_lines(source, end, end, new))


def emptied(source: Source, line: int) -> Iterator[Step]:
    """Yield the text with memory that is all zeros at first; the line is where it is filled."""
    text = source.lines[line - 1]
    if made := MADE.match(text):
        new = f"{made[1]}calloc(1, {made[3]});"
        function = source.function_at(line)
        texts = source.lines[line : min(line + 8, function.last if function else line)]
        fills = (n for n, each in enumerate(texts, line + 1) if f"{made[2]}->" in each)
        yield Step(0.9, next(fills, line), with_lines(source, line, line + 1, new))


def kept_too(source: Source, line: int, members: list[str]) -> Iterator[Step]:
    """Yield the text with a parameter, or a variable, that is kept in the member of its name."""
    function, kept = source.function_at(line), KEEPS.match(source.lines[line - 1])
    head = " ".join(source.lines[function.first - 1 : function.body]) if function else ""
    made = Words.of(source.body_of(function), "").variables if function else set()
    for name in (*re.findall(r"\b(\w+)[,)]", head), *sorted(made)) if kept else ():
        new = f"{kept[1]}{kept[2]}->{name} = {name};"  # type: ignore[index]
        if name in members and new.strip() not in source.text:
            yield Step(1.2, line, with_lines(source, line + 1, line + 1, new))
