"""What the search page searches, as a script, because a page on a disk may not fetch anything.

MiniSearch, which the theme brings along, makes an index of it in the browser
(theme/static/search.js).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from cffi_workshop.explain import catalogue
from cffi_workshop.explain.words import STOP
from lesson_site import search_languages
from lesson_site.admonitions import box
from lesson_site.builder import address
from lesson_site.data import LessonData, data_of
from lesson_site.exercises import slug_of
from lesson_site.search_words import FILLERS, NAMES, WORDS

__all__ = ["setup"]

ENTRIES = "lesson_entries"

PARTS = (nodes.section, nodes.definition_list_item)
LEFT_OUT = (
    "404",
    "aio",
    "handout",
    "figures",
    "instructor-notes",
    "key-points",
    "search",
    "license",
    "conduct",
)
"""Pages whose text stands on another page, or that hold nothing to be found; some are known by
other words (search_words.py)."""
LEADS_NOWHERE = ("out-of-scope",)
"""Sections that name what the lesson does not treat."""


def note(app: Sphinx, document: nodes.document) -> None:
    """Keep what is known of the sections of a page.

    So the other pages need not be opened again after an edit of one.
    """
    docname = app.env.docname
    name = docname.rpartition("/")[2]
    found = entries(data_of(app), docname, document)
    if name not in LEFT_OUT:
        app.env.metadata[docname][ENTRIES] = list(found)
    elif name in WORDS:
        app.env.metadata[docname][ENTRIES] = [{**one, "text": ""} for one in found if "top" in one]


def entries(
    data: LessonData, docname: str, document: nodes.document
) -> Iterator[dict[str, object]]:
    """Yield what is known of every section, and of every term of the glossary.

    `top` marks a whole page; `names` and `also` have words by which it is looked for, beside those
    on the page.
    """
    page = next(iter(document.findall(nodes.title))).astext()
    for part in document.findall(lambda node: isinstance(node, PARTS)):
        title = part[0]
        top = isinstance(part, nodes.section) and isinstance(part.parent, nodes.document)
        name = (part["ids"] or title["ids"])[0]
        text = " ".join(" ".join(texts(part)).split())
        if name in LEADS_NOWHERE or not (text or top):  # such as a letter of the glossary
            continue
        yield {
            "kind": kind(data, docname, page),
            "page": page,
            "url": f"{address(docname)}#{name}",
            "heading": title.astext(),
            "text": text,
            **also(part),
            **({"top": True, "names": WORDS.get(docname.rpartition("/")[2], "")} if top else {}),
        }


def also(part: nodes.Element) -> dict[str, str]:
    """Return the words in which people ask for an entry of the error catalogue."""
    found = (name for name in part["ids"] if name.startswith("error-"))
    asked = [words for name in found for words in asked_for().get(name, ())]
    return {"also": " ".join(asked)} if asked else {}


@cache
def asked_for() -> dict[str, tuple[str, ...]]:
    return {f"error-{entry.slug}": entry.asked for entry in catalogue()}


def kind(data: LessonData, docname: str, page: str) -> str:
    """Return what a page is, for the lines below a result."""
    if episode := data.lesson.episode(docname):
        return f"Episode {episode.number}"
    return "Exercise" if data.exercise(slug_of(docname)) else page


def texts(part: nodes.Element) -> Iterator[str]:
    """Yield the texts of a part without those of the parts in it."""
    for node in part.children[1:]:
        if not isinstance(node, (nodes.section, addnodes.glossary)):
            yield from texts_of(node)


def texts_of(node: nodes.Node) -> Iterator[str]:
    """Yield the texts of a node; an output that is there in several formats counts once."""
    if isinstance(node, nodes.Element) and node.get("nb_element") == "mime_bundle":
        plain = [child for child in node.children if child.get("mime_type") == "text/plain"]
        node = (plain or node.children)[0]
    if isinstance(node, nodes.TextElement):
        yield node.astext()
    elif isinstance(node, nodes.Element) and not is_for_instructors(node):
        for child in node.children:
            yield from texts_of(child)


def is_for_instructors(node: nodes.Element) -> bool:
    return isinstance(node, box) and node["kind"] == "instructor"


def write(app: Sphinx) -> list:
    known = [
        one
        for name in sorted(app.env.found_docs)
        for one in app.env.metadata[name].get(ENTRIES, ())
    ]
    scripts = (
        named("Index", known),
        named("Fillers", sorted({*STOP, *FILLERS.split(), *search_languages.FILLERS.split()})),
        named("Names", [line.split(", ") for line in NAMES.split("\n") if line]),
        named("Translated", translated()),
    )
    Path(app.outdir, "search-index.js").write_text("".join(scripts), encoding="utf-8")
    return []


def translated() -> dict[str, str]:
    """Return what is English for the words of other languages."""
    lines = search_languages.TRANSLATED.strip().split("\n")
    pairs = (line.split(": ") for line in lines)
    return {word: english for english, words in pairs for word in words.split(", ")}


def named(name: str, value: object) -> str:
    """Return the line that gives a value to the scripts of the page."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"window.lesson{name}={text};\n"


FIELD = """\
<div class="filter js-only"><label for="filter">{label}</label>
<input id="filter" type="search" autocomplete="off" data-parts="{parts}">
<p class="found" role="status"></p></div>
"""

RESULTS = """\
<noscript><p>This page needs JavaScript. The <a href="errors.html">error catalogue</a>, the
<a href="glossary.html">glossary</a> and the <a href="aio.html">whole lesson on one page</a> can be searched
with your browser.</p></noscript>
<div class="find-place">
<form class="find js-only" role="search"><input type="search" name="q" aria-label="Search the lesson"
  placeholder="A word or a message" autocomplete="off">
  <button type="submit">Search</button></form>
<p class="find-status js-only" role="status"></p>
<ol class="results"></ol>
</div>
"""


class Field(SphinxDirective):
    """A field that hides what does not contain what is typed; its label is the argument.

    The option `parts` is a selector of what is hidden; without it, the sections of the page.
    """

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar = {"parts": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        parts = self.options.get("parts", "article > section > section")
        html = FIELD.format(label=escape(self.arguments[0]), parts=escape(parts, quote=True))
        return [nodes.raw("", html, format="html")]


class Results(SphinxDirective):
    """Where the search page lists what it found."""

    def run(self) -> list[nodes.Node]:
        return [nodes.raw("", RESULTS, format="html")]


def setup(app: Sphinx) -> None:
    app.add_directive("filter", Field)
    app.add_directive("search-results", Results)
    app.connect("doctree-read", note, priority=900)  # as the page is when all have changed it
    app.connect("html-collect-pages", write)
