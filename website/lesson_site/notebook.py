"""From the text of a page to the notebook that MyST-NB renders.

The notebook holds the outputs of the cells, an overview and the key points. Both boxes are written
in Markdown, so that they hold what a page may hold: code, links, terms.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from functools import lru_cache

import nbformat
from myst_nb.core.read import read_myst_markdown_notebook

from cffi_workshop.notebooks.code_in_markdown import with_code, with_code_in_headings
from lesson_site.execution import Store

__all__ = ["box", "bullets", "page_notebook", "plain_notebook"]


def page_notebook(
    text: str, store: Store, invitations: Iterable[str] = ()
) -> nbformat.NotebookNode:
    """Return the notebook of a page, with what its cells showed.

    `invitations` come before the key points.
    """
    notebook = plain_notebook(text)
    store.fill_in(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = with_code_in_headings(cell.source)
    front = notebook.metadata
    if "questions" in front:
        insert(notebook, 0, overview(front))
        insert(notebook, len(notebook.cells), "\n".join(invitations))
        insert(notebook, len(notebook.cells), box("keypoints", bullets(front["keypoints"])))
    return notebook


def plain_notebook(text: str) -> nbformat.NotebookNode:
    """Return the cells of a text; `source_map` has the line at which each begins."""
    return deepcopy(as_read(text))


@lru_cache(maxsize=64)  # to run it, for its page, and to download
def as_read(text: str) -> nbformat.NotebookNode:
    notebook = read_myst_markdown_notebook(text, add_source_map=True)
    notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
    return notebook


def insert(notebook: nbformat.NotebookNode, place: int, source: str) -> None:
    notebook.cells.insert(place, nbformat.v4.new_markdown_cell(source))
    notebook.metadata["source_map"].insert(place, 0)


def overview(front: dict) -> str:
    parts = [box(name, bullets(front[name])) for name in ("questions", "objectives")]
    minutes = f"{front['teaching']} minutes of teaching, {front['exercises']} minutes of exercises"
    return f"::::{{overview}} {minutes}\n\n" + "\n".join(parts) + "\n::::"


def box(name: str, text: str, title: str = "") -> str:
    """Return a directive in Markdown, with a fence that is longer than those within it."""
    longest = max((len(line) - len(line.lstrip(":")) for line in text.splitlines()), default=0)
    fence = ":" * max(3, longest + 1)
    return f"{fence}{{{name}}} {title}".rstrip() + f"\n{text}\n{fence}\n"


def bullets(items: Iterable[str]) -> str:
    """Return a list; names that are code are marked, as on the rest of a page."""
    return "\n".join("- " + with_code(" ".join(item.split())) for item in items)
