"""What is left out in C, put in: a block that is freed, a member that is kept or counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cffi_workshop.grading.blame import Source

from .changes import Words
from .statement import STATEMENT
from .step import Step, with_lines

__all__ = ["steps_in_c"]

FREES = re.compile(r"^([ \t]{0,80})free\((\w{1,60})\);")
KEEPS = re.compile(r"^([ \t]{1,80})(\w{1,60})->\w{1,60} [-+*/]?= ")


def steps_in_c(source: Source, cause: str, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the texts with a statement more, for a cause, at these lines."""
    members = sorted(Words.of("", source.text).members)
    for line in lines:
        text = source.lines[line - 1]
        if cause == "leak":
            yield from freed(source, line, members)
        elif STATEMENT.match(text):
            yield from kept_too(source, line, members)
            if kept := KEEPS.match(text):
                for member in members:
                    new = f"{kept[1]}{kept[2]}->{member}++;"
                    stays = not re.search(rf"\b{member}(?:\+\+|--| [-+]=)", source.text)
                    yield Step(
                        1.2 if stays else 2.2, line, with_lines(source, line + 1, line + 1, new)
                    )


def freed(source: Source, line: int, members: list[str]) -> Iterator[Step]:
    """Yield the text with a member that is freed ahead of its struct."""
    if owner := FREES.match(source.lines[line - 1]):
        own = (each.name for each in source.functions if "free(" in source.body_of(each))
        for free in ("free", *own):
            for member in members:
                new = f"{owner[1]}{free}({owner[2]}->{member});"
                yield Step(0.8, line, with_lines(source, line, line, new))


def kept_too(source: Source, line: int, members: list[str]) -> Iterator[Step]:
    """Yield the text with a parameter, or a variable, that is kept in the member of its name."""
    function, kept = source.function_at(line), KEEPS.match(source.lines[line - 1])
    head = " ".join(source.lines[function.first - 1 : function.body]) if function else ""
    made = Words.of(source.body_of(function), "").variables if function else set()
    for name in (*re.findall(r"\b(\w+)[,)]", head), *sorted(made)) if kept else ():
        new = f"{kept[1]}{kept[2]}->{name} = {name};"  # type: ignore[index]
        if name in members and new.strip() not in source.text:
            yield Step(1.2, line, with_lines(source, line + 1, line + 1, new))
