"""How the parts of a page become HTML, where Sphinx would do otherwise."""

from __future__ import annotations

from html import escape

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxTranslator
from sphinx.writers.html5 import HTML5Translator

from cffi_workshop.notebooks.markdown_parts import FOLDED
from lesson_site.admonitions import box, box_title

__all__ = ["sections", "setup"]

# What is folded is folded by the script: a page without it shows everything.
OPEN = {"open": "open"}
HEADINGS = ("challenge", "discussion", "exercise")
SENTENCE = 30  # characters of a cell that may not become narrow


class LessonTranslator(HTML5Translator):
    """Boxes, links to headings that say where they go, tables that scroll by themselves."""

    def visit_box(self, node: box) -> None:
        kind = node["kind"]
        right = {"data-right": node["right"]} if "right" in node else {}
        if kind in FOLDED:
            self.body.append(self.starttag(node, "details", CLASS=f"box {kind}", **OPEN, **right))
        else:
            label = {"aria-labelledby": f"{node['ids'][0]}-title"}
            self.body.append(self.starttag(node, "div", CLASS=f"box {kind}", role="group", **label))

    def depart_box(self, node: box) -> None:
        tag = "details" if node["kind"] in FOLDED else "div"
        self.body.append(f"</div></{tag}>\n")

    def title_tag(self, kind: str) -> str:
        """Return the element of a box's title: what a reader has to do is a heading."""
        if kind in FOLDED:
            return "summary"
        return f"h{min(self.section_level + 1, 6)}" if kind in HEADINGS else "p"

    def visit_box_title(self, node: box_title) -> None:
        name = node.parent["ids"][0]
        self.body.append(
            f'<{self.title_tag(node.parent["kind"])} class="box-title" id="{name}-title">'
        )
        self.body.append(f'<span class="box-kind">{node["label"]}</span>')
        self.body.append(' <span class="box-name">' if node.children else "")

    def depart_box_title(self, node: box_title) -> None:
        kind, name = node.parent["kind"], node.parent["ids"][0]
        self.body.append("</span>" if node.children else "")
        if kind in HEADINGS:
            label = self.attval(f"Link to this: {node.astext() or node['label']}")
            self.body.append(f'<a class="headerlink" href="#{name}" aria-label="{label}">#</a>')
        self.body.append(f'</{self.title_tag(kind)}>\n<div class="box-body">')

    def visit_list_item(self, node: nodes.list_item) -> None:
        marks = {f"data-{key}": node[key] for key in ("option", "for") if key in node}
        self.body.append(self.starttag(node, "li", "", **marks))

    def visit_reference(self, node: nodes.reference) -> None:
        super().visit_reference(node)
        if node.get("says"):
            self.body[-1] = self.body[-1].replace(
                "<a ", f'<a data-says="{self.attval(node["says"])}" ', 1
            )

    def add_permalink_ref(self, node: nodes.Element, title: str) -> None:
        if node["ids"] and isinstance(node.parent, nodes.section):
            name = self.attval(f"Link to the section: {node[0].astext()}")
            self.body.append(
                f'<a class="headerlink" href="#{node["ids"][0]}" aria-label="{name}">#</a>'
            )

    def visit_table(self, node: nodes.table) -> None:
        self.tables = getattr(self, "tables", 0) + 1
        label = self.attval(f"Table {self.tables}: {title_above(node)}")
        self.body.append('<div class="table-place">')
        self.body.append(
            f'<div class="table-wrapper" tabindex="0" role="region" aria-label="{label}">'
        )
        if is_of_pairs(node):
            node["classes"].append("pairs")
        super().visit_table(node)

    def depart_table(self, node: nodes.table) -> None:
        super().depart_table(node)
        self.body.append("</div></div>\n")

    def visit_entry(self, node: nodes.entry) -> None:
        """Write an empty corner of a table as the cell it is; a heading has to say something."""
        if len(node.astext()) > SENTENCE:
            node["classes"].append("sentence")
        super().visit_entry(node)
        if not node.astext() and self.body[-1].startswith("<th"):
            self.body[-1] = self.body[-1].replace("<th", "<td", 1)
            self.context[-1] = "</td>\n"


def is_of_pairs(node: nodes.table) -> bool:
    """Say whether a table has two columns and sentences in the second: a list, on a phone."""
    rows = [row.children for row in node.findall(nodes.row)]
    return all(len(row) == 2 for row in rows) and any(
        len(row[1].astext()) > SENTENCE for row in rows
    )


def title_above(node: nodes.Element) -> str:
    """Return the title of the section that a node is in."""
    while node.parent and not isinstance(node, nodes.section):
        node = node.parent
    return node[0].astext()


def sections(parent: nodes.Element, deeper: bool = False) -> list[tuple[str, str]]:
    """Return id and title, as HTML, of each section that stands right below a node; with `deeper`,
    each is followed by its own.
    """
    found: list[tuple[str, str]] = []
    for node in parent.children:
        if isinstance(node, nodes.section):
            found.append((node["ids"][0], title_html(node[0])))
            found += sections(node) if deeper else []
        elif isinstance(node, nodes.Element):
            found += node.get("sections", ())
    return found


def title_html(title: nodes.Element) -> str:
    """Return what a title says, with its code as code, and without its links."""
    parts = []
    for node in title.findall(nodes.Text):
        text = escape(node.astext())
        parts.append(f"<code>{text}</code>" if isinstance(node.parent, nodes.literal) else text)
    return "".join(parts)


def inline_formula(self: SphinxTranslator, node: nodes.math) -> None:
    self.body.append(tex2mathml(node.astext()))
    raise nodes.SkipNode


def formula(self: SphinxTranslator, node: nodes.math_block) -> None:
    self.body.append(f'<div class="formula">{tex2mathml(node.astext(), as_block=True)}</div>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    app.add_node(box)
    app.add_node(box_title)
    app.set_translator("html", LessonTranslator)
    app.add_html_math_renderer("mathml", (inline_formula, None), (formula, None))
