"""What cannot be Fortran: one such text in a unit takes all that come after with it."""

from __future__ import annotations

import re

__all__ = ["may_be_fortran"]

# What opens and closes, or says what is used: another line there is another structure.
STRUCTURE = re.compile(
    r"^[ \t]*(?:end\b|contains\b|module\b|use\b|implicit\b|else\b"
    r"|(?:[\w ()]{1,80} )?(?:function|subroutine) )",
    re.IGNORECASE,
)
IN_PARENTHESES = re.compile(r"\([^()]{0,200}\)")
KIND = re.compile(
    r"^[ \t]*\w+ ?(?:\((?:kind=)?\w+\))?(?: ?, ?(?:value|save|parameter|allocatable|target|optional"
    r"|pointer|intent ?\(\w+\)|dimension ?\(.{1,80}\)))* ?::",
    re.IGNORECASE,
)
DECLARES = re.compile(r".{1,160}:: *\w+(?: *, *\w+)*(?: *= *.{1,160})?$")
ASSIGNS = re.compile(r"^[ \t]*(?:if )?(?:do )?([^=<>/]{1,120}?) = ")
NAME = re.compile(r"\w+(?:%\w+)*")


def may_be_fortran(before: str, after: str) -> bool:
    """Say whether the first line in which a text differs from another one may be Fortran."""
    old, new = before.split("\n"), after.split("\n")
    pairs = zip(old, new, strict=False)
    was, line = next(((a, b) for a, b in pairs if a != b), ("", ""))
    if STRUCTURE.match(was) and len(old) == len(new):
        return False
    bare = line
    while (fewer := IN_PARENTHESES.sub("", bare)) != bare:
        bare = fewer
    if "::" in bare:
        return bool(KIND.match(line) and DECLARES.match(bare))
    assigns = ASSIGNS.match(bare)
    return assigns is None or NAME.fullmatch(assigns[1].strip()) is not None
