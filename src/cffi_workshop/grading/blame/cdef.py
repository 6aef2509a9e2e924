"""Where in a cdef the mistake is: the word that cffi stopped at, the member that differs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .case import Case, Source
from .unreadable import stopped

__all__ = ["line_of", "of_cdef"]

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
