"""What a source of C declares: the names of a function, and the members of its structs."""

from __future__ import annotations

import re

from .case import Source
from .functions import Function

__all__ = ["members_of", "types_in", "without_qualifiers"]

STRUCT = re.compile(r"\bstruct(?: (\w{1,60}))?\s{0,9}\{([^{}]{0,2000})\}(?: ?(\w{1,60}) ?;)?")
MEMBER = re.compile(
    r"(?:^|;)[ \t]*((?:const |struct |unsigned ){0,3}\w{1,60}) (\*{0,2})(\w{1,60})(?=[;,\[])",
    re.MULTILINE,
)
DECLARES = re.compile(
    r"(?:^|[(,;{])[ \t]{0,80}((?:const |struct |unsigned |static ){0,3}\w{1,60}) (\*{0,2})"
    r"(\w{1,60})(?=[,;)=\[ ])",
    re.MULTILINE,
)
NO_TYPE = {"return", "else", "goto", "case", "sizeof"}


def members_of(source: Source) -> dict[str, dict[str, tuple[str, int]]]:
    """Return the members of each struct of a file, by its tag and by its other name.

    Of each member its type is given, and how many times it is an address.
    """
    found: dict[str, dict[str, tuple[str, int]]] = {}
    for tag, body, alias in STRUCT.findall(source.text):
        said = MEMBER.findall(body)
        members = {name: (kind.split()[-1], len(stars)) for kind, stars, name in said}
        found |= {name: members for name in (tag, alias) if name}
    return found


def types_in(source: Source, function: Function) -> dict[str, tuple[str, int]]:
    """Return the type of each name that a function is given, or makes, and its stars."""
    declared = DECLARES.findall(source.text_of(function))
    found = ((without_qualifiers(kind), stars, name) for kind, stars, name in declared)
    return {name: (kind, len(stars)) for kind, stars, name in found if kind not in NO_TYPE}


def without_qualifiers(kind: str) -> str:
    """Return a type as one word: without what qualifies it, and without `struct`."""
    return re.sub(r"\b(?:const|static|struct)\b|\s", "", kind)
