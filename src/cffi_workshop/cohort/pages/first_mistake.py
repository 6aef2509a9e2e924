"""What several people got wrong first, grouped by what was wrong: in a course, and in a room."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from cffi_workshop.exercises.languages import LANGUAGES, language_of
from cffi_workshop.grading.verdict import CheckResult

__all__ = ["FirstMistake", "Kind", "kind_of", "largest_first", "lines_around", "one_line"]

AROUND = 2  # lines beside the one that is at fault

Kind = tuple[str, str, str]
"""What was tried, the cause, and the misconception."""


@dataclass
class FirstMistake:
    """What several people got wrong first: the same check, for the same cause."""

    check: CheckResult
    says: str
    people: int = 0
    points_lost: float = 0.0
    examples: list[tuple[str, ...]] = field(default_factory=list)


def kind_of(check: str, cause: str | None, says: str) -> Kind:
    """Return what two people have in common who got the same thing wrong.

    Group by what was wrong, whichever of two bindings it was in.
    """
    return re.sub(r"^(together-)?(abi|api)-", "", check), cause or "", says


def largest_first(mistakes: Iterable[FirstMistake]) -> list[FirstMistake]:
    return sorted(mistakes, key=lambda one: (-one.people, -one.points_lost, one.check.id))


def one_line(text: str) -> str:
    return " ".join(text.split())


# A text of Python, which may hold a `#` as C's #include is, or a comment.
PYTHON = re.compile(
    r"""(\'{3}[\s\S]*?(?:\'{3}|\Z)|"{3}[\s\S]*?(?:"{3}|\Z)"""
    r"""|'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?)|\#.*"""
)


def lines_around(name: str, text: str, line: int) -> str:
    """Return the lines around a mistake, without comments."""
    lines = without_comments(name, text).splitlines()[max(0, line - 1 - AROUND) : line + AROUND]
    # A quotation mark alone is the end of a docstring that began above.
    return "\n".join(line.rstrip() for line in lines if line.strip(" \t\"'"))


def without_comments(name: str, text: str) -> str:
    """Take comments out, each line in its place: people sign their work."""
    language = language_of(name)
    if language:
        return LANGUAGES[language].without_comments(text)
    if name.endswith(".py"):
        return PYTHON.sub(lambda found: found[1] or "", text)
    return re.sub("#.*", "", text)
