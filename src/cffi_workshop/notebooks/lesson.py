"""An episode as JupyterLab shows it best: boxes are drawn, solutions folded, figures held within.

The site hands out the same notebooks, with what the cells showed when the site was built.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

from .code_in_markdown import with_code, with_code_in_headings
from .execute import lab
from .markdown_parts import FOLDED, LABELS, Fence, fences, hrefs, images

__all__ = ["Where", "as_lesson", "boxed", "plain", "read_episode", "set_up_of"]

ROLE = re.compile(r"\{\w+\}`([^`<]*?)(?:\s*<[^`]*>)?`")
LINK = r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\(%s\)"
SET_UP = re.compile(r"```\{code-cell\} ipython3\n:tags: \[remove-cell\]\n\n(.*?)\n```", re.DOTALL)
NOTES = "instructor"

# Each has a contrast of 3:1 and more against white and against #111; texts keep the colour of the
# theme.
COLOURS = {
    "challenge": "#b7791f",
    "caution": "#d9363e",
    "keypoints": "#2e8b57",
    "exercise": "#2e8b57",
}
OTHER_COLOUR = "#2f7fd1"
BOX = "border-left: 5px solid {}; background: rgba(128, 128, 128, 0.1); padding: 0.6em 1em 0.1em"

COLLAPSED = {"jp-MarkdownHeadingCollapsed": True}
RUN_THIS = "# Run this cell, to see what comes here (Shift + Enter).\n"
AFTERWARDS = "#### After the challenge"  # a solution's fold ends at the next heading of its level
ENDS_A_FOLD = re.compile(r"#{1,4} ")


@dataclass(frozen=True)
class Where:
    """Where a notebook comes to lie: the folder of the episode's text, and what its links lead to.

    `leads` returns the address for one of the pages, or None where that page is not there.
    """

    folder: Path
    leads: Callable[[str], str | None]
    prepares: bool = False  # the kernel there does by itself what the first cell does


def read_episode(path: Path):
    """Return the cells of an episode, with its front matter as metadata."""
    lab("nbformat")
    return lab("jupytext").reads(path.read_text(encoding="utf-8"), fmt="md:myst")


def set_up_of(text: str) -> str:
    """Return what an episode runs before its first cell that is shown."""
    found = SET_UP.search(text)
    return found[1] if found else ""


def as_lesson(book, number: int, where: Where, invitations: Iterable[str] = ()):
    """Return the notebook of an episode, from its cells and its front matter."""
    front = book.metadata
    written = Writer(where)
    written.add_text(f"# {number}. {with_code(front['title'])}\n\n{overview(front)}")
    for cell in book.cells:
        written.add(cell)
    for text in (*invitations, boxed("keypoints", "Key points", bullets(front["keypoints"]))):
        written.add_text(text)
    metadata = {"kernelspec": front["kernelspec"], "language_info": {"name": "python"}}
    made = lab("nbformat").v4.new_notebook(metadata=metadata, cells=written.cells)
    for place, cell in enumerate(made.cells):
        cell["id"] = f"cell-{place:03}"  # the same each time
    return made


class Writer:
    """Collects the cells of a notebook."""

    def __init__(self, where: Where) -> None:
        self.where = where
        self.new = lab("nbformat").v4
        self.cells: list = []
        self.has_code = False
        self.is_folding = False

    def add(self, cell) -> None:
        """Add what a cell of the page becomes."""
        if cell.cell_type == "markdown":
            for kind, text in pieces(with_code_in_headings(cell.source)):
                self.add_piece(kind, text)
        elif self.where.prepares and not self.has_code and "remove-cell" in tags_of(cell):
            self.has_code = True  # what set_up_of() returns
        elif cell.source.strip():
            self.has_code = True
            self.end_fold("")
            self.cells.append(with_hidden_source(cell))

    def add_piece(self, kind: str, text: str) -> None:
        if kind == "solution-end":
            self.is_folding = True
        elif kind == "solution-start":
            self.add_text(f"#### {text}", COLLAPSED)
        else:
            self.add_text(text)

    def add_text(self, text: str, metadata: dict | None = None) -> None:
        """Add Markdown, and each of its figures in a cell of its own."""
        for part in split_at_figures(with_links(text, self.where.leads), self.where.folder):
            if part.strip():
                self.end_fold(part)
                self.cells.append(self.new.new_markdown_cell(part.strip(), metadata=metadata or {}))

    def end_fold(self, text: str) -> None:
        """Begin with a heading what is not to be folded together with the solution before it."""
        if self.is_folding and not ENDS_A_FOLD.match(text):
            self.cells.append(self.new.new_markdown_cell(AFTERWARDS))
        self.is_folding = False


def tags_of(cell) -> list[str]:
    return cell.metadata.get("tags", [])


def with_hidden_source(cell):
    """Return a cell whose source the page does not show so that it is folded here, too."""
    if {"remove-input", "remove-cell"} & set(tags_of(cell)):
        cell.metadata["jupyter"] = {"source_hidden": True}
        cell.source = cell.source if cell.source.startswith("%%") else RUN_THIS + cell.source
    return cell


# From the boxes of the site to those of JupyterLab


def pieces(markdown: str) -> Iterator[tuple[str, str]]:
    """Yield kind and Markdown of each box at the top level, and of texts between (no kind)."""
    lines = markdown.split("\n")
    begin = 0
    for fence in fences(markdown):
        if is_box(fence):
            yield "", plain("\n".join(lines[begin : fence.first]))
            yield fence.kind, as_box(fence)
            begin = fence.last
    yield "", plain("\n".join(lines[begin:]))


def is_box(fence: Fence) -> bool:
    return fence.kind.removesuffix("-start") in LABELS or fence.kind == "solution-end"


def as_box(fence: Fence) -> str:
    """Return the Markdown of a box: folded, under a heading, or with its name in bold."""
    kind = fence.kind.removesuffix("-start")
    label = LABELS.get(kind, "")
    name = f"{label}: {plain(with_code(fence.title))}" if fence.title else label
    if kind != fence.kind or not label:  # its content comes in cells of its own
        return name
    inner = plain(fence.content)
    if kind in FOLDED or kind == NOTES:
        return f"<details><summary>{as_html(name)}</summary>\n\n{inner}\n\n</details>"
    if kind in ("challenge", "discussion"):
        return f"### {name}\n\n{drawn(kind, inner)}"
    return boxed(kind, name, inner)


def boxed(kind: str, name: str, inner: str) -> str:
    return drawn(kind, f"**{name}**\n\n{inner}")


def drawn(kind: str, inner: str) -> str:
    """Return Markdown within a frame."""
    return f'<div style="{BOX.format(COLOURS.get(kind, OTHER_COLOUR))}">\n\n{inner}\n\n</div>'


def as_html(name: str) -> str:
    """Return a title for an element in which Markdown is not read."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(name, quote=False))


def plain(markdown: str) -> str:
    """Return Markdown without the marks that only the site reads."""
    lines = markdown.split("\n")
    for fence in reversed(list(fences(markdown))):  # the lines before it stay where they are
        if is_box(fence):
            lines[fence.first : fence.last] = ["", *as_box(fence).split("\n"), ""]
    code = {line for fence in fences("\n".join(lines)) for line in range(fence.first, fence.last)}
    runs = groupby(enumerate(lines), key=lambda numbered: numbered[0] in code)
    texts = ((is_code, "\n".join(line for _, line in run)) for is_code, run in runs)
    return "\n".join(text if is_code else ROLE.sub(r"\1", text) for is_code, text in texts).strip()


def overview(front: dict) -> str:
    minutes = f"{front['teaching']} minutes of teaching, {front['exercises']} minutes of exercises"
    parts = (
        f"**{LABELS[name]}**\n\n{bullets(front[name])}" for name in ("questions", "objectives")
    )
    return drawn("overview", "\n\n".join([*parts, f"*{minutes}*"]))


def bullets(items: Iterable[str]) -> str:
    return "\n".join("- " + with_code(" ".join(item.split())) for item in items)


# Links and figures


def with_links(markdown: str, leads: Callable[[str], str | None]) -> str:
    """Lead links between pages to where they are; of a page that is not there, the words stay."""
    for href in hrefs(markdown):
        if urlsplit(href).scheme or not href.partition("#")[0].endswith(".md"):
            continue
        address = leads(href)
        new = rf"[\1]({address})" if address else r"\1"
        markdown = re.sub(LINK % re.escape(href), new, markdown)
    return markdown


def split_at_figures(markdown: str, folder: Path) -> Iterator[str]:
    """Yield the text, and each figure by itself, as an element that holds the image.

    Whoever opens a notebook has no other file. JupyterLab shows no SVG that is attached, and other
    programs show none whose data stands in a link of Markdown.
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
