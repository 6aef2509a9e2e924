"""The website of the lesson, as an extension of Sphinx. `make site` builds it."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from lesson_site import boxes, builder, collected, download, highlight, html, navigation, notebook, search
from lesson_site.execution import Store
from lesson_site.lesson import read_lesson

PARTS = (boxes, builder, collected, download, highlight, html, navigation, search)


def configure(app: Sphinx, config: Config) -> None:
    """Take from _config.yml what Sphinx has to know."""
    app.lesson = read_lesson(Path(app.srcdir))
    config.project = app.lesson.title
    # What every page shows of the others: their titles, and their order.
    config.lesson_contents = [(one.slug, one.title) for one in app.lesson.episodes]


def run_cells(app: Sphinx) -> None:
    """Run the cells of every page before the first one is read."""
    root = Path(app.srcdir)
    pages = {}
    for path in sorted([*root.glob("website/pages/*.md"), *(one.path for one in app.lesson.episodes)]):
        text = path.read_text(encoding="utf-8")
        if "{code-cell}" in text:
            pages[path] = notebook.plain_notebook(text)
    store = Store(root, Path(app.doctreedir).parent / "executed")
    store.run(pages)
    app.lesson_store = store


def changed(app: Sphinx, env, added: set[str], altered: set[str], removed: set[str]) -> list[str]:
    """Return the pages whose text is as before, but whose cells show something else."""
    known = getattr(env, "lesson_keys", {})
    env.lesson_keys = app.lesson_store.keys
    return [
        name for name, key in env.lesson_keys.items() if known.get(name) != key and name in env.found_docs
    ]


def setup(app: Sphinx) -> dict:
    app.setup_extension("myst_nb")
    app.add_config_value("lesson_contents", [], "html", [list])
    app.connect("config-inited", configure, priority=100)
    app.connect("builder-inited", run_cells)
    app.connect("env-get-outdated", changed)
    for part in PARTS:
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
