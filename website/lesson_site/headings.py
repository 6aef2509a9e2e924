"""The headings of a page: its title comes from the front matter, and no level is skipped."""

from __future__ import annotations

from pathlib import Path

from cffi_workshop.notebooks.markdown_parts import headings
from lesson_site.source_errors import Problems

__all__ = ["check_headings"]


def check_headings(path: Path, body: str, offset: int, problems: Problems) -> None:
    """Note each heading that skips a level; `offset` is the number of lines before the body."""
    above = 1
    for number, level in headings(body):
        if level == 1:
            problems.add(
                path, number + offset, "the title stands in the front matter; start this with ##"
            )
        elif level > above + 1:
            problems.add(
                path,
                number + offset,
                f"this heading skips a level: {level} # below {above}; expected at most "
                f"{above + 1}",
            )
        above = level
