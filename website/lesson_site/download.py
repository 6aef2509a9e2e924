"""Each episode as a notebook to download: with what its cells showed, and its boxes as plain Markdown."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from html import escape
from mimetypes import guess_type
from pathlib import Path

import nbformat
from sphinx.application import Sphinx

from lesson_site import builder
from lesson_site.boxes import LABELS
from lesson_site.execution import fill_in
from lesson_site.lesson import Episode
from lesson_site.notebook import bullets, plain_notebook

__all__ = ["address", "as_notebook", "setup"]

FENCE = re.compile(r"^\s*(:{3,}|`{3,})\{([\w-]+)\}[ \t]*(.*)$")
END = re.compile(r"^\s*:{3,}\s*$")
ROLE = re.compile(r"\{\w+\}`([^`<]*?)(?:\s*<[^`]*>)?`")
FIGURE = re.compile(r"^!\[([^\]]*)\]\(([^)\s:]+)\)$", re.MULTILINE)
LINK = re.compile(r"\]\(([\w./-]+)\.md(#[^)\s]+)?\)")
KINDS = (*LABELS, "solution-start", "solution-end")


def address(episode: Episode) -> str:
    return f"files/{episode.slug}.ipynb"


def as_notebook(episode: Episode, site: str = "") -> nbformat.NotebookNode:
    """Return the episode as JupyterLab shows it best, without the marks that only the site reads.

    `site` is the address of the site, if it is known.
    """
    book = plain_notebook(episode.path.read_text(encoding="utf-8"))
    fill_in(book)
    book.metadata = {"kernelspec": book.metadata["kernelspec"]}
    cells = [nbformat.v4.new_markdown_cell(heading(episode))]
    for cell in book.cells:
        cells += as_text(cell, episode, site) if cell.cell_type == "markdown" else [cell]
    book.cells = [cell for cell in cells if cell.source.strip()]
    for number, cell in enumerate(book.cells):
        cell["id"] = f"{episode.slug[:40]}-{number}"  # the same in each build
    return book


def as_text(cell: nbformat.NotebookNode, episode: Episode, site: str) -> Iterator[nbformat.NotebookNode]:
    """Yield what a cell of the page becomes: its text, and a cell for each figure."""
    text = with_links(plain(cell.source), site)
    for part in split_at_figures(text, episode.path.parent):
        yield nbformat.v4.new_markdown_cell(part.strip(), metadata=cell.metadata)


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


def with_links(markdown: str, site: str) -> str:
    """Lead links to the pages of the site; where it is not known, to what lies beside the notebook there."""

    def leading(link: re.Match) -> str:
        is_episode = "/" not in link[1]
        if is_episode and not site:
            return f"]({link[1]}.ipynb)"
        return f"]({site or '../'}{builder.address(link[1])}{link[2] or ''})"

    return LINK.sub(leading, markdown)


def split_at_figures(markdown: str, folder: Path) -> Iterator[str]:
    """Yield the text, and each figure by itself, as an element that holds the image.

    Whoever opens a notebook has no other file. JupyterLab shows no SVG that is attached, and other programs
    show none whose data stands in a link of Markdown.
    """
    begin = 0
    for figure in FIGURE.finditer(markdown):
        yield markdown[begin : figure.start()]
        yield f'<img alt="{escape(figure[1])}" src="{as_address(folder / figure[2])}">'
        begin = figure.end()
    yield markdown[begin:]


def as_address(image: Path) -> str:
    """Return an address that holds the image itself."""
    return f"data:{guess_type(image)[0]};base64,{b64encode(image.read_bytes()).decode()}"


def titled(kind: str, title: str) -> list[str]:
    if kind == "solution-end":
        return []
    label = LABELS[kind.removesuffix("-start")]
    return [f"**{label}: {title}**" if title else f"**{label}**", ""]


def write(app: Sphinx) -> list:
    folder = Path(app.outdir, "files")
    folder.mkdir(exist_ok=True)
    for episode in app.lesson.episodes:
        nbformat.write(as_notebook(episode, app.config.html_baseurl), Path(app.outdir, address(episode)))
    return []


def setup(app: Sphinx) -> None:
    app.connect("html-collect-pages", write)
