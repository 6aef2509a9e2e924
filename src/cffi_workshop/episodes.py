"""How an episode is named: by its number, its title and its page."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

__all__ = ["episode_line", "episode_name", "episode_page"]

HEAD = 4000  # characters of a page, in which its title stands
# In the front matter of a text, and in the first cell of a notebook.
TITLE = re.compile(r"^(?:title:| {0,20}\"# \d{1,3}\.)([^\n]*)", re.MULTILINE)


@cache
def episode_name(slug: str, root: Path | None) -> str:
    """Return `episode 10, "C calls back"`; without the title where the page is not there."""
    page = episode_page(slug, root) if root else None
    number = slug.partition("-")[0]
    name = f"episode {int(number)}" if number.isdigit() else slug
    title = _title_in((root / page).read_text(encoding="utf-8")[:HEAD]) if root and page else ""
    return f'{name}, "{title}"' if title else name


def _title_in(head: str) -> str:
    found = TITLE.search(head)
    return found[1].strip(" \"',").removesuffix("\\n") if found else ""


def episode_line(slug: str, root: Path | None) -> str:
    """Return `episode 10, "C calls back" (episodes/10-c-calls-back.md)`."""
    page = episode_page(slug, root) if root else None
    return f"{episode_name(slug, root)} ({page})" if page else episode_name(slug, root)


def episode_page(slug: str, root: Path) -> str | None:
    """Return an episode's file below the root: a text, or a notebook where JupyterLab works."""
    pages = (f"episodes/{slug}{suffix}" for suffix in (".md", ".ipynb"))
    return next((page for page in pages if (root / page).is_file()), None)
