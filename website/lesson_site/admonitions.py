"""The parts of a Carpentries lesson: challenges with solutions, overview, key points and more."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from cffi_workshop.notebooks.code_in_markdown import with_code
from cffi_workshop.notebooks.markdown_parts import LABELS

__all__ = ["box", "box_title", "setup"]

logger = logging.getLogger(__name__)

INTO_A_CHALLENGE = ("hint", "solution")


class box(nodes.General, nodes.Element):
    """A part of the page that is set apart; its first child is its title."""


class box_title(nodes.TextElement):
    """The kind of a box, and its title."""


class gate(nodes.General, nodes.Element):
    """Where a solution with cells starts or ends; gone once the page is read."""


class Box(SphinxDirective):
    """A directive for each kind; its argument is the title."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        made = self.box(self.name)
        made += self.parse_content_to_nodes()
        return [made]

    def box(self, kind: str) -> box:
        """Return an empty box with its title, and an id that others can link to."""
        made = box(kind=kind)
        self.set_source_info(made)
        title = box_title(label=LABELS[kind])
        if self.arguments:
            title += self.parse_inline(with_code(self.arguments[0]))[0]
        made += title
        made["names"] = (
            [nodes.fully_normalize_name(f"{kind} {title.astext()}")] if self.arguments else []
        )
        self.state.document.note_implicit_target(made)
        return made


class SolutionStart(Box):
    """The title of a solution whose cells follow at the top level."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        start = gate(opens=True)
        self.set_source_info(start)
        start += self.box("solution")
        return [start]


class SolutionEnd(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        end = gate(opens=False)
        self.set_source_info(end)
        return [end]


def fold(app: Sphinx, document: nodes.document) -> None:
    """Put the boxes of a page where they belong.

    What stands between two gates becomes a solution, solutions and hints go into the challenge
    before them, and key points to the end of the page.
    """
    for start in list(document.findall(lambda node: isinstance(node, gate) and node["opens"])):
        close(start)
    for end in list(document.findall(gate)):
        logger.warning("this solution-end has no solution-start before it", location=end)
        end.parent.remove(end)
    for made in list(document.findall(box)):
        if made["kind"] in INTO_A_CHALLENGE:
            move_into_challenge(made)
    for made in list(document.findall(box)):
        if made["kind"] == "keypoints":
            move_to_end_of_page(made)


def close(start: gate) -> None:
    """Replace a gate by the solution that it starts."""
    parent, place = start.parent, start.parent.index(start)
    inside = []
    for node in parent.children[place + 1 :]:
        if isinstance(node, gate):
            break
        inside.append(node)
    else:
        logger.warning("this solution-start has no solution-end in its section", location=start)
        return parent.remove(start)
    if node["opens"]:
        logger.warning(
            "this solution-start stands before the solution-end of another", location=node
        )
    solution = start.children[0]
    del parent[place : place + len(inside) + (1 if node["opens"] else 2)]
    solution += inside
    parent.insert(place, solution)


def move_into_challenge(made: box) -> None:
    parent, place = made.parent, made.parent.index(made)
    if isinstance(parent, box):
        return
    before = parent[place - 1] if place else None
    if isinstance(before, box) and before["kind"] == "challenge":
        parent.remove(made)
        before += made
    elif made["kind"] == "solution":
        logger.warning("this solution does not follow a challenge", location=made)


def move_to_end_of_page(made: box) -> None:
    """Key points belong to the page, not to its last section."""
    title = next(iter(made.document.findall(nodes.section)), None)
    if title is not None:
        made.parent.remove(made)
        title += made


def setup(app: Sphinx) -> None:
    for kind in LABELS:
        app.add_directive(kind, Box, override=True)  # docutils has a hint and a caution of its own
    app.add_directive("solution-start", SolutionStart)
    app.add_directive("solution-end", SolutionEnd)
    app.connect("doctree-read", fold)
