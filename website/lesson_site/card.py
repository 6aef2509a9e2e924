"""The picture that others show where the lesson is linked to (Open Graph).

It shows the title of the lesson on a band of colour.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

from lesson_site.lesson import Lesson

__all__ = ["FILE", "draw"]

FILE = "_static/card.png"
SIZE = (1200, 630)  # pixels, as Open Graph suggests
BAND, INK, MARK = "#0f3d47", "#f4f8f8", "#f0b355"


def draw(lesson: Lesson, file: Path) -> None:
    """Draw the card, unless it is there."""
    if file.is_file():
        return
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", SIZE, BAND)
    brush = ImageDraw.Draw(picture)
    title = "\n".join(textwrap.wrap(lesson.plain_title, 20))
    brush.multiline_text((80, 90), title, INK, ImageFont.load_default(92), spacing=18)
    below = "\n".join(textwrap.wrap(lesson.description, 60)[:3])
    brush.multiline_text((80, 420), below, INK, ImageFont.load_default(34), spacing=12)
    brush.rectangle((0, SIZE[1] - 24, SIZE[0], SIZE[1]), MARK)
    picture.save(file)
