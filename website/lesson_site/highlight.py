"""The colours of code: the language of a cell, and one style sheet for light and dark pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, TextIO

from docutils import nodes
from pygments.formatters import HtmlFormatter
from pygments.lexers.shell import BashSessionLexer
from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES, Token
from sphinx.application import Sphinx
from sphinx.highlighting import PygmentsBridge

from cffi_workshop.jupyter.page_magics import language
from lesson_site.code_language import language_of

__all__ = ["SessionLexer", "once", "setup", "style_sheet"]

NONE = "none"
"""What MyST says of indented code, and of a fence without a word."""
FROM_CELLS = ("ipython3", "ipythontb")
LIGHT, DARK = map(get_style_by_name, ("a11y-high-contrast-light", "a11y-high-contrast-dark"))

Kind = tuple[str, ...]
"""A kind of token, as Pygments names it."""
Look = tuple[str | None, str | None]
"""A colour on light and on dark paper."""


@cache
def look(kind: Kind) -> Look:
    """Return the colours of a kind; a dot or an equals sign has those of the names around it."""
    if kind is Token.Operator:
        return look(Token.Name)
    if kind not in STANDARD_TYPES:
        return look(kind[:-1])
    return LIGHT.style_for_token(kind)["color"], DARK.style_for_token(kind)["color"]


@cache
def marked() -> dict[Look, Kind]:
    """Return, for each look, the first kind of token that has it.

    The look of a name is left out.
    """
    found: dict[Look, Kind] = {}
    for kind, name in STANDARD_TYPES.items():
        if name and all(look(kind)):
            found.setdefault(look(kind), kind)
    del found[look(Token.Name)]
    return found


class SessionLexer(BashSessionLexer):
    """A session in which a command goes on after `> ` where a quotation is open, too."""

    _bare_continuation = True


class LessonFormatter(HtmlFormatter):
    """Writes HTML in which tokens that look the same are marked the same.

    Plain text is not marked at all: each mark makes the page larger.
    """

    def _create_stylesheet(self) -> None:
        """Take the names of all kinds of tokens, which are the same for each piece of code."""
        self.ttype2class, self.class2style = names_of_tokens()

    def format(self, tokensource: Iterable[tuple[Kind, str]], outfile: TextIO) -> None:
        shown = ((marked().get(look(kind), Token.Text), text) for kind, text in tokensource)
        super().format(shown, outfile)


def once(highlight: Callable[..., str]) -> Callable[..., str]:
    """Return a function that colours code as `highlight` does, and the same code once."""
    kept: dict[str, str] = {}

    def coloured(source: str, language: str, *, location: Any = None, **options: Any) -> str:
        key = repr((source, language, sorted(options.items())))
        if key not in kept:
            kept[key] = highlight(source, language, location=location, **options)
        return kept[key]

    return coloured


@cache
def names_of_tokens() -> tuple[dict, dict]:
    every = HtmlFormatter()
    return every.ttype2class, every.class2style


def style_sheet() -> str:
    """Return a rule for each look that differs from plain text."""
    return "".join(
        f".highlight .{STANDARD_TYPES[kind]} {{ color: light-dark(#{light}, #{dark}) }}\n"
        for (light, dark), kind in marked().items()
    )


def choose_language(app: Sphinx, document: nodes.document) -> None:
    """Colour a cell that writes a file in the language of the file, and code without a language.

    Cells may hold commands of a shell, and errors more than a traceback; at those no lexer is to
    complain.
    """
    for code in document.findall(nodes.literal_block):
        named = language_of(code.astext()) if code.get("language") == NONE else None
        code["force"] = named or code.get("language") in FROM_CELLS or code.get("force", False)
        if named:
            code["language"] = named
        written = re.match(r"%%writefile (?:-a )?(\S+)", code.astext())
        if written and not written[1].endswith(".py"):
            code["language"] = language(written[1])


def write(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        Path(app.outdir, "_static", "highlight.css").write_text(style_sheet(), encoding="utf-8")


def setup(app: Sphinx) -> None:
    PygmentsBridge.html_formatter = LessonFormatter
    app.add_lexer("console", SessionLexer)
    app.connect("doctree-read", choose_language)
    app.connect("build-finished", write)
