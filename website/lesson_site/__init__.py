"""The website of the lesson, as an extension of Sphinx. `make site` builds it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import nbformat
from sphinx.application import Sphinx

import cffi_workshop
from cffi_workshop.cache import Cache
from lesson_site import (
    admonitions,
    assets,
    builder,
    collected,
    download,
    error_page,
    exercises,
    generated_pages,
    head,
    highlight,
    html,
    messages,
    navigation,
    notebook,
    predictions,
    search,
    tabs,
    terms,
    verdicts,
)
from lesson_site.data import LessonData, configure, data_of

PARTS = (
    admonitions,
    assets,
    builder,
    collected,
    download,
    error_page,
    generated_pages,
    head,
    highlight,
    html,
    messages,
    navigation,
    predictions,
    search,
    tabs,
    terms,
)
KEY = "lesson_cells"
"""Where the environment keeps, for each page, what it depended on when it was read."""


def run_cells(app: Sphinx) -> None:
    """Run the cells of every page, and a check of every exercise, before the first page is read."""
    data = data_of(app)
    paths = [
        *Path(app.srcdir).glob("website/pages/*.md"),
        *(one.path for one in data.lesson.episodes),
    ]
    pages = {}
    for path in sorted(paths):
        text = path.read_text(encoding="utf-8")
        if "{code-cell}" in text and not data.store.has(path, text):
            pages[path] = notebook.plain_notebook(text)
            data.store.note(text, pages[path])
    data.store.run(pages, beside=partial(judge_mistakes, data))


def judge_mistakes(data: LessonData) -> str:
    """Note what the checker says of a typical mistake in each exercise."""
    package = data.store.digest(Path(cffi_workshop.__file__).parent)
    data.mistakes = verdicts.judge_mistakes(data.exercises, data.store.cache, package)
    return "mistakes"


def outdated(app: Sphinx, env, added: set[str], altered: set[str], removed: set[str]) -> list[str]:
    """Return the pages whose text is as before, but that show something else now."""
    data = data_of(app)
    return [
        name for name in env.found_docs - added if env.metadata[name].get(KEY) != key(data, name)
    ]


def key(data: LessonData, name: str) -> str:
    """Return what changes with all that a page shows beside its own text."""
    slug = exercises.slug_of(name)
    if slug:
        return Cache.key(exercises.depends_on(data.exercise(slug)), repr(data.mistakes.get(slug)))
    return Cache.key(data.store.keys.get(name, ""), repr(data.exercises_of(Path(name).name)))


def fill_in(app: Sphinx, docname: str, source: list[str]) -> None:
    """Hand MyST-NB a notebook with outputs in place of the text (conf.py says what reads it)."""
    data = data_of(app)
    app.env.metadata[docname][KEY] = key(data, docname)
    text = source[0]
    if exercise := data.exercise(exercises.slug_of(docname)):
        text = exercises.exercise_page(
            text, exercise, data.lesson, data.mistakes.get(exercise.slug)
        )
    invitations = [exercises.invitation(one) for one in data.exercises_of(Path(docname).name)]
    source[0] = nbformat.writes(notebook.page_notebook(text, data.store, invitations))


def code_of_this() -> str:
    """Return what changes with the extension: then each page is read anew."""
    return Cache.key([path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))])


def setup(app: Sphinx) -> dict:
    app.setup_extension("myst_nb")
    app.add_config_value("lesson_contents", [], "html", [list])
    app.add_config_value("lesson_code", code_of_this(), "env")
    app.add_config_value("lesson_data", None, "")
    app.connect("config-inited", configure, priority=100)
    app.connect("builder-inited", run_cells)
    app.connect("env-get-outdated", outdated)
    app.connect("source-read", fill_in)
    for part in PARTS:
        part.setup(app)
    return {"version": "2", "parallel_read_safe": True, "parallel_write_safe": True}
