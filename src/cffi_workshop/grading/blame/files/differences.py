"""Find which lines of an answer are not the solution's.

The mistake is among them, or where one is missing. This says where to look first, and nothing about
what is wrong: other lines may be as right.
"""

from __future__ import annotations

import ast
import re
from difflib import SequenceMatcher

from cffi_workshop.exercises.languages import LANGUAGES, language_of
from cffi_workshop.grading.python_code import nodes_of

__all__ = ["bare", "own_lines", "without_comments"]

HASH = re.compile(r"(?:^|(?<=\s))#.*", re.MULTILINE)
LONGEST, MOST = 400, 2_000  # characters of a line that are looked at, and lines of a file
# A comment that goes on over several lines: what each of its lines begins with.
INSIDE = re.compile(r"[ \t]{0,80}(?:/\*|\*(?:\s|/|$))")


def own_lines(name: str, text: str, solution: str) -> list[int]:
    """Return the numbers of the lines that the solution does not have there, in ascending order.

    Where lines of the solution are missing, the line before that place counts as one.
    """
    if text.count("\n") > MOST:
        return []
    numbered = numbered_lines(name, text)
    mine, theirs = (
        [line for _, line in numbered],
        [line for _, line in numbered_lines(name, solution)],
    )
    found: set[int] = set()
    for kind, _, _, begin, end in SequenceMatcher(None, theirs, mine, autojunk=False).get_opcodes():
        if kind in ("replace", "insert"):
            found |= {number for number, _ in numbered[begin:end]}
        elif kind == "delete" and numbered:
            found.add(numbered[max(begin - 1, 0)][0])
    return sorted(found) or (moved_in_or_out(text, solution) if name.endswith(".py") else [])


def moved_in_or_out(text: str, solution: str) -> list[int]:
    """Return the lines that stand deeper in a loop, or less deep, in a script that is the same."""
    mine, theirs = levels_of(text), levels_of(solution)
    pairs = zip(mine, theirs, strict=False)
    return [line for (line, level), (_, other) in pairs if level != other]


def levels_of(text: str) -> list[tuple[int, int]]:
    """Return where each statement of a script begins, and how deep it stands."""
    statements = (node for node in nodes_of(text) if isinstance(node, ast.stmt))
    begins = sorted((each.lineno, each.col_offset) for each in statements)
    columns = sorted({column for _, column in begins})
    return [(line, columns.index(column)) for line, column in begins]


def numbered_lines(name: str, text: str) -> list[tuple[int, str]]:
    """Return the lines that say something to a machine, without comments and white space."""
    pairs = enumerate((bare(name, line) for line in text.split("\n")), start=1)
    return [(number, line) for number, line in pairs if line]


def bare(name: str, line: str) -> str:
    """Return a line without its comment and without white space, in one kind of quotation marks."""
    line, language = line[:LONGEST], language_of(name)
    if language in ("c", "cpp") and INSIDE.match(line) and "*/" not in line:
        return ""
    return re.sub(r"\s+", "", without_comments(name, line)).replace("'", '"')


def without_comments(name: str, text: str) -> str:
    language = language_of(name)
    return LANGUAGES[language].without_comments(text) if language else HASH.sub("", text)
