"""The error catalogue: a field that explains what is pasted into it, and every entry by theme.

What explains is the matcher of `workshop explain`, as the script that cffi_workshop.explain brings.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from cffi_workshop.cache import Cache
from cffi_workshop.explain import Entry, catalogue, export
from cffi_workshop.explain.export import matcher
from cffi_workshop.explain.matching import FOLDER
from cffi_workshop.notebooks.code_in_markdown import with_code
from lesson_site.data import data_of
from lesson_site.generated_pages import Generated, code, link
from lesson_site.lesson import Lesson

__all__ = ["SCRIPTS", "setup"]

SCRIPTS = ("error-catalogue.js", "_static/explain.js")
"""What a page needs that explains: the catalogue with its matcher, and what shows
an explanation."""

THEMES = {
    "arguments": "What a call is given",
    "building": "Building a module",
    "callbacks": "Functions that C calls",
    "cdef": "The cdef",
    "crashes": "Crashes, and what sanitizers say",
    "layout": "Structs and their layout",
    "loading": "Loading libraries and modules",
    "memory": "Memory and its owners",
    "silent": "Nothing complains, and the result is wrong",
}

FIELD = """\
<div class="explain js-only">
<label for="pasted">Paste a message, a whole traceback, or say what happens</label>
<textarea id="pasted" rows="4" spellcheck="false" autocapitalize="off"></textarea>
<p class="explain-status" role="status"></p><div class="explained"></div></div>
"""


class Explain(SphinxDirective):
    """The field, and the place for what it finds."""

    def run(self) -> list[nodes.Node]:
        return [nodes.raw("", FIELD, format="html")]


class Errors(Generated):
    """Every entry of the catalogue, by theme; each can be linked to as error-SLUG."""

    def depends_on(self) -> Iterable[Path]:
        return sorted(FOLDER.glob("*.toml"))

    def markdown(self, lesson: Lesson) -> Iterator[str]:
        entries = sorted(catalogue(), key=lambda entry: list(THEMES).index(entry.theme))
        for theme, own in groupby(entries, key=lambda entry: entry.theme):
            yield f"## {THEMES[theme]}\n"
            for entry in own:
                yield from entry_in_markdown(entry, lesson)


def entry_in_markdown(entry: Entry, lesson: Lesson) -> Iterator[str]:
    yield f"(error-{entry.slug})=\n### {with_code(entry.title)}\n"
    yield "" if entry.message else "Nothing complains. What you see:\n"
    yield code("text", entry.message or entry.shows)
    yield f"**Cause.** {with_code(entry.cause)}\n\n**Cure.** {with_code(entry.cure)}\n"
    yield code(language_of(entry.code), entry.code) if entry.code else ""
    yield f"This happens on {entry.platform} alone.\n" if entry.platform else ""
    if episode := lesson.episode(f"episodes/{entry.episode}"):
        yield f"Episode {episode.number}: {link(episode)}\n"


def language_of(lines: str) -> str:
    """Return "python" for what is Python, and "text" for other lines.

    Those are for a terminal, or for a file of another kind.
    """
    try:
        ast.parse(lines)
    except SyntaxError:
        return "text"
    return "python"


def write(app: Sphinx) -> list:
    """Write the catalogue and its matcher into a script of their own.

    A page on a disk fetches nothing, but it may load a script.
    """
    store = data_of(app).store
    key = Cache.key("error catalogue", store.digest(FOLDER.parent))
    kept = store.cache.get(key) or {"script": script()}
    store.cache.put(key, kept)
    Path(app.outdir, SCRIPTS[0]).write_text(kept["script"], encoding="utf-8")
    return []


def script() -> str:
    entries = json.dumps(export(), ensure_ascii=False, separators=(",", ":"))
    return f"{matcher()}\nwindow.lessonErrors=errorCatalogue({entries});\n"


def setup(app: Sphinx) -> None:
    app.add_directive("errors", Errors)
    app.add_directive("explain", Explain)
    app.connect("html-collect-pages", write)
