"""The colours of code: which language a cell is in, and one style sheet for light and dark pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES
from sphinx.application import Sphinx

from cffi_workshop.jupyter.page_magics import language

__all__ = ["setup", "style_sheet"]

FROM_CELLS = ("ipython3", "ipythontb")
LIGHT, DARK = "a11y-high-contrast-light", "a11y-high-contrast-dark"


def style_sheet() -> str:
    """Return a rule for each kind of token whose colour differs from plain text."""
    return "\n".join(rules()) + "\n"


def rules() -> Iterator[str]:
    light, dark = get_style_by_name(LIGHT), get_style_by_name(DARK)
    for token, short in STANDARD_TYPES.items():
        here, there = light.style_for_token(token), dark.style_for_token(token)
        if short and here["color"] and there["color"]:
            weight = "; font-weight: 600" if here["bold"] else ""
            yield f".highlight .{short} {{ color: light-dark(#{here['color']}, #{there['color']}){weight} }}"


def choose_language(app: Sphinx, document: nodes.document) -> None:
    """Colour a cell that writes a file in the language of the file.

    Cells may hold commands of a shell, and errors more than a traceback; at those no lexer is to complain.
    """
    for code in document.findall(nodes.literal_block):
        code["force"] = code.get("language") in FROM_CELLS or code.get("force", False)
        written = re.match(r"%%writefile (\S+)", code.astext())
        if written and not written[1].endswith(".py"):
            code["language"] = language(written[1])


def write(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        Path(app.outdir, "_static", "highlight.css").write_text(style_sheet(), encoding="utf-8")


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", choose_language)
    app.connect("build-finished", write)
