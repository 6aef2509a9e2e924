"""A field as it changes over time: pictures behind a slider, in one piece of HTML.

It needs no network, no kernel and no script file: the slider's own event changes the picture, and
arrow keys, Home and End move it. Where scripts do not run, the first picture stays.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path

import numpy as np

from cffi_workshop.errors import WorkshopError
from cffi_workshop.extras import ExtraMissing

__all__ = ["Frames", "frames"]

LARGEST = 300  # points along an edge of a picture; a larger field is thinned out
MOST = 100  # pictures; a longer list is thinned out

# JupyterLab would take the arrow keys to move between cells.
ITS_OWN_KEYS = 'data-lm-suppress-shortcuts="true"'

MOVE = """\
const d=JSON.parse(this.dataset.frames)[this.value],f=this.closest('figure'),\
i=f.querySelector('img');\
i.src=d.src;i.alt=d.alt;f.querySelector('output').textContent=d.label;\
this.setAttribute('aria-valuetext',d.label)"""

PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>{title}</title></head>
<body>
<main style="font-family: system-ui, sans-serif; max-width: 40em; margin: 2em auto; padding: 0 1em">
<h1 style="font-size: 1.2em">{title}</h1>
{figure}</main>
</body>
</html>
"""


@dataclass(frozen=True)
class Frames:
    """Pictures with their labels and descriptions, and the two ends of their common scale."""

    title: str
    pictures: tuple[bytes, ...]  # PNG
    labels: tuple[str, ...]
    described: tuple[str, ...]
    scale: bytes  # PNG
    ends: tuple[str, str]

    def _repr_html_(self) -> str:
        """Return a figure: picture, slider, scale."""
        first = {"src": uri(self.pictures[0]), "alt": escape(self.described[0])}
        low, high = map(escape, self.ends)
        return (
            '<figure style="margin: 0; max-width: 30em">\n'
            f'<img src="{first["src"]}" alt="{first["alt"]}" '
            'style="width: 100%; image-rendering: pixelated; display: block">\n'
            f'<div style="display: flex; gap: 0.5em; align-items: center; margin: 0.5em 0">{low}'
            f'<img src="{uri(self.scale)}" alt="Colours from {low} to {high}" '
            f'style="flex: 1; min-width: 0; height: 0.7em">{high}</div>\n'
            f"{self.slider()}"
            f"<figcaption>{escape(self.title)}</figcaption>\n</figure>\n"
        )

    def slider(self) -> str:
        """Return the control, which carries all pictures; one picture needs none."""
        if len(self.pictures) == 1:
            return f"<output>{escape(self.labels[0])}</output>\n"
        kept = [
            {"src": uri(picture), "alt": alt, "label": label}
            for picture, alt, label in zip(self.pictures, self.described, self.labels, strict=True)
        ]
        return (
            f'<label style="display: flex; gap: 0.5em">Step <input type="range" {ITS_OWN_KEYS} '
            'min="0" '
            f'max="{len(kept) - 1}" value="0" style="flex: 1" '
            f'aria-valuetext="{escape(self.labels[0])}" '
            f'autocomplete="off" oninput="{escape(MOVE)}" data-frames="{escape(json.dumps(kept))}">'
            f"<output>{escape(self.labels[0])}</output></label>\n"
        )

    def _repr_png_(self) -> bytes:
        """Return the last picture, for what cannot show HTML."""
        return self.pictures[-1]

    def __str__(self) -> str:
        return "\n".join([f"{self.title}: {len(self.pictures)} pictures", *self.described])

    def save(self, path: str | Path) -> None:
        """Write a page of its own, which a browser opens from the disk."""
        page = PAGE.format(title=escape(self.title), figure=self._repr_html_())
        Path(path).write_text(page, encoding="utf-8")


def frames(
    fields: Sequence[np.ndarray],
    labels: Sequence[str] | None = None,
    title: str = "A field over time",
    unit: str = "",
    colours: str = "inferno",
) -> Frames:
    """Show 2-D fields behind a slider, all on one scale; row 0 is on top.

    `labels` has a text for each field (by default its number), `unit` is that of the values, and
    `colours` the name of a colour map of Matplotlib. Raises WorkshopError for what cannot be drawn.
    """
    stack = checked(fields)
    labels = [str(number) for number in range(len(stack))] if labels is None else list(labels)
    if len(labels) != len(stack):
        raise WorkshopError(
            f"Found {len(labels)} labels for {len(stack)} fields; give one label a field."
        )
    chosen = sorted(
        {round(number) for number in np.linspace(0, len(stack) - 1, min(len(stack), MOST))}
    )
    low, high = min(map(np.min, stack)), max(map(np.max, stack))
    return Frames(
        title,
        tuple(png(thinned(stack[number]), low, high, colours) for number in chosen),
        tuple(labels[number] for number in chosen),
        tuple(described(title, labels[number], stack[number], unit) for number in chosen),
        png(np.linspace(low, high, 256)[np.newaxis], low, high, colours),
        (with_unit(low, unit), with_unit(high, unit)),
    )


def checked(fields: Sequence[np.ndarray]) -> list[np.ndarray]:
    stack = [np.asarray(field) for field in fields]
    if not stack:
        raise WorkshopError("Found no field; frames() takes a list of one or more 2-D arrays.")
    for number, field in enumerate(stack):
        if field.ndim != 2 or not field.size or not np.issubdtype(field.dtype, np.number):
            raise WorkshopError(
                f"Field {number} has shape {field.shape} and dtype {field.dtype}; "
                "frames() takes 2-D arrays of numbers that are not empty."
            )
        if np.iscomplexobj(field) or not np.isfinite(field).all():
            raise WorkshopError(
                f"Field {number} has values that are no finite real numbers; it has no scale."
            )
    return stack


def thinned(field: np.ndarray) -> np.ndarray:
    step = -(-max(field.shape) // LARGEST)
    return field[::step, ::step]


def png(field: np.ndarray, low: float, high: float, colours: str) -> bytes:
    try:
        from matplotlib.image import imsave
    except ImportError:
        raise ExtraMissing("A picture of a field", "matplotlib", "lab") from None
    written = BytesIO()
    # Without Matplotlib's own version in it, the same field is the same picture everywhere.
    metadata: dict = {"Software": None}
    imsave(written, field, vmin=low, vmax=high, cmap=colours, format="png", metadata=metadata)
    return written.getvalue()


def described(title: str, label: str, field: np.ndarray, unit: str) -> str:
    return (
        f"{title}, {label}: from {with_unit(field.min(), unit)} to {with_unit(field.max(), unit)}"
    )


def with_unit(value: float, unit: str) -> str:
    return f"{value:.4g} {unit}".rstrip()


def uri(picture: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(picture).decode()
