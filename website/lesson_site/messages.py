"""What a program says in sentences: its lines may wrap, and nobody has to scroll to its end.

Code, tables and reports stand in columns. They keep their lines, and scroll where they are wide.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx

__all__ = ["is_message", "setup"]

OUTPUTS = ("myst-ansi", "ipythontb", "text", "none")
LONG = 60  # columns; what is shorter says little by its words
WORD = re.compile(r"(?<!\S)[('\"]?[A-Za-z_]{2,}[)'\".,:;?!]*(?!\S)")
WORDS = 4  # of a line that is a sentence
COLUMNS = re.compile(r"^[ \t]|(?<=\S)(?<![.:;?!]) {2,}\S|\S +\||^[|^]|\t", re.MULTILINE)
"""What stands below or beside something on purpose: indented code, tables, marks."""


def is_message(text: str) -> bool:
    """Say whether each long line is a sentence, there is one, and nothing stands in columns."""
    long = [line for line in text.splitlines() if len(line) > LONG]
    sentences = all(len(WORD.findall(line)) >= WORDS for line in long)
    return bool(long) and sentences and not COLUMNS.search(text)


def mark_messages(app: Sphinx, document: nodes.document) -> None:
    for block in document.findall(nodes.literal_block):
        if block.get("language") in OUTPUTS and is_message(block.astext()):
            block["classes"].append("message")


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", mark_messages)
