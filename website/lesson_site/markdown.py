"""What the site asks of Markdown beside its boxes: pictures, and a line of it as HTML."""

from __future__ import annotations

from cffi_workshop.notebooks.markdown_parts import inlines, reader

__all__ = ["as_html", "as_words", "pictures"]


def as_html(text: str) -> str:
    """Return HTML of a line of Markdown, such as a title: its code and emphasis, escaped."""
    return reader().renderInline(text)


def as_words(text: str) -> str:
    """Return what a line of Markdown says, without its marks."""
    [inline] = reader().parseInline(text)
    return "".join(token.content for token in inline.children or () if token.type != "image")


def pictures(text: str) -> dict[str, str]:
    """Return the alt text of each image in the text, by its address."""
    found = (token for token in inlines(text) if token.type == "image")
    return {str(token.attrs["src"]): token.content for token in found}
