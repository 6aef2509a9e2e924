"""What the site asks of Markdown beside its boxes and figures:
headings, pictures, and what is code in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from markdown_it import MarkdownIt

from cffi_workshop.notebooks.markdown_parts import inlines, reader

__all__ = ["as_html", "as_words", "headings", "outline", "pictures", "with_code"]

CODE = re.compile(
    r"""(?<![\w`/.])(?:
      [\w.]*\w\([^\s()]*\)                              # a call
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


BLOCKS = MarkdownIt("commonmark").disable("inline")
"""Finds headings; what stands within a line is left as it is."""


def as_html(text: str) -> str:
    """Return HTML of a line of Markdown, such as a title: its code and emphasis, escaped."""
    return reader().renderInline(text)


def as_words(text: str) -> str:
    """Return what a line of Markdown says, without its marks."""
    [inline] = reader().parseInline(text)
    return "".join(token.content for token in inline.children or () if token.type != "image")


def headings(text: str) -> Iterator[tuple[int, int]]:
    """Yield line number, from 1, and level of each heading outside of code and comments."""
    for line, level, _ in outline(text):
        yield line, level


def outline(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield line number, level and Markdown of each heading."""
    tokens = BLOCKS.parse(text)
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            yield opening.map[0] + 1, int(opening.tag[1]), inline.content


def pictures(text: str) -> dict[str, str]:
    """Return the alt text of each image in the text, by its address."""
    found = (token for token in inlines(text) if token.type == "image")
    return {str(token.attrs["src"]): token.content for token in found}


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
