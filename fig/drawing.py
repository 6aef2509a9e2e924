"""What the figures share: colours for light and dark, text, boxes, arrows, the file around them.

A figure is 432 units wide and its letters are 16 units high, so on a phone, where 328 pixels are
left for it, they are 12 pixels high. It brings its own background: it can be read wherever it is
put.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from math import atan2, cos, pi, sin

__all__ = ["LINE", "WIDTH", "arrow", "box", "cross", "figure", "lines", "rule", "station", "text"]

WIDTH = 432
SIZE = 16  # of all letters
LINE = 22  # from one line of text to the next
HEAD = 10  # length of an arrow's head

# The site's colours. Everybody can tell blue and ochre apart; what is wrong is dashed or crossed
# out, too.
LIGHT = {
    "paper": "#fdfcfa",
    "ink": "#1c252c",
    "quiet": "#53616a",
    "python": "#1d5a94",
    "c": "#8f5400",
    "tool": "#4b5963",
    "bad": "#a82a24",
    "python-wash": "#e4eef7",
    "c-wash": "#f8ecda",
    "tool-wash": "#eeece6",
    "bad-wash": "#fbe9e6",
}
DARK = {
    "paper": "#14191d",
    "ink": "#e3e8ea",
    "quiet": "#a5b2ba",
    "python": "#8cbdf0",
    "c": "#f0b355",
    "tool": "#b3c0c8",
    "bad": "#ff9a91",
    "python-wash": "#1a2c3f",
    "c-wash": "#362a15",
    "tool-wash": "#262e35",
    "bad-wash": "#402322",
}
SANS = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "Helvetica Neue", Arial, sans-serif'
MONO = 'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace'


def figure(title: str, description: str, height: float, *parts: str) -> str:
    """Return an SVG file. The title names the figure; the description says what it shows."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" '
            f'width="{WIDTH}" height="{height:g}" role="img" aria-labelledby="title desc">',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="desc">{escape(" ".join(description.split()))}</desc>',
            f"<style>\n{style()}\n</style>",
            '<rect class="paper" width="100%" height="100%"/>',
            *parts,
            "</svg>\n",
        ]
    )


def style() -> str:
    looks = [name for name in LIGHT if f"{name}-wash" in LIGHT]
    return "\n".join(
        [
            f"svg {{ {variables(LIGHT)} }}",
            f"@media (prefers-color-scheme: dark) {{ svg {{ {variables(DARK)} }} }}",
            f"text {{ font: {SIZE}px {SANS}; fill: var(--ink); }}",
            f".code {{ font-family: {MONO}; }}",
            ".strong { font-weight: 650; }",
            ".middle { text-anchor: middle; }",
            ".end { text-anchor: end; }",
            ".paper { fill: var(--paper); }",
            "path { fill: none; stroke-width: 2; stroke: var(--ink); }",
            "path.head { stroke: none; fill: var(--ink); }",
            ".dashed { stroke-dasharray: 6 5; }",
            "text.quiet { fill: var(--quiet); }",
            "path.quiet { stroke: var(--quiet); }",
            "path.head.quiet { fill: var(--quiet); }",
            "rect.quiet { fill: none; stroke: var(--quiet); stroke-width: 2; }",
            *(rules(look) for look in looks),
        ]
    )


def variables(colours: dict[str, str]) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())


def rules(look: str) -> str:
    return "\n".join(
        [
            f"text.{look} {{ fill: var(--{look}); }}",
            f"rect.{look} {{ fill: var(--{look}-wash); stroke: var(--{look}); stroke-width: 2; }}",
            f"path.{look} {{ stroke: var(--{look}); }}",
            f"path.head.{look} {{ fill: var(--{look}); }}",
        ]
    )


def text(x: float, y: float, words: str, look: str = "") -> str:
    """Return a line of text, whose baseline is y. What stands between backticks is code."""
    marked = re.sub("`([^`]+)`", r'<tspan class="code">\1</tspan>', escape(words, quote=False))
    return f'<text x="{x:g}" y="{y:g}"{classes(look)}>{marked}</text>'


def lines(x: float, y: float, words: Sequence[str], look: str = "") -> str:
    """Return lines of text below each other, the first one at y."""
    return "\n".join(text(x, y + number * LINE, line, look) for number, line in enumerate(words))


def box(x: float, y: float, width: float, height: float, look: str, corner: float = 6) -> str:
    size = f'width="{width:g}" height="{height:g}"'
    return f'<rect x="{x:g}" y="{y:g}" {size} rx="{corner:g}"{classes(look)}/>'


def station(
    x: float, y: float, width: float, height: float, says: Sequence[str], look: str
) -> list[str]:
    """Return a box with two or three lines of text in its middle."""
    first = y + height / 2 + 6 - 12 * (len(says) - 1)
    return [box(x, y, width, height, look), lines(x + width / 2, first, says, "middle")]


def rule(points: Sequence[tuple[float, float]], look: str = "") -> str:
    """Return a line through these points."""
    way = " L".join(f"{x:g} {y:g}" for x, y in points)
    return f'<path d="M{way}"{classes(look)}/>'


def arrow(points: Sequence[tuple[float, float]], look: str = "") -> str:
    """Return a line through these points, with a head at the last one."""
    (from_x, from_y), (x, y) = points[-2:]
    angle = atan2(y - from_y, x - from_x)
    neck = (x - cos(angle) * HEAD / 2, y - sin(angle) * HEAD / 2)
    corners = [
        (x - HEAD * cos(angle + side), y - HEAD * sin(angle + side)) for side in (pi / 7, -pi / 7)
    ]
    head = " L".join(f"{a:.4g} {b:.4g}" for a, b in ((x, y), *corners))
    solid = look.replace("dashed", "").strip()
    return rule([*points[:-1], neck], look) + f'<path d="M{head}Z"{classes(f"head {solid}")}/>'


def cross(x: float, y: float) -> str:
    """Return the mark of an end: a cross of 14 units."""
    return rule([(x - 7, y - 7), (x + 7, y + 7)], "bad") + rule(
        [(x - 7, y + 7), (x + 7, y - 7)], "bad"
    )


def classes(look: str) -> str:
    return f' class="{look.strip()}"' if look.strip() else ""
