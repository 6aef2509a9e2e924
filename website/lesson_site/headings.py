"""The headings of a page: its title comes from the front matter, and no level is skipped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lesson_site.problems import Problems

__all__ = ["check_headings"]

FENCE = re.compile(r"\s*(`{3,}|~{3,})")
HEADING = re.compile(r" {0,3}(#{1,6})\s+\S")
COMMENT = re.compile(r" {0,3}<!--")


def check_headings(path: Path, body: str, offset: int, problems: Problems) -> None:
    """Note each heading that skips a level; `offset` is the number of lines before the body."""
    above = 1
    for number, level in headings(body):
        if level == 1:
            problems.add(path, number + offset, "the title stands in the front matter; start this with ##")
        elif level > above + 1:
            problems.add(
                path,
                number + offset,
                f"this heading skips a level: {level} # below {above}; expected at most {above + 1}",
            )
        above = level


def headings(body: str) -> Iterator[tuple[int, int]]:
    """Yield line number and level of each heading outside of code and comments."""
    fence, in_comment = None, False
    for number, line in enumerate(body.splitlines(), 1):
        mark = FENCE.match(line)
        if in_comment or (not fence and COMMENT.match(line)):
            in_comment = "-->" not in line
        elif fence:
            if mark and mark[1].startswith(fence) and line.strip() == mark[1]:
                fence = None
        elif mark:
            fence = mark[1]
        elif found := HEADING.match(line):
            yield number, len(found[1])
