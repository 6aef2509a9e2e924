"""What is code in a plain sentence, marked as Markdown marks it: names, calls, files, pointers.

Titles, questions, hints and the like are written once, and a terminal shows them as they are.
"""

from __future__ import annotations

import re

from .markdown_parts import headings, reader

__all__ = ["CODE", "with_code", "with_code_in_headings"]

CODE = re.compile(
    r"""(?<![\w`/.])(?:
      (?![A-Z]\()[\w.]*\w\([^\s()]*\)                    # a call, and no F(92) of a formula
    | \w+=(?=[\s,.;:?]|$)                               # a keyword argument
    # A pointer, in Markdown perhaps with a backslash.
    | (?:const[ ])?(?:char|double|float|int|void)[ ]\\?\*+
    | \w+(?:\.\w+)*\.(?:c|cpp|f90|h|py|so|toml|txt)\b   # a file
    | (?:\w+\.)?\w+_\w+                                 # a name
    | \#include\b
    )(?![\w`])""",
    re.VERBOSE,
)
"""What is code in a plain sentence."""


def with_code(text: str) -> str:
    """Return Markdown in which names that are code are marked as such, wherever the text stands.

    Hints, titles of checks and the like are written for a terminal, which shows them as they are.
    """
    lines = text.split("\n")
    for token in reader().parse(text):
        if token.type == "inline":
            for number in range(*token.map):
                lines[number] = with_code_in_line(lines[number])
    return "\n".join(lines)


def with_code_in_line(line: str) -> str:
    """Mark the code of a line outside of what is marked already.

    What stands in angles is an address, or text: a browser would take `<tab>` for an element.
    """
    parts = re.split(r"(`+[^`]+`+|\]\([^)]*\)|(?<!\\)<[^>]*>)", line)
    parts[::2] = [
        CODE.sub(lambda code: f"`{code[0].replace(chr(92), '')}`", part) for part in parts[::2]
    ]
    parts[1::2] = [re.sub(r"^<(?!\w+:)", r"\\<", part) for part in parts[1::2]]
    return "".join(parts)


def with_code_in_headings(text: str) -> str:
    """Return Markdown in which names that are code are marked as such in its headings."""
    lines = text.split("\n")
    for number, _ in headings(text):
        lines[number - 1] = with_code(lines[number - 1])
    return "\n".join(lines)
