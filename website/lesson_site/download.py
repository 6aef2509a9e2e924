"""Each episode as a notebook to download: with what its cells showed, and its boxes as plain Markdown."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from sphinx.application import Sphinx

from lesson_site.boxes import LABELS
from lesson_site.execution import fill_in
from lesson_site.lesson import Episode
from lesson_site.notebook import bullets, plain_notebook

__all__ = ["address", "as_notebook", "setup"]

FENCE = re.compile(r"^\s*(:{3,}|`{3,})\{([\w-]+)\}[ \t]*(.*)$")
END = re.compile(r"^\s*:{3,}\s*$")
ROLE = re.compile(r"\{\w+\}`([^`<]*?)(?:\s*<[^`]*>)?`")
KINDS = (*LABELS, "solution-start", "solution-end")


def address(episode: Episode) -> str:
    return f"files/{episode.slug}.ipynb"


def as_notebook(episode: Episode) -> nbformat.NotebookNode:
    """Return the episode as JupyterLab shows it best, without the marks that only the site reads."""
    book = plain_notebook(episode.path.read_text(encoding="utf-8"))
    fill_in(book)
    book.metadata = {"kernelspec": book.metadata["kernelspec"]}
    for cell in book.cells:
        if cell.cell_type == "markdown":
            cell.source = plain(cell.source)
    book.cells = [cell for cell in book.cells if cell.source.strip()]
    book.cells.insert(0, nbformat.v4.new_markdown_cell(heading(episode)))
    for number, cell in enumerate(book.cells):
        cell["id"] = f"{episode.slug[:40]}-{number}"  # the same in each build
    return book


def heading(episode: Episode) -> str:
    return f"# {episode.number}. {episode.title}\n\n{bullets(episode.questions)}"


def plain(markdown: str) -> str:
    """Return Markdown with the title of each box in bold, and without its fences."""
    lines = []
    in_gate = False
    for line in markdown.splitlines():
        start = FENCE.match(line)
        if start and start[2] in KINDS:
            lines += titled(start[2], start[3])
            in_gate = start[2].startswith("solution-")
        elif in_gate and line.strip() == "```":
            in_gate = False
        elif not END.match(line):
            lines.append(ROLE.sub(r"\1", line))
    return "\n".join(lines).strip()


def titled(kind: str, title: str) -> list[str]:
    if kind == "solution-end":
        return []
    label = LABELS[kind.removesuffix("-start")]
    return [f"**{label}: {title}**" if title else f"**{label}**", ""]


def write(app: Sphinx) -> list:
    folder = Path(app.outdir, "files")
    folder.mkdir(exist_ok=True)
    for episode in app.lesson.episodes:
        nbformat.write(as_notebook(episode), Path(app.outdir, address(episode)))
    return []


def setup(app: Sphinx) -> None:
    app.connect("html-collect-pages", write)
