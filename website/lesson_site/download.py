"""Each episode as a notebook to download, with what its cells showed."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import nbformat
from sphinx.application import Sphinx

from cffi_workshop.notebooks.lesson import Where, as_lesson
from lesson_site import builder
from lesson_site.data import data_of
from lesson_site.execution import Store
from lesson_site.lesson import Episode
from lesson_site.notebook import plain_notebook

__all__ = ["address", "as_notebook", "setup"]


def address(episode: Episode) -> str:
    return f"files/{episode.slug}.ipynb"


def as_notebook(episode: Episode, store: Store, site: str = "") -> nbformat.NotebookNode:
    """Return the episode as JupyterLab shows it.

    `site` is the address of the site, or empty if that is not known.
    """
    book = plain_notebook(episode.path.read_text(encoding="utf-8"))
    store.fill_in(book)
    return as_lesson(book, episode.number, Where(episode.path.parent, partial(leading, site)))


def leading(site: str, href: str) -> str:
    """Return where a link of a page leads in the notebook of that page.

    It leads to the site. Where the address of the site is not known, it leads to what lies beside
    the notebook there: another notebook, or a page one folder up.
    """
    page, mark, anchor = href.partition("#")
    name = page.removesuffix(".md")
    if "/" not in name and not site:
        return f"{name}.ipynb"  # another episode; a notebook has no anchors
    return f"{site or '../'}{builder.address(name)}{mark}{anchor}"


def is_there(app: Sphinx, episode: Episode) -> bool:
    return Path(app.outdir, address(episode)).is_file()


def write(app: Sphinx, episode: Episode) -> None:
    Path(app.outdir, "files").mkdir(exist_ok=True)
    book = as_notebook(episode, data_of(app).store, app.config.html_baseurl)
    nbformat.write(book, Path(app.outdir, address(episode)))


def write_with_page(app: Sphinx, docname: str, template: str, context: dict, tree: object) -> None:
    """Write the notebook of a page that was read anew by the process that writes the page."""
    data = data_of(app)
    if docname in data.read and (episode := data.lesson.episode(docname)):
        write(app, episode)


def write_what_is_missing(app: Sphinx) -> list:
    for episode in data_of(app).lesson.episodes:
        if not is_there(app, episode):
            write(app, episode)
    return []


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", write_with_page)
    app.connect("html-collect-pages", write_what_is_missing)
