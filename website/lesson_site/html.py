"""How the parts of a page become HTML, where Sphinx would do otherwise."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxTranslator
from sphinx.writers.html5 import HTML5Translator

from cffi_workshop.notebooks.markdown_parts import FOLDED
from lesson_site.admonitions import box, box_title
from lesson_site.tables import form_on_a_phone, label_of, length_of

__all__ = ["sections", "setup"]

# What is folded is folded by the script: a page without it shows everything.
OPEN = {"open": "open"}
HEADINGS = ("challenge", "discussion", "exercise")
WORD = re.compile(r'<span class="pre">(.*)</span>')
CLASSES = re.compile(r' class="([^"]*)"')
UNUSED = re.compile(
    r"docutils|literal|container|tag_.*|\w+_ignore|reference|internal|external|xref|simple|head"
    r"|std(-\w+)?|row-(odd|even)"
)
"""Classes by which nothing is found; they were a tenth of a page."""
MEASURE = re.compile(r"(?<=\d)\s(?=(?:[nµm]?s|[kMGT]B|[cmk]?m|k?g|hPa|°C|Hz)\b)")
"""The space between a number and its unit, at which no line ends."""
WIDEST_OPTION = 33  # characters, as many as a phone shows
BRIEF = 24  # characters of code, which fit on a line of a phone
ENDS_LINES = re.compile(r"""[ /?\["{-]""")
"""Where a browser may end a line within code."""


class LessonTranslator(HTML5Translator):
    """Boxes, links to headings that say where they go, tables that scroll by themselves."""

    def visit_box(self, node: box) -> None:
        kind = node["kind"]
        right = {"data-right": node["right"]} if "right" in node else {}
        if kind in FOLDED:
            self.body.append(self.starttag(node, "details", CLASS=f"box {kind}", **OPEN, **right))
        else:
            has_name = isinstance(node[0], box_title) and node[0].children
            parts = ("kind", "name") if has_name else ("kind",)
            label = {"aria-labelledby": " ".join(id_of(node, part) for part in parts)}
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
        """Give ids to the parts that a group is called by; the link would say it once more."""
        box_of, tag = node.parent, self.title_tag(node.parent["kind"])
        kind, name = 'class="box-kind"', 'class="box-name"'
        if box_of["kind"] not in FOLDED:
            kind += f' id="{id_of(box_of, "kind")}"'
            name += f' id="{id_of(box_of, "name")}"'
        parts = ("kind", "name") if node.children else ("kind",)
        called = f' aria-labelledby="{" ".join(id_of(box_of, part) for part in parts)}"'
        called = called if box_of["kind"] in HEADINGS else ""  # it holds a link as well
        self.body.append(f'<{tag} class="box-title"{called}><span {kind}>{node["label"]}</span>')
        self.body.append(f" <span {name}>" if node.children else "")

    def depart_box_title(self, node: box_title) -> None:
        kind, name = node.parent["kind"], node.parent["ids"][0]
        self.body.append("</span>" if node.children else "")
        if kind in HEADINGS:
            label = self.attval(f"Link to this: {node.astext() or node['label']}")
            self.body.append(f'<a class="headerlink" href="#{name}" aria-label="{label}">#</a>')
        self.body.append(f'</{self.title_tag(kind)}>\n<div class="box-body">')

    def starttag(self, *arguments: Any, **attributes: Any) -> str:
        """Leave out what names no style."""
        return CLASSES.sub(used_classes, super().starttag(*arguments, **attributes))

    def visit_Text(self, node: nodes.Text) -> None:
        """Keep an option whole: a line may break behind its hyphens else, as in "--" and "json".

        And keep a number with its unit.
        """
        begins = len(self.body)
        super().visit_Text(node)
        is_code = isinstance(node.parent, nodes.literal)
        pattern, kept = (WORD, unbroken) if is_code else (MEASURE, "\N{NO-BREAK SPACE}")
        self.body[begins:] = [pattern.sub(kept, part) for part in self.body[begins:]]

    def visit_literal(self, node: nodes.literal) -> None:
        """Keep short code on one line: `k <= n` with a line's end in it is read as two things."""
        text = node.astext()
        if len(text) <= BRIEF and ENDS_LINES.search(text):
            node["classes"].append("whole")
        super().visit_literal(node)

    def visit_list_item(self, node: nodes.list_item) -> None:
        marks = {f"data-{key}": node[key] for key in ("option", "for") if key in node}
        self.body.append(self.starttag(node, "li", "", **marks))

    def visit_reference(self, node: nodes.reference) -> None:
        super().visit_reference(node)
        if node.get("says"):
            self.body[-1] = self.body[-1].replace(
                "<a ", f'<a data-says="{self.attval(node["says"])}" ', 1
            )

    def visit_title(self, node: nodes.title) -> None:
        """Call a heading by its text: else its link is heard as a part of it."""
        super().visit_title(node)
        if is_linked(node.parent):
            name = id_of(node.parent, "title")
            start = self.body[-1].removesuffix(">")
            self.body[-1] = f'{start} aria-labelledby="{name}"><span id="{name}">'

    def add_permalink_ref(self, node: nodes.Element, title: str) -> None:
        if is_linked(node):
            name = self.attval(f"Link to the section: {node[0].astext()}")
            self.body.append(
                f'</span><a class="headerlink" href="#{node["ids"][0]}" aria-label="{name}">#</a>'
            )

    def visit_table(self, node: nodes.table) -> None:
        self.tables = getattr(self, "tables", 0) + 1
        label = self.attval(f"Table {self.tables}: {title_above(node)}")
        self.body.append('<div class="table-place">')
        self.body.append(
            f'<div class="table-wrapper" tabindex="0" role="region" aria-label="{label}">'
        )
        if kind := form_on_a_phone(node):
            node["classes"].append(kind)
        super().visit_table(node)

    def depart_table(self, node: nodes.table) -> None:
        super().depart_table(node)
        self.body.append("</div></div>\n")

    def visit_entry(self, node: nodes.entry) -> None:
        """Write an empty corner of a table as the cell it is; a heading has to say something."""
        node["classes"] += length_of(node)
        super().visit_entry(node)
        if label := label_of(node):
            self.body[-1] = self.body[-1].replace(
                "<td", f'<td data-label="{self.attval(label)}"', 1
            )
        if not node.astext() and self.body[-1].startswith("<th"):
            self.body[-1] = self.body[-1].replace("<th", "<td", 1)
            self.context[-1] = "</td>\n"


def used_classes(found: re.Match[str]) -> str:
    used = [name for name in found[1].split() if not UNUSED.fullmatch(name)]
    return f' class="{" ".join(used)}"' if used else ""


def unbroken(found: re.Match[str]) -> str:
    """Return a word of code: an option within what keeps it on one line, others as they are.

    An option that is wider than a phone is broken all the same.
    """
    is_kept = found[1][0] == "-" and len(found[1]) <= WIDEST_OPTION
    return f'<span class="option-name">{found[1]}</span>' if is_kept else found[1]


def is_linked(node: nodes.Element) -> bool:
    """Say whether the title of a section has a link to it; that of the page has none."""
    of_section = isinstance(node, nodes.section) and isinstance(node.parent, nodes.section)
    return of_section and bool(node["ids"])


def id_of(node: nodes.Element, part: str) -> str:
    return f"{node['ids'][0]}-{part}"


def title_above(node: nodes.Element) -> str:
    """Return the title of the section that a node is in."""
    while node.parent and not isinstance(node, nodes.section):
        node = node.parent
    return node[0].astext()


def sections(parent: nodes.Element, deeper: bool = False) -> list[tuple[str, str]]:
    """Return the id and the title, as HTML, of each section right below a node.

    With `deeper`, each section is followed by its own sections.
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
