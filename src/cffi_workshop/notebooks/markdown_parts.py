"""The parts of a lesson's Markdown, as markdown-it reads it: boxes, code, figures and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin

__all__ = [
    "FOLDED",
    "LABELS",
    "Fence",
    "fences",
    "headings",
    "hrefs",
    "images",
    "inlines",
    "outline",
    "reader",
]

LABELS = {
    "callout": "Note",
    "caution": "Caution",
    "prereq": "Before you start",
    "checklist": "Checklist",
    "challenge": "Challenge",
    "exercise": "Exercise",
    "news": "What is new",
    "directions": "Where and how",
    "file": "File",
    "discussion": "Discussion",
    "hint": "Hint",
    "solution": "Solution",
    "spoiler": "More",
    "instructor": "Instructor note",
    "keypoints": "Key points",
    "overview": "Overview",
    "questions": "Questions",
    "objectives": "Objectives",
}
FOLDED = ("file", "hint", "solution", "spoiler")
BLOCKS = MarkdownIt("commonmark").disable("inline")
"""Finds headings; what stands within a line is left as it is."""

DIRECTIVE = re.compile(r"\{([\w-]+)\}\s*(.*)")


# To look for these takes a hundredth of reading the text as Markdown.
PERHAPS_FENCE = re.compile(r"```|~~~|:::")
PERHAPS_LINK = re.compile(r"\]\(|\]:|<\w+:")


@cache
def reader(with_lines: bool = True) -> MarkdownIt:
    """Return what reads Markdown, or its blocks alone and nothing within a line."""
    made = MarkdownIt("commonmark").enable("table").use(colon_fence_plugin)
    return made if with_lines else made.disable("inline")


@dataclass(frozen=True)
class Fence:
    """A directive or a piece of code: its lines (from 0, the last excluded), and what it is.

    `kind` is the name of the directive, or nothing for code; `title` is its argument, or the
    language.
    """

    first: int
    last: int
    kind: str
    title: str
    mark: str
    content: str


def fences(text: str) -> Iterator[Fence]:
    """Yield each directive and piece of code at the top level of the text."""
    if not PERHAPS_FENCE.search(text):
        return
    for token in reader(with_lines=False).parse(text):
        if token.type in ("fence", "colon_fence"):
            directive = DIRECTIVE.fullmatch(token.info.strip())
            kind, title = directive.groups() if directive else ("", token.info.strip())
            first, last = token.map or (0, 0)
            yield Fence(first, last, kind, title.strip(), token.markup, token.content)


def images(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield lines (from 0, last excluded), alt text, address of each image that is a paragraph."""
    for token in reader().parse(text) if "![" in text else ():
        children, (first, last) = token.children or [], token.map or (0, 0)
        if len(children) == 1 and children[0].type == "image":
            yield first, last, children[0].content, str(children[0].attrs["src"])


def hrefs(text: str) -> set[str]:
    """Return the address of each link in the text."""
    if not PERHAPS_LINK.search(text):
        return set()
    found = (token.attrs["href"] for token in inlines(text) if token.type == "link_open")
    return {str(address) for address in found}


def inlines(text: str) -> Iterator[Token]:
    for token in reader().parse(text):
        yield from token.children or ()


def headings(text: str) -> Iterator[tuple[int, int]]:
    """Yield line number, from 1, and level of each heading outside of code and comments."""
    for line, level, _ in outline(text):
        yield line, level


def outline(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield line number, level and Markdown of each heading."""
    tokens = BLOCKS.parse(text)
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.map:
            yield opening.map[0] + 1, int(opening.tag[1]), inline.content
