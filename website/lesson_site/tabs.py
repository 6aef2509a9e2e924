"""Panels of which one is chosen: radio buttons and a style sheet, so that no script is needed."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

__all__ = ["setup"]


class tabs(nodes.General, nodes.Element):
    """A choice among its children; `label` says what is chosen."""


class tab(nodes.General, nodes.Element):
    """One panel; `label` stands on its tab."""


class Tabs(SphinxDirective):
    """`:::{tabs} System` around `:::{tab} Linux`."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        made = tabs(label=self.arguments[0], number=self.env.new_serialno("tabs"))
        made += [node for node in self.parse_content_to_nodes() if isinstance(node, tab)]
        return [made]


class Tab(SphinxDirective):
    has_content = True
    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        made = tab(label=self.arguments[0])
        made += self.parse_content_to_nodes()
        return [made]


def visit_tabs(self: HTML5Translator, node: tabs) -> None:
    """Write the choices first: which of them is checked decides which panel is shown."""
    name = f"tabs-{node['number']}"
    self.body.append(f"<style>{rules(name, len(node.children))}</style>")
    label = self.attval(node["label"])
    self.body.append(f'<div class="tabs" id="{name}" role="radiogroup" aria-label="{label}">')
    for number, panel in enumerate(node.children, 1):
        checked = " checked" if number == 1 else ""
        self.body.append(
            f'<label class="choice"><input type="radio" name="{name}" '
            f'data-tab="{number}"{checked}> '
            f"{self.encode(panel['label'])}</label>"
        )


def rules(name: str, panels: int) -> str:
    """Return the rules that hide each panel that is not chosen."""
    hidden = [
        f"#{name}:not(:has([data-tab='{number}']:checked)) > [data-panel='{number}']"
        for number in range(1, panels + 1)
    ]
    return ",".join(hidden) + "{display:none}"


def depart_tabs(self: HTML5Translator, node: tabs) -> None:
    self.body.append("</div>\n")


def visit_tab(self: HTML5Translator, node: tab) -> None:
    label = self.attval(node["label"])
    number = node.parent.index(node) + 1
    self.body.append(f'<div class="panel" data-panel="{number}" role="group" aria-label="{label}">')


def depart_tab(self: HTML5Translator, node: tab) -> None:
    self.body.append("</div>\n")


def setup(app: Sphinx) -> None:
    app.add_node(tabs, html=(visit_tabs, depart_tabs))
    app.add_node(tab, html=(visit_tab, depart_tab))
    app.add_directive("tabs", Tabs)
    app.add_directive("tab", Tab)
