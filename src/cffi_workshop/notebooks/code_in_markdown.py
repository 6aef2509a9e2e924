"""Markdown in which what is code is marked as such, wherever its author left that out."""

from __future__ import annotations

import re

from .code_in_text import with_code_in_line
from .markdown_parts import headings, reader

__all__ = ["with_code", "with_code_in_headings"]

# To look for these takes a hundredth of reading the text as Markdown.
PERHAPS_CODE = re.compile(r"\w\(|\w=|\w\.\w|_\w|[*<]|\[\]|#include|\wError\b|StopIteration")
PERHAPS_HEADING = re.compile(r"#|^[\s>]*[-=]+\s*$", re.MULTILINE)


def with_code(text: str) -> str:
    """Return Markdown in which names that are code are marked as such, wherever the text stands.

    Hints, titles of checks and the like are written for a terminal, which shows them as they are.
    """
    if not PERHAPS_CODE.search(text):
        return text
    lines = text.split("\n")
    for token in reader().parse(text):
        if token.type == "inline" and token.map:
            for number in range(*token.map):
                lines[number] = with_code_in_line(lines[number])
    return "\n".join(lines)


def with_code_in_headings(text: str) -> str:
    """Return Markdown in which names that are code are marked as such in its headings."""
    if not PERHAPS_HEADING.search(text):
        return text
    lines = text.split("\n")
    for number, _ in headings(text):
        lines[number - 1] = with_code(lines[number - 1])
    return "\n".join(lines)
