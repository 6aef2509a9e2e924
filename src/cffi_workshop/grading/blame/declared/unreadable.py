"""Where cffi stopped reading a cdef: the line and the word, and what is wrong there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from ..files.case import Source

__all__ = ["stopped"]

STOPPED = re.compile(
    r'cannot parse "(?P<shown>[^\n]{0,400})"\n'
    r"<cdef source string>:\d+:(?P<column>\d+): (?:before: )?(?P<word>[^\n]*)"
)
# What cffi says of what it cannot place, as a block of C++.
NO_PLACE, OF_CPP = re.compile(r"^\?: Invalid declaration$", re.MULTILINE), 'extern "C"'
# A declaration for Python that goes on up to the next one: cffi looks for its semicolon.
GOES_ON = re.compile(r'(extern[ \t]{1,9}"[^"\n]{1,12}"[^;{}"]{1,400}?)\s{1,80}extern[ \t]{1,9}"')
UNKNOWN = re.compile(r"unknown type '(\w{1,80})'")
TYPES = (
    "int8_t", "int16_t", "int32_t", "int64_t", "uint8_t", "uint16_t", "uint32_t", "uint64_t",
    "size_t", "ssize_t", "double", "float", "char", "short", "int", "long", "unsigned", "signed",
    "void",
)  # fmt: skip
AHEAD_OF_A_TYPE = ("(", ",", ";", "{", "const", "typedef", "extern", "static", "volatile", "")
# What a declaration may begin with ahead of its type.
QUALIFIERS = re.compile(r"(?:(?:const|extern|static|volatile|typedef)\s{1,9}){0,4}")
DECLARATION = re.compile(
    r"[ \t]{0,80}(?P<type>[A-Za-z_]\w{0,80})(?P<rest>[ \t*]{1,20}\w{1,80} ?[;,(\[].*)"
)
NO_TYPE = ("struct", "union", "enum", "return", "raise", "import", "from", "def", "class", "if")


def stopped(finding: Diagnosis, source: Source) -> Diagnosis | None:
    """Return the finding with the place where cffi stopped, where this source has it."""
    if lines := source.own_lines_with("va_list"):
        return at_va_list(finding, source, lines[0])
    if found := STOPPED.search(finding.detail):
        return at_word(finding, source, found)
    if unknown := UNKNOWN.search(finding.detail):
        lines = source.own_lines_with(unknown[1])
        return at_type(finding, source, lines[0], unknown[1]) if lines else None
    if NO_PLACE.search(finding.detail) and (lines := source.lines_with(OF_CPP)):
        return replace(finding, location=Location(source.name, lines[0]))
    if NO_PLACE.search(finding.detail) and (open_end := GOES_ON.search(source.text)):
        return at_open_end(finding, source, open_end)
    if re.search("Invalid (?:specifier list|declaration)$", finding.detail, re.MULTILINE):
        return next((at_type(finding, source, *each) for each in unknown_types(source)), None)
    return None


def at_va_list(finding: Diagnosis, source: Source, line: int) -> Diagnosis:
    message = (
        f"cffi cannot read the cdef: in {source.name}, line {line}, a va_list is declared, which "
        'only C can make; declare the function that takes "..." in its place.'
    )
    return replace(finding, message=message, location=Location(source.name, line))


def at_open_end(finding: Diagnosis, source: Source, found: re.Match) -> Diagnosis:
    line = source.text.count("\n", 0, found.end(1)) + 1
    message = (
        f"cffi cannot read the cdef: in {source.name}, line {line}, a semicolon is missing; "
        f'expected one behind "{source.lines[line - 1].strip()}".'
    )
    return replace(finding, message=message, location=Location(source.name, line))


def at_word(finding: Diagnosis, source: Source, found: re.Match) -> Diagnosis | None:
    shown = found["shown"]
    places, raised = source.lines_with(shown), finding.location
    called = raised.line if raised and raised.file == source.name else 0
    number = next((line for line in places if line >= called), None)  # in what cdef() was given
    if number is None:
        return None
    line = source.lines[number - 1]
    start = line.find(shown)
    # cffi shows a line without what it begins with, and counts that all the same.
    index = int(found["column"]) - 1 - (start if line.strip() == shown else 0)
    place = Location(source.name, number)
    if found["word"] == "Invalid function definition":
        return of_head(finding, source, number, shown) or replace(finding, location=place)
    if "before: " not in found[0] or not 0 < index < len(shown):
        return replace(finding, location=place)
    ahead = re.findall(r"\w+|\S", shown[:index])
    where = f"{source.name}, line {number}, column {max(start + index, 0) + 1}"
    message = f'cffi cannot read the cdef: in {where}, it stops at "{found["word"]}"'
    return replace(
        finding, message=f"{message}{said_of(source, ahead, found['word'])}", location=place
    )


def of_head(finding: Diagnosis, source: Source, line: int, shown: str) -> Diagnosis | None:
    """Return what is wrong with what cffi takes for the head of a function: type or semicolon."""
    head = DECLARATION.match(shown[QUALIFIERS.match(shown).end() :])  # type: ignore[union-attr]
    if head and head["type"] not in known_types(source):
        return at_type(finding, source, line, head["type"])
    if not shown.rstrip().endswith((";", "{", "}")):
        message = (
            f"cffi cannot read the cdef: in {source.name}, line {line}, a semicolon is missing"
        )
        return replace(
            finding, message=f'{message} behind "{shown}".', location=Location(source.name, line)
        )
    return None


def at_type(finding: Diagnosis, source: Source, line: int, name: str) -> Diagnosis:
    column = source.lines[line - 1].find(name) + 1
    where = f"{source.name}, line {line}, column {column}"
    message = f"cffi cannot read the cdef: in {where}, it does not know the type"
    said = f'{message} "{name}"{instead_of(name, source)}'
    return replace(finding, message=said, location=Location(source.name, line))


def unknown_types(source: Source) -> Iterator[tuple[int, str]]:
    """Yield line and name of each type in the learner's own lines that no line declares."""
    known = known_types(source)
    for line in source.own:
        text = source.line(line).lstrip()
        found = DECLARATION.match(text[QUALIFIERS.match(text).end() :])  # type: ignore[union-attr]
        if found and found["type"] not in known:
            yield line, found["type"]


def known_types(source: Source) -> set[str]:
    """Return the types of C, and each word in a typedef of the source."""
    known = {*TYPES, *NO_TYPE}
    for declaration in source.text.split(";"):
        after = declaration.rpartition("typedef")
        if after[1] or declaration.lstrip().startswith("}"):
            known.update(re.findall(r"\w+", after[2]))
    return known


def instead_of(name: str, source: Source) -> str:
    """Say what a word may stand for that is no type."""
    if re.search(rf"\bstruct {name}\b", source.text):
        return f"; is struct {name} meant?"
    near = get_close_matches(name, TYPES, n=1)
    return f"; is {near[0]} meant?" if near else "; declare that type above, as the header does."


def said_of(source: Source, ahead: list[str], word: str) -> str:
    """Say what is wrong between the words ahead and the one at which cffi stopped."""
    last, before = [*([""] * 2), *ahead][-1], [*([""] * 2), *ahead][-2]
    if re.fullmatch(r"[A-Za-z_]\w*", last) and last not in TYPES and before in AHEAD_OF_A_TYPE:
        meant = instead_of(last, source)
        return f', since it does not know the type "{last}"{meant}'
    if word in ("}", ")"):
        missing = "a semicolon is missing there" if word == "}" else "there is one word too few"
        return f', after "{last}": {missing}.'
    if re.match(r"\w", word) and re.match(r"\w", last):
        return f', after "{last}": a comma, a semicolon or a bracket is missing between the two.'
    return f', after "{last}".'
