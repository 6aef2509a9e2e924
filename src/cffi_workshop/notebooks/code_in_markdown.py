"""Markdown in which what is code is marked as such, wherever its author left that out."""

from __future__ import annotations

from .code_in_text import with_code_in_line
from .markdown_parts import headings, reader

__all__ = ["with_code", "with_code_in_headings"]


def with_code(text: str) -> str:
    """Return Markdown in which names that are code are marked as such, wherever the text stands.

    Hints, titles of checks and the like are written for a terminal, which shows them as they are.
    """
    lines = text.split("\n")
    for token in reader().parse(text):
        if token.type == "inline" and token.map:
            for number in range(*token.map):
                lines[number] = with_code_in_line(lines[number])
    return "\n".join(lines)


def with_code_in_headings(text: str) -> str:
    """Return Markdown in which names that are code are marked as such in its headings."""
    lines = text.split("\n")
    for number, _ in headings(text):
        lines[number - 1] = with_code(lines[number - 1])
    return "\n".join(lines)
