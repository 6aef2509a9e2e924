"""Where in a cdef the mistake is: the word that cffi stopped
at, the member or function that differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .case import Case, Source

__all__ = ["line_of", "of_cdef"]

STOPPED = re.compile(
    r'cannot parse "(?P<shown>[^\n]{0,400})"\n'
    r"<cdef source string>:\d+:(?P<column>\d+): (?:before: )?(?P<word>[^\n]*)"
)
TYPES = (
    *("int8_t", "int16_t", "int32_t", "int64_t", "uint8_t", "uint16_t", "uint32_t", "uint64_t"),
    *(
        "size_t",
        "ssize_t",
        "double",
        "float",
        "char",
        "short",
        "int",
        "long",
        "unsigned",
        "signed",
        "void",
    ),
)
AHEAD_OF_A_TYPE = ("(", ",", ";", "{", "const", "typedef", "extern", "static", "volatile", "")
DIFFERS = ("cdef-mismatch", "symbol-not-found")
MEMBER = re.compile(r"\.(\w{1,80}) (?:is|lies)\b|for field '(\w{1,80})'|has no field '(\w{1,80})'")
LONGEST_DECLARATION = 12  # lines
PYTHON = re.compile(r"[ \t]{0,80}(?:def|return|class)\b")
RECORD = re.compile(
    r"\b[Ss]truct (\w{1,80}) has \d+ bytes|struct (\w{1,80}) to the compiler"
    r"|: struct (\w{1,80}): wrong"
)


def of_cdef(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding with word, line and column of what cffi
    cannot read, or the line that differs.
    """
    if finding.cause == "cdef-error":
        return next(filter(None, (stopped(finding, source) for source in scripts(case))), finding)
    if finding.cause in DIFFERS or MEMBER.search(finding.message):
        place = next(
            (place for source in scripts(case) if (place := line_of(source, finding.message))), None
        )
        return replace(finding, location=place) if place else finding
    return finding


def scripts(case: Case) -> Iterator[Source]:
    """Yield the sources that have a cdef in them."""
    return (source for source in case.there if ".cdef(" in source.text)


# --- what cffi cannot read ---


def stopped(finding: Diagnosis, source: Source) -> Diagnosis | None:
    found = STOPPED.search(finding.detail)
    if found is None:
        return None
    shown = found["shown"]
    number = next(iter(source.lines_with(shown)), None)
    if number is None:
        return None
    line = source.lines[number - 1]
    start = line.find(shown)
    # cffi shows a line without what it begins with, and counts that all the same.
    index = int(found["column"]) - 1 - (start if line.strip() == shown else 0)
    where = f"{source.name}, line {number}, column {max(start + index, 0) + 1}"
    place = Location(source.name, number)
    if "before: " not in found[0] or not 0 < index < len(shown):
        return replace(finding, location=place)
    ahead = re.findall(r"\w+|\S", shown[:index])
    message = f'cffi cannot read the cdef: in {where}, it stops at "{found["word"]}"'
    return replace(finding, message=f"{message}{said_of(ahead, found['word'])}", location=place)


def said_of(ahead: list[str], word: str) -> str:
    """Say what is wrong between the words ahead and the one at which cffi stopped."""
    last, before = [*([""] * 2), *ahead][-1], [*([""] * 2), *ahead][-2]
    if re.fullmatch(r"[A-Za-z_]\w*", last) and last not in TYPES and before in AHEAD_OF_A_TYPE:
        near = get_close_matches(last, TYPES, n=1)
        meant = (
            f"; is {near[0]} meant?" if near else "; declare that type above, as the header does."
        )
        return f', since it does not know the type "{last}"{meant}'
    if word in ("}", ")"):
        missing = "a semicolon is missing there" if word == "}" else "there is one word too few"
        return f', after "{last}": {missing}.'
    if re.match(r"\w", word) and re.match(r"\w", last):
        return f', after "{last}": a comma, a semicolon or a bracket is missing between the two.'
    return f', after "{last}".'


# --- what differs ---


def line_of(source: Source, message: str) -> Location | None:
    """Return the line of the cdef that a sentence speaks of: a member, a struct, or a function."""
    lines = [re.sub(r"^[ \t]*#.*", "", line) for line in source.lines]
    begin = next((at for at, line in enumerate(lines) if ".cdef(" in line), 0)
    # The text of the cdef may stand above, in a variable.
    order = [at for at in [*range(begin, len(lines)), *range(begin)] if not PYTHON.match(lines[at])]
    for pattern in patterns_of(message):
        found = [at for at in order if re.search(pattern, lines[at])]
        own = [at for each in found for at in declaration(lines, each) if at + 1 in source.own]
        if found:
            return Location(source.name, (own or found)[0] + 1)
    return None


def declaration(lines: list[str], first: int) -> range:
    """Return the lines of a declaration that begins in one of them: up to its semicolon."""
    after = range(first, min(first + LONGEST_DECLARATION, len(lines)))
    return range(first, next((at + 1 for at in after if ";" in lines[at]), first + 1))


def patterns_of(message: str) -> Iterator[str]:
    """Yield what the line may look like, the most particular first."""
    for found in MEMBER.finditer(message):
        yield rf"\b{found[1] or found[2] or found[3]}\b\s*(?:\[[^\]]*\]\s*)?[;,:]"
    for found in RECORD.finditer(message):
        yield rf"struct {found[1] or found[2] or found[3]}\s*\{{"
    if instead := re.search(r"it declares (\w{1,80})\(\) in its place", message):
        yield rf"(?<![.\w]){instead[1]}\s*\("
    if "does not declare" not in message:
        for name in re.findall(r"\b(\w+)\(\)", message):
            yield rf"(?<![.\w]){name}\s*\("
