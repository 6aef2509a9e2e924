"""Pages that hold parts of the episodes: challenges, notes, figures, and all of it on one page."""

from __future__ import annotations

from collections.abc import Callable

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from lesson_site.admonitions import box
from lesson_site.builder import address
from lesson_site.data import data_of
from lesson_site.lesson import Episode

__all__ = ["collected", "setup"]

COLLECTS = "lesson_collects"


class collected(nodes.General, nodes.Element):
    """Stands for parts of the episodes, until all of them are read."""


class Collect(SphinxDirective):
    """A place for parts of the episodes; its argument says which (see WHAT)."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        self.env.metadata[self.env.docname][COLLECTS] = (
            True  # survives reading in several processes
        )
        return [collected(what=self.arguments[0])]


def fill_in(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Replace each place by what it stands for, from the episodes as they are now."""
    for place in list(document.findall(collected)):
        found = []
        for episode in data_of(app).lesson.episodes:
            taken = WHAT[place["what"]](episode, resolve(app, episode.docname))
            found += copies(taken, episode.slug) if taken else []
        place.replace_self(found)


def resolve(app: Sphinx, docname: str) -> nodes.document:
    """Return a page with its links made; it is shared, so that parts of it have to be copied."""
    known = data_of(app).resolved
    if docname not in known:
        known[docname] = app.env.get_and_resolve_doctree(docname, app.builder)
    return known[docname]


def copies(taken: list[nodes.Node], prefix: str) -> list[nodes.Node]:
    """Return copies whose ids have the name of their page in front, so that no two are the same."""
    made = [node.deepcopy() for node in taken]
    for node in (one for top in made for one in top.findall(nodes.Element)):
        for key in ("ids", "backrefs"):
            node[key] = [f"{prefix}-{name}" for name in node.get(key, [])]
        if "refid" in node:
            node["refid"] = f"{prefix}-{node['refid']}"
    return made


def whole(episode: Episode, document: nodes.document) -> list[nodes.Node]:
    return list(document.children)


def without_solutions(episode: Episode, document: nodes.document) -> list[nodes.Node]:
    """Return the episode as a handout, without what gives an answer away or is for instructors."""
    left = document.deepcopy()
    for made in list(left.findall(box)):
        if made["kind"] in ("solution", "hint", "instructor"):
            made.parent.remove(made)
    return whole(episode, left)


def boxes_of(*kinds: str) -> Callable[[Episode, nodes.document], list[nodes.Node]]:
    """Return a function that gives the boxes of these kinds, below the title of their episode."""

    def boxes(episode: Episode, document: nodes.document) -> list[nodes.Node]:
        found = [node for node in document.findall(box) if node["kind"] in kinds]
        return below_title(episode, found)

    return boxes


def figures(episode: Episode, document: nodes.document) -> list[nodes.Node]:
    """Return the drawings; what cells draw is left out."""
    drawn = [image for image in document.findall(nodes.image) if "/fig/" in f"/{image['uri']}"]
    return below_title(episode, [with_caption(image) for image in drawn])


def with_caption(image: nodes.image) -> nodes.Node:
    caption = nodes.paragraph("", image.get("alt", ""))
    return nodes.container("", image.deepcopy(), caption, classes=["drawing"])


def below_title(episode: Episode, found: list[nodes.Node]) -> list[nodes.Node]:
    if not found:
        return []
    name = f"{episode.number}. {episode.title}"
    link = nodes.reference("", name, refuri=address(episode.docname), internal=True)
    parts = [node.deepcopy() for node in found]  # a node has one parent
    return [nodes.section("", nodes.title("", "", link), *parts, ids=["part"])]


WHAT = {
    "episodes": whole,
    "handout": without_solutions,
    "challenges": boxes_of("challenge", "discussion"),
    "instructor": boxes_of("instructor"),
    "figures": figures,
}


def note_reading(app: Sphinx, env, docnames: list[str]) -> None:
    data_of(app).read = frozenset(docnames)


def write_again(app: Sphinx, env) -> list[str]:
    """Write the pages that hold parts of others, when any of those was read anew."""
    holding = (name for name in env.found_docs if COLLECTS in env.metadata[name])
    return sorted(holding) if data_of(app).read else []


def setup(app: Sphinx) -> None:
    app.add_node(collected)
    app.add_directive("collect", Collect)
    app.connect("env-before-read-docs", note_reading)
    app.connect("env-updated", write_again)
    app.connect("doctree-resolved", fill_in)
