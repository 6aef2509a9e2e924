"""The website of the lesson, as an extension of Sphinx. `make site` builds it."""

from __future__ import annotations

from pathlib import Path

import nbformat
from sphinx.application import Sphinx

from lesson_site import (
    admonitions,
    builder,
    collected,
    download,
    generated_pages,
    highlight,
    html,
    navigation,
    notebook,
    search,
)
from lesson_site.data import configure, data_of

PARTS = (admonitions, builder, collected, download, generated_pages, highlight, html, navigation, search)
KEY = "lesson_cells"
"""Where the environment keeps, for each page, what its cells depended on when it was read."""


def run_cells(app: Sphinx) -> None:
    """Run the cells of every page before the first one is read."""
    data = data_of(app)
    paths = [*Path(app.srcdir).glob("website/pages/*.md"), *(one.path for one in data.lesson.episodes)]
    pages = {}
    for path in sorted(paths):
        text = path.read_text(encoding="utf-8")
        if "{code-cell}" in text:
            pages[path] = notebook.plain_notebook(text)
    data.store.run(pages)


def outdated(app: Sphinx, env, added: set[str], altered: set[str], removed: set[str]) -> list[str]:
    """Return the pages whose text is as before, but whose cells show something else."""
    known = {name: env.metadata[name].get(KEY) for name in env.found_docs}
    return [name for name, key in data_of(app).store.keys.items() if known.get(name, key) != key]


def fill_in(app: Sphinx, docname: str, source: list[str]) -> None:
    """Hand MyST-NB a notebook with outputs in place of the text (conf.py says what reads it)."""
    store = data_of(app).store
    app.env.metadata[docname][KEY] = store.keys.get(docname)
    source[0] = nbformat.writes(notebook.page_notebook(source[0], store))


def setup(app: Sphinx) -> dict:
    app.setup_extension("myst_nb")
    app.add_config_value("lesson_contents", [], "html", [list])
    app.add_config_value("lesson_data", None, "")
    app.connect("config-inited", configure, priority=100)
    app.connect("builder-inited", run_cells)
    app.connect("env-get-outdated", outdated)
    app.connect("source-read", fill_in)
    for part in PARTS:
        part.setup(app)
    return {"version": "2", "parallel_read_safe": True, "parallel_write_safe": True}
