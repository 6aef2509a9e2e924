"""The README of an exercise: learners are handed it without the discussion of the solution."""

from __future__ import annotations

import re

__all__ = ["README", "discussion_of", "without_discussion"]

README = "README.md"

DISCUSSION = re.compile(r"^## Discussion\n.*?(?=\s*(?:^## |\Z))", re.MULTILINE | re.DOTALL)

LATER = """\
## Discussion

`workshop solution {slug}` shows our files and discusses them, once yours are done."""


def discussion_of(text: str) -> str:
    """Return the section that says why the solution is as it is; "" where there is none."""
    section = DISCUSSION.search(text)
    return section[0] if section else ""


def without_discussion(text: str, slug: str) -> str:
    """Return the README with a word in place of that section on where to read it."""
    return DISCUSSION.sub(LATER.format(slug=slug), text)
