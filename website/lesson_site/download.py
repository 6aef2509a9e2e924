"""Each episode as a notebook to download: with what its cells showed, and its boxes as plain Markdown."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from html import escape
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
from sphinx.application import Sphinx

from lesson_site import builder
from lesson_site.admonitions import LABELS
from lesson_site.data import data_of
from lesson_site.execution import Store
from lesson_site.lesson import Episode
from lesson_site.markdown import Fence, fences, hrefs, images
from lesson_site.notebook import bullets, plain_notebook

__all__ = ["address", "as_notebook", "setup"]

ROLE = re.compile(r"\{\w+\}`([^`<]*?)(?:\s*<[^`]*>)?`")
KINDS = (*LABELS, "solution-start", "solution-end")


def address(episode: Episode) -> str:
    return f"files/{episode.slug}.ipynb"


def as_notebook(episode: Episode, store: Store, site: str = "") -> nbformat.NotebookNode:
    """Return the episode as JupyterLab shows it best, without the marks that only the site reads.

    `site` is the address of the site, if it is known.
    """
    book = plain_notebook(episode.path.read_text(encoding="utf-8"))
    store.fill_in(book)
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
    lines = markdown.split("\n")
    for fence in reversed(list(fences(markdown))):  # the lines before it stay where they are
        if fence.kind in KINDS:
            lines[fence.first : fence.last] = [*titled(fence), plain(fence.content)]
    code = {line for fence in fences("\n".join(lines)) for line in range(fence.first, fence.last)}
    shown = [line if number in code else ROLE.sub(r"\1", line) for number, line in enumerate(lines)]
    return "\n".join(shown).strip()


def titled(fence: Fence) -> list[str]:
    if fence.kind == "solution-end":
        return []
    label = LABELS[fence.kind.removesuffix("-start")]
    return [f"**{label}: {fence.title}**" if fence.title else f"**{label}**", ""]


def with_links(markdown: str, site: str) -> str:
    """Lead links to the pages of the site; where it is not known, to what lies beside the notebook there."""
    for href in hrefs(markdown):
        page, mark, anchor = href.partition("#")
        if page.endswith(".md") and not urlsplit(page).scheme:
            markdown = markdown.replace(f"]({href})", f"]({leading(page, mark + anchor, site)})")
    return markdown


def leading(page: str, anchor: str, site: str) -> str:
    name = page.removesuffix(".md")
    if "/" not in name and not site:
        return f"{name}.ipynb"  # another episode; a notebook has no anchors
    return f"{site or '../'}{builder.address(name)}{anchor}"


def split_at_figures(markdown: str, folder: Path) -> Iterator[str]:
    """Yield the text, and each figure by itself, as an element that holds the image.

    Whoever opens a notebook has no other file. JupyterLab shows no SVG that is attached, and other programs
    show none whose data stands in a link of Markdown.
    """
    lines = markdown.split("\n")
    begin = 0
    for first, last, alt, address in images(markdown):
        yield "\n".join(lines[begin:first])
        yield f'<img alt="{escape(alt)}" src="{as_address(folder / address)}">'
        begin = last
    yield "\n".join(lines[begin:])


def as_address(image: Path) -> str:
    """Return an address that holds the image itself."""
    return f"data:{guess_type(image)[0]};base64,{b64encode(image.read_bytes()).decode()}"


def is_there(app: Sphinx, episode: Episode) -> bool:
    return Path(app.outdir, address(episode)).is_file()


def write(app: Sphinx) -> list:
    folder = Path(app.outdir, "files")
    folder.mkdir(exist_ok=True)
    data = data_of(app)
    changed = [one for one in data.lesson.episodes if one.docname in data.read or not is_there(app, one)]
    for episode in changed:
        book = as_notebook(episode, data.store, app.config.html_baseurl)
        nbformat.write(book, Path(app.outdir, address(episode)))
    return []


def setup(app: Sphinx) -> None:
    app.connect("html-collect-pages", write)
