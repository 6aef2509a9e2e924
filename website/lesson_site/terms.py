"""What the glossary says of a term, at each place that links to it: the page shows it there."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from lesson_site.data import data_of

__all__ = ["setup"]

GLOSSARY = "website/pages/glossary"
MOST = 220  # characters


def definitions(app: Sphinx) -> dict[str, str]:
    """Return what is said of each term, by the name that links lead to."""
    known = data_of(app).definitions
    if not known and GLOSSARY in app.env.found_docs:
        for glossary in app.env.get_doctree(GLOSSARY).findall(addnodes.glossary):
            for item in glossary.findall(nodes.definition_list_item):
                [term, *_, definition] = item.children
                for name in term["ids"]:
                    known[name] = shortened(definition.astext())
    return known


def shortened(text: str) -> str:
    """Return whole sentences, as many as fit; of a long first one, its beginning."""
    words = " ".join(text.split())
    end = words.rfind(". ", 0, MOST)
    if len(words) <= MOST:
        return words
    return words[: end + 1] if end > 0 else words[:MOST].rpartition(" ")[0] + " …"


def explain(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Give each link to a term what the glossary says of it."""
    if docname != GLOSSARY:
        for link in document.findall(nodes.reference):
            if link.get("internal") and "#term-" in link.get("refuri", ""):
                link["says"] = definitions(app).get(link["refuri"].partition("#")[2], "")


def setup(app: Sphinx) -> None:
    app.connect("doctree-resolved", explain, priority=400)
