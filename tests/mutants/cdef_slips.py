"""What a learner's hand slips to in a cdef: a declaration, a parameter, a star, a type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .mutant import Change

__all__ = ["OTHER_TYPES", "cdef_slips"]

OTHER_TYPES = {
    "int": ("long", "unsigned int"),
    "double": ("float", "int"),
    "float": ("double",),
    "char": ("int",),
    "size_t": ("int",),
    "int64_t": ("int", "uint64_t"),
    "uint64_t": ("int64_t", "uint32_t"),
    "int32_t": ("int64_t", "uint32_t"),
    "uint32_t": ("int", "uint64_t"),
    "uint16_t": ("int", "int16_t"),
    "uint8_t": ("int", "int8_t"),
    "long": ("int",),
    "void": ("int",),
}
DECLARATION = re.compile(r"[^;{}\n][^;{}]*;")
WORD = re.compile(r"\b[a-z]\w*")
STAR = re.compile(r"\*")
PARAMETERS = re.compile(r"\(([^()*]*\w[^()]*)\)")


def cdef_slips(text: str, start: int, end: int) -> Iterator[Change]:
    """Yield the changes of a cdef that stands in text[start:end]."""
    for found in DECLARATION.finditer(text, start, end):
        first = found.start() + len(found[0]) - len(found[0].lstrip())
        yield "declaration left out", first, found.end(), ""
    for found in WORD.finditer(text, start, end):
        for other in OTHER_TYPES.get(found[0], ()):
            yield "type in a cdef", *found.span(), other
    for found in STAR.finditer(text, start, end):
        yield "star in a cdef", *found.span(), ""
    for found in PARAMETERS.finditer(text, start, end):
        given = [each.strip() for each in found[1].split(",")]
        for place in range(len(given)):
            left = given[:place] + given[place + 1 :]
            yield "parameter in a cdef", *found.span(1), ", ".join(left) or "void"
        if len(given) > 1:
            turned = [given[1], given[0], *given[2:]]
            yield "parameter in a cdef", *found.span(1), ", ".join(turned)
