"""How the parts of a page become HTML, where Sphinx would do otherwise."""

from __future__ import annotations

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxTranslator
from sphinx.writers.html5 import HTML5Translator

from lesson_site.admonitions import FOLDED, box, box_title

__all__ = ["setup"]

# What is folded is folded by the script: a page without it shows everything.
OPEN = {"open": "open"}


class LessonTranslator(HTML5Translator):
    """Boxes, links to headings that say where they go, tables that scroll by themselves."""

    def visit_box(self, node: box) -> None:
        kind = node["kind"]
        if kind in FOLDED:
            self.body.append(self.starttag(node, "details", CLASS=f"box {kind}", **OPEN))
        else:
            label = {"aria-labelledby": f"{node['ids'][0]}-title"}
            self.body.append(self.starttag(node, "div", CLASS=f"box {kind}", role="group", **label))

    def depart_box(self, node: box) -> None:
        tag = "details" if node["kind"] in FOLDED else "div"
        self.body.append(f"</div></{tag}>\n")

    def visit_box_title(self, node: box_title) -> None:
        tag = "summary" if node.parent["kind"] in FOLDED else "p"
        self.body.append(f'<{tag} class="box-title" id="{node.parent["ids"][0]}-title">')
        self.body.append(f'<span class="box-kind">{node["label"]}</span>')
        self.body.append(' <span class="box-name">' if node.children else "")

    def depart_box_title(self, node: box_title) -> None:
        tag = "summary" if node.parent["kind"] in FOLDED else "p"
        self.body.append(f'{"</span>" if node.children else ""}</{tag}>\n<div class="box-body">')

    def add_permalink_ref(self, node: nodes.Element, title: str) -> None:
        if node["ids"] and isinstance(node.parent, nodes.section):
            name = self.attval(f"Link to the section: {node[0].astext()}")
            self.body.append(f'<a class="headerlink" href="#{node["ids"][0]}" aria-label="{name}">#</a>')

    def visit_table(self, node: nodes.table) -> None:
        self.tables = getattr(self, "tables", 0) + 1
        label = self.attval(f"Table {self.tables}: {title_above(node)}")
        self.body.append(f'<div class="table-wrapper" tabindex="0" role="region" aria-label="{label}">')
        super().visit_table(node)

    def depart_table(self, node: nodes.table) -> None:
        super().depart_table(node)
        self.body.append("</div>\n")

    def visit_entry(self, node: nodes.entry) -> None:
        """Write an empty corner of a table as the cell it is; a heading has to say something."""
        super().visit_entry(node)
        if not node.astext() and self.body[-1].startswith("<th"):
            self.body[-1] = self.body[-1].replace("<th", "<td", 1)
            self.context[-1] = "</td>\n"


def title_above(node: nodes.Element) -> str:
    """Return the title of the section that a node is in."""
    while node.parent and not isinstance(node, nodes.section):
        node = node.parent
    return node[0].astext()


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
