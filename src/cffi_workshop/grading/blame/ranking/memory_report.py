"""What a sanitizer's report says of a block: where it was made, where freed, and where used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cffi_workshop.grading.diagnose import Diagnosis

from ..files.c_names import members_of, types_in
from ..files.case import Source
from ..files.functions import Function
from .reach import lines_in

__all__ = ["members_kept", "of_memory_report"]

FRAME = re.compile(
    r"#\d{1,3} 0x[0-9a-f]{1,16} in \S{1,200} (?:\S{0,400}/)?([\w.-]{1,80}):(\d{1,6})"
)
PARTS = re.compile(r"^(freed by|previously allocated by|allocated by)\b", re.MULTILINE)
KEEPS = re.compile(r"(?:->|\.)(\w{1,60}) = ")
FREES = re.compile(r"^[ \t]{1,80}free\((\w{1,60})\);")
OWNER_ALONE = 2.0  # freed without what it keeps
IN_FUNCTION = 0.25  # lines of the functions that the report names
# How much the line is to be suspected where it was used, freed and made.
MUCH = {
    "use-after-free": {"": 0.5, "freed by": 1.0, "previously allocated by": 0.2},
    "out-of-bounds": {"": 0.5, "allocated by": 0.9},
}


def of_memory_report(source: Source, finding: Diagnosis) -> Iterator[tuple[int, float]]:
    """Yield the lines of a source of C that the report names, and those around them."""
    if source.name.endswith(".py"):
        return
    if finding.cause == "leak":
        yield from ((line, OWNER_ALONE) for line in freed_alone(source, finding.detail))
    if finding.cause not in MUCH:
        return
    named: set[Function] = set()
    for part, text in parts_of(finding.detail):
        own = frames_in(source, text)
        for line in own[:1]:
            yield line, MUCH[finding.cause].get(part, 0.0)
        named |= {each for line in own if (each := source.function_at(line))}
    for function in named:
        yield from ((line, IN_FUNCTION) for line in lines_in(source, function))


def freed_alone(source: Source, report: str) -> Iterator[int]:
    """Yield where a struct is freed, and a member of it not that keeps what the report is about."""
    kept = members_kept(source, report)
    structs = members_of(source)
    for function in source.functions if kept else ():
        body, names = source.body_of(function), types_in(source, function)
        for line in lines_in(source, function):
            if not (owner := FREES.match(source.lines[line - 1])):
                continue
            members = structs.get(names.get(owner[1], ("", 0))[0], {})
            for name in kept:
                is_freed_or_set = re.search(rf"\b{owner[1]}->{name}\)|->{name} = ", body)
                if members.get(name, ("", 0))[1] and not is_freed_or_set:
                    yield line


def members_kept(source: Source, report: str) -> set[str]:
    """Return the members in which memory was kept that a report of leaks is about."""
    texts = [source.lines[line - 1] for line in frames_in(source, report)]
    return {name for text in texts for name in KEEPS.findall(text)}


def frames_in(source: Source, report: str) -> list[int]:
    """Return the lines of a source that the frames of a report name, the innermost first."""
    lines = [int(line) for file, line in FRAME.findall(report) if file == source.name]
    return [line for line in lines if 0 < line <= len(source.lines)]


def parts_of(report: str) -> Iterator[tuple[str, str]]:
    """Yield the stacks of a report, each with the words that it begins with."""
    pieces = PARTS.split(report)
    yield "", pieces[0]
    yield from zip(pieces[1::2], pieces[2::2], strict=True)
