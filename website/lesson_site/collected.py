"""Pages that hold parts of the episodes: challenges, notes, figures, and all of it on one page.

What a part becomes in HTML is kept, so that an edit of one episode renders the parts of that one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, new_document
from sphinx.writers.html5 import HTML5Translator

from cffi_workshop.cache import Cache
from cffi_workshop.notebooks.code_in_markdown import with_code
from lesson_site import terms
from lesson_site.admonitions import box
from lesson_site.builder import address, dealt
from lesson_site.data import data_of
from lesson_site.html import sections
from lesson_site.lesson import Episode
from lesson_site.markdown import as_html

__all__ = ["collected", "setup"]

COLLECTS = "lesson_collects"


class collected(nodes.General, nodes.Element):
    """Stands for parts of the episodes; `sections` has their ids and titles once it is written."""


class Collect(SphinxDirective):
    """A place for parts of the episodes; its argument says which (see WHAT)."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        return [collected(what=self.arguments[0])]


def note_what(app: Sphinx, document: nodes.document) -> None:
    """Keep which parts a page holds, and below how many headings.

    They are kept in the metadata of the environment, which survives reading in several processes.
    """
    held = [(node["what"], depth(node)) for node in document.findall(collected)]
    if held:
        app.env.metadata[app.env.docname][COLLECTS] = held


def depth(node: nodes.Element) -> int:
    return depth(node.parent) + isinstance(node, nodes.section) if node.parent else 0


def render_with_page(app: Sphinx, docname: str, template: str, context: dict, tree: object) -> None:
    """Render the parts of an episode that was read anew, in the process that writes its page.

    Otherwise one process would render all of them at the end, for the pages that hold them.
    """
    data = data_of(app)
    if docname in data.read and (episode := data.lesson.episode(docname)):
        for one in app.env.metadata.values():
            for what, level in one.get(COLLECTS, ()):
                part_of(app, episode, what, level)


def visit(self: HTML5Translator, node: collected) -> None:
    """Write what the place stands for, from the episodes as they are now."""
    app = self.builder.app
    node["sections"] = []
    for episode in data_of(app).lesson.episodes:
        part = part_of(app, episode, node["what"], self.section_level)
        self.body.append(part["html"])
        node["sections"] += part["sections"]
    raise nodes.SkipNode


def part_of(app: Sphinx, episode: Episode, what: str, level: int) -> dict:
    """Return a part of an episode as HTML, with the sections that it begins.

    `level` is the level of the heading above the part.
    """
    cache = data_of(app).store.cache
    key = Cache.key(what, level, seen_by(app, episode))
    if (kept := cache.get(key)) is None:
        taken = copies(WHAT[what](episode, resolve(app, episode.docname)), episode.slug)
        if what in ALL:
            lead_within(app, taken)
            name_first(taken, episode.slug)
        kept = rendered(app, taken, level)
        cache.put(key, kept)
    return kept


def seen_by(app: Sphinx, episode: Episode) -> str:
    """Return what changes with the page of an episode.

    That covers its text, what it says of terms, and what it links to.
    """
    known = data_of(app).seen
    if not known:
        known[""] = of_all_pages(app)
    if episode.slug not in known:
        read = Path(app.doctreedir, f"{episode.docname}.doctree").read_bytes()
        known[episode.slug] = Cache.key(read, known[""], episode.number, episode.title)
    return known[episode.slug]


def of_all_pages(app: Sphinx) -> str:
    """Return what changes with the names that pages can be linked by, and with this program."""
    env = app.env
    slugs = {name: repr(env.metadata[name].get("myst_slugs")) for name in env.found_docs}
    labels = env.domaindata["std"]["labels"]
    return Cache.key(terms.definitions(app), slugs, labels, app.config.lesson_code)


def resolve(app: Sphinx, docname: str) -> nodes.document:
    """Return a page with its links made; it is shared, so that parts of it have to be copied."""
    known = data_of(app).resolved
    if docname not in known:
        known[docname] = app.env.get_and_resolve_doctree(docname, app.builder, tags=app.tags)
    return known[docname]


def rendered(app: Sphinx, taken: list[nodes.Node], level: int) -> dict:
    """Return nodes as HTML, and the sections among them."""
    document = new_document("", app.builder.docsettings)
    document += taken
    app.builder.post_process_images(document)
    translator = app.builder.create_translator(document, app.builder)
    translator.section_level = level
    for node in taken:
        node.walkabout(translator)
    return {"html": "".join(translator.body), "sections": sections(document)}


def copies(taken: list[nodes.Node], prefix: str) -> list[nodes.Node]:
    """Return copies whose ids have the name of their page in front, so that no two are the same."""
    made = [node.deepcopy() for node in taken]
    for node in (one for top in made for one in top.findall(nodes.Element)):
        for key in ("ids", "backrefs"):
            node[key] = [f"{prefix}-{name}" for name in node.get(key, [])]
        if "refid" in node:
            node["refid"] = f"{prefix}-{node['refid']}"
    return made


def lead_within(app: Sphinx, made: list[nodes.Node]) -> None:
    """Lead links between episodes to their places on this page: printed, there is no other."""
    docnames = {one.slug: one.docname for one in data_of(app).lesson.episodes}
    for node in (one for top in made for one in top.findall(nodes.reference)):
        page, _, name = node.get("refuri", "").partition("#")
        slug = page.removesuffix(".html")
        if slug in docnames:
            headings = app.env.metadata[docnames[slug]].get("myst_slugs") or {}
            is_heading = name in {place for _, place, _ in headings.values()}
            node["refuri"] = f"#{slug}-{name}" if is_heading else f"#{slug}"


def name_first(made: list[nodes.Node], name: str) -> None:
    """Let the first section, which is the whole episode, have the name of its page."""
    section = next(one for one in made if isinstance(one, nodes.section))
    section["ids"].insert(0, name)


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
    words = nodes.raw("", as_html(with_code(image.get("alt", ""))), format="html")
    caption = nodes.paragraph("", "", words)
    return nodes.container("", image.deepcopy(), caption, classes=["drawing"])


def below_title(episode: Episode, found: list[nodes.Node]) -> list[nodes.Node]:
    if not found:
        return []
    words = f"{episode.number}. {episode.title}".split("`")
    name = [
        nodes.literal("", part) if odd % 2 else nodes.Text(part) for odd, part in enumerate(words)
    ]
    link = nodes.reference("", "", *name, refuri=address(episode.docname), internal=True)
    parts = [node.deepcopy() for node in found]  # a node has one parent
    return [nodes.section("", nodes.title("", "", link), *parts, ids=["part"])]


ALL = ("episodes", "handout")
"""What holds every episode from its beginning to its end."""

WHAT = {
    "episodes": whole,
    "handout": without_solutions,
    "challenges": boxes_of("challenge", "discussion"),
    "instructor": boxes_of("instructor"),
    "figures": figures,
}


def note_reading(app: Sphinx, env, docnames: list[str]) -> None:
    data_of(app).read = frozenset(docnames)
    docnames[:] = dealt(docnames)


def write_again(app: Sphinx, env) -> list[str]:
    """Write the pages that hold parts of others, when any of those was read anew."""
    holding = (name for name in env.found_docs if COLLECTS in env.metadata[name])
    return sorted(holding) if data_of(app).read else []


def setup(app: Sphinx) -> None:
    app.add_node(collected, html=(visit, None))
    app.add_directive("collect", Collect)
    app.connect("env-before-read-docs", note_reading)
    app.connect("doctree-read", note_what)
    app.connect("html-page-context", render_with_page)
    app.connect("env-updated", write_again)
