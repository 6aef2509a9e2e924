"""A drawing of memory: as SVG for a notebook or a file, as text for a terminal.

A picture brings its own background, and follows the colour scheme that the reader has chosen. In a
notebook it is an image with alt text: what a notebook that is not trusted shows of it is the same.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from html import escape

from .layout import Piece, Row

__all__ = ["Drawing", "counted", "shortened"]

HUES = ("#1f77d0", "#d9730d", "#2a9d4a", "#b5489e", "#b08900", "#0f9aa8")
MARGIN, LABEL, HEIGHT, LINE = 8, 72, 44, 20  # in pixels; LABEL is the room for a row's address
GLYPH = 7.3  # width of a letter at 12 pixels

STYLE = """\
<style>
.drawn-memory { color: #1b1b1b; background: #ffffff; }
@media (prefers-color-scheme: dark) { .drawn-memory { color: #eeeeee; background: #16181c; } }
</style>"""


@dataclass(frozen=True)
class Drawing:
    """Rows of memory below a title, with notes below them. `str()` gives it as text."""

    title: str
    description: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    columns: int
    cell: int  # width of a cell, in pixels
    letters: int  # width of a cell, in letters
    unit: int = 1  # bytes in a cell

    def _repr_svg_(self) -> str:
        return self.svg()

    def _repr_html_(self) -> str:
        """Return an image with alt text."""
        source = b64encode(self.svg().encode()).decode()
        about = escape(f"{self.title}. {self.description}")
        fitting = 'style="max-width: 100%; height: auto"'
        return f'<img src="data:image/svg+xml;base64,{source}" alt="{about}" {fitting}>'

    def svg(self) -> str:
        """Return a file of its own."""
        body = [line(self.title, MARGIN, 18, 14, "bold"), *self.body(30)]
        top = 30 + HEIGHT * len(self.rows) + 26
        body += [line(note, MARGIN, top + LINE * number) for number, note in enumerate(self.notes)]
        height = top + LINE * len(self.notes)
        written = [len(note) * GLYPH for note in self.notes] + [len(self.title) * GLYPH * 14 / 12]
        width = 2 * MARGIN + max(LABEL + self.columns * self.cell, *map(round, written))
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" role="img" class="drawn-memory" '
            f'viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" style="max-width: 100%; height: auto" '
            'fill="currentColor" font-family="ui-monospace, monospace" font-size="12">\n'
            f"<title>{escape(self.title)}</title>\n<desc>{escape(self.description)}</desc>\n"
            + "\n".join([STYLE, *body, "</svg>\n"])
        )

    def body(self, top: int) -> list[str]:
        """Return the rows as SVG: the address, then a box for each piece."""
        shapes = []
        for number, row in enumerate(self.rows):
            y = top + number * HEIGHT
            if row.left_out:
                shapes.append(line("...", MARGIN, y + 2))
            shapes.append(line(str(row.start * self.unit), MARGIN, y + 23))
            shapes += [box(piece, self.cell, y) for piece in row.pieces]
        return shapes

    def __str__(self) -> str:
        """Return the drawing in plain ASCII."""
        room = max([6, *(len(str(row.start * self.unit)) for row in self.rows)])
        drawn, above = [], ""
        for row in self.rows:
            middle, rule = text_row(row, self.letters)
            drawn += [" " * (room + 1) + merged(above, rule)]
            drawn += [f"{'...':>{room}}", " " * (room + 1) + rule] if row.left_out else []
            drawn += [f"{row.start * self.unit:>{room}} " + middle]
            above = rule
        drawn += [" " * (room + 1) + above] if above else []
        return "\n".join([self.title, "", *drawn, *([""] if drawn else []), *self.notes])


def box(piece: Piece, cell: int, y: int) -> str:
    """Return the part of a span in one row: a gap is an empty box with a dashed border."""
    x, width = MARGIN + LABEL + piece.column * cell, piece.width * cell
    span = piece.span
    look = (
        'fill="none" stroke-dasharray="4 3" stroke-opacity="0.6"'
        if span.gap
        else f'fill="{HUES[span.colour % len(HUES)]}" fill-opacity="0.3"'
    )
    label = shortened(span.label if piece.first else "", int(width / GLYPH))
    detail = shortened(span.detail if piece.first else "", int(width / GLYPH))
    texts = [(label, 17 if detail else 23, 12), (detail, 31, 10)]
    written = "".join(
        line(text, x + width / 2, y + down, size, anchor="middle")
        for text, down, size in texts
        if text
    )
    about = f"{span.label} {span.detail}".strip()
    return (
        f'<g data-start="{span.start}" data-size="{span.size}" data-width="{piece.width}">'
        f"<title>{escape(about)}</title>"
        f'<rect x="{x}" y="{y}" width="{width}" height="{HEIGHT - 6}" stroke="currentColor" '
        f"{look}/>"
        f"{written}</g>"
    )


def line(text: str, x: float, y: float, size: int = 12, weight: str = "", anchor: str = "") -> str:
    extra = f' font-weight="{weight}"' if weight else ""
    extra += f' text-anchor="{anchor}"' if anchor else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size}" '
        f'xml:space="preserve"{extra}>{escape(text)}</text>'
    )


def shortened(text: str, room: int) -> str:
    return text if len(text) <= room else text[: max(1, room - 1)] + "."


def text_row(row: Row, letters: int) -> tuple[str, str]:
    """Return a row as text, and the rule above or below it."""
    lead = row.pieces[0].column * (letters + 1)
    middle, rule = " " * lead + "|", " " * lead + "+"
    for piece in row.pieces:
        room = piece.width * (letters + 1) - 1
        text = shortened(piece.span.label if piece.first else "", room)
        middle += ("/" * room if piece.span.gap else f"{text:^{room}}") + "|"
        rule += "-" * room + "+"
    return middle, rule


def merged(above: str, below: str) -> str:
    """Return one rule for two rows: a corner where either has one."""
    width = max(len(above), len(below))
    pairs = zip(above.ljust(width), below.ljust(width), strict=True)
    return "".join(max(pair, key=" -+".index) for pair in pairs)


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
