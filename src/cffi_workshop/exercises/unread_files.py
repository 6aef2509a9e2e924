"""Hints on a file that Python, or the compiler, could not read: in no exercise a matter of cffi."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["NOT_PYTHON", "Hint", "of_unread_file"]


@dataclass(frozen=True)
class Hint:
    """Four texts of rising detail for the checks that match; no causes means any cause."""

    checks: tuple[str, ...]
    causes: tuple[str, ...]
    orient: str
    explain: str
    example: str
    bottom_out: str


NOT_PYTHON = "is not valid Python"
SYNTAX = Hint(
    checks=("*",),
    causes=(),
    orient=(
        "Python could not read the file, so nothing in it ran. The message names the line where it "
        "gave up."
    ),
    explain=(
        "The mistake is on that line, or at the end of the one before: a colon that is missing "
        "after def, if or for, a bracket or a quotation mark that is never closed, or an "
        "indentation that fits no line above."
    ),
    example="`def half(x)` lacks its colon; in `print((1)` a bracket is never closed.",
    bottom_out="`python -m py_compile FILE` shows the place with a caret, and what Python "
    "expected there.",
)
NOT_C = re.compile(r"[\w./-]{1,200}\.(?:c|h|cpp), line \d{1,9}, does not compile: ")
UNREAD_C = Hint(
    checks=("*",),
    causes=("compile-error",),
    orient=(
        "The compiler could not read the C, so nothing of it ran. The message names the line where "
        "it gave up."
    ),
    explain=(
        "The mistake is on that line, or at the end of the one before: a semicolon that is "
        "missing, a bracket or a quotation mark that is never closed, a name that nothing above "
        "declares, or a value whose type does not fit there. Mend the first error, and compile "
        "again: others often go with it."
    ),
    example="`int half = n / 2` lacks its semicolon; in `f((1);` a bracket is never closed.",
    bottom_out="`gcc -Wall -c FILE` shows the place with a caret, and what C expected there.",
)


def of_unread_file(message: str) -> Hint | None:
    """Return what is told of a failure by which a file could not be read; None of any other."""
    if NOT_PYTHON in message:
        return SYNTAX
    return UNREAD_C if NOT_C.match(message) else None
