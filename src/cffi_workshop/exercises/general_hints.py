"""Hints that go by the message, whatever the exercise: what failed is no matter of cffi."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["NOT_PYTHON", "RETURNED", "Hint", "by_message"]


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
RETURNED = "An exception that is returned stops nothing: `raise` it."
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


NOT_THERE = Hint(
    checks=("*",),
    causes=("missing-file",),
    orient=(
        "The check found no file of that name in the folder. Was it renamed, or saved elsewhere?"
    ),
    explain=(
        "A check reads the files that the README names, in the folder of the exercise, and no "
        "others. Under its remarks the report lists what it did not look at: your file may be "
        "there, by another name."
    ),
    example="`Rain_abi.py` and `rain_abi.py.txt` are other files than `rain_abi.py`.",
    bottom_out=(
        "Give your file the name from the README. `workshop reset NAME` puts all files back as "
        "they were handed out, and keeps yours in a backup."
    ),
)
NO_FUNCTION = Hint(
    checks=("*",),
    causes=(),
    orient=(
        "Python read the file, and found no function of that name in it. The README gives the name."
    ),
    explain=(
        "A name is compared letter by letter. A function that is defined inside of a class, or of "
        "another function, has no name outside of it: its `def` has to begin at the left margin."
    ),
    example="`def Rain(n):` defines another name than `rain`, and so does `def rian(n):`.",
    bottom_out=(
        "The line with `def` has to be as it was handed out. `workshop reset NAME` puts all files "
        "back as they were, and keeps yours in a backup, to compare."
    ),
)
BY_MESSAGE = (
    (re.compile(re.escape(NOT_PYTHON)), SYNTAX),
    (re.compile(r"^[\w./-]{1,200}\.(?:c|h|cpp), line \d{1,9}, does not compile: "), UNREAD_C),
    (re.compile(r"^[\w./-]{1,200} is not there; (?:`workshop reset`|is it )"), NOT_THERE),
    (re.compile(r"^[\w./-]{1,200} defines no function \w{1,200}\(\)"), NO_FUNCTION),
)


def by_message(message: str) -> Hint | None:
    """Return what is told of a failure that is of one kind in all exercises; None of any other."""
    return next((hint for pattern, hint in BY_MESSAGE if pattern.search(message)), None)
