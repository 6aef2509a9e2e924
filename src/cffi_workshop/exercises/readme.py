"""The README of an exercise: its sections, and how learners are handed it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, takewhile

__all__ = ["DISCUSSION", "README", "discussion_of", "sections", "typed_lines", "without_discussion"]

README = "README.md"
SESSIONS = ("console", "pycon")
PROMPTS = ("$ ", "> ", ">>> ", "... ")
SHOWN = ("text", "{")  # and what a directive holds
CODE = ("fence", "code_block")

DISCUSSION = "## Discussion"
LATER = """\
## Discussion

`workshop solution {slug}` shows our files and discusses them, once yours are done."""


def sections(text: str) -> list[str]:
    """Return the text in parts, each from a heading of level two or below to the next."""
    from markdown_it import MarkdownIt  # rich brings it; a check has no use for it

    lines = text.splitlines()
    tokens = MarkdownIt("commonmark").parse(text)
    headings = (token for token in tokens if token.type == "heading_open" and token.level == 0)
    begins = [token.map[0] for token in headings if token.map and token.tag != "h1"]
    places = [0, *(line for line in begins if line), len(lines)]
    return ["\n".join(lines[one:other]).strip() for one, other in pairwise(places)]


def typed_lines(text: str) -> Iterator[str]:
    """Yield the lines that a learner types or writes: code, and what follows a session's prompts.

    What a program shows is left out: its length is nobody's choice.
    """
    from markdown_it import MarkdownIt

    for token in MarkdownIt("commonmark").parse(text):
        if token.type in CODE and not token.info.startswith(SHOWN):
            for line in token.content.splitlines():
                if token.info not in SESSIONS or line.startswith(PROMPTS):
                    yield line


def discussion_of(text: str) -> str:
    """Return the section that says why the solution is as it is; "" where there is none."""
    parts = sections(text)
    for place, part in enumerate(parts):
        if part.startswith(DISCUSSION):
            inside = takewhile(lambda one: one.startswith("###"), parts[place + 1 :])
            return "\n\n".join([part, *inside])
    return ""


def without_discussion(text: str, slug: str) -> str:
    """Return the README with a word in place of that section on where to read it."""
    discussion = discussion_of(text)
    return text.replace(discussion, LATER.format(slug=slug)) if discussion else text
