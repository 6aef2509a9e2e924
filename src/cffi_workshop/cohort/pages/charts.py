"""The figures of the class page, as SVG that takes its colours from the page."""

from __future__ import annotations

import functools
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cffi_workshop.cache import Cache
from cffi_workshop.exercises.causes import CAUSES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["GROUPS", "failing_checks", "kept_figure", "points_histogram"]

# Seen on white and on black, and apart in grey; the table beside a figure says the same in numbers.
COLOURS = ("#2f7fd1", "#c8641b", "#2e8b57", "#9b5fc0", "#d1495b", "#1b8a9a", "#9c6b30", "#8a8a8a")
HATCHES = ("", "//", "..", "\\\\", "xx", "--", "oo", "||")
GROUPS = {cause: group for group, causes in CAUSES.items() for cause in causes}
TEXT = "#767676"  # becomes the colour of the page's text
STYLE: dict[str, Any] = {
    "text.color": TEXT,
    "axes.labelcolor": TEXT,
    "axes.edgecolor": TEXT,
    "xtick.color": TEXT,
    "ytick.color": TEXT,
    "hatch.color": "#ffffff",
    "hatch.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "font.size": 10,
    "svg.fonttype": "none",
}
WIDTH = 8.6  # inches
ROW = 0.3
LONGEST_LABEL = 52


def kept_figure(cache: Cache, draw: Callable[..., str], *numbers: Any) -> str:
    """Return the figure of these numbers, which is drawn once and kept in the cache.

    To import matplotlib takes longer than all the rest of a command that has nothing to grade.
    """
    key = Cache.key(*drawn_by(), draw.__name__, numbers)
    if not (entry := cache.get(key)):
        entry = {"svg": draw(*numbers)}
        cache.put(key, entry)
    return entry["svg"]


@functools.cache
def drawn_by() -> tuple[bytes, str]:
    """Return what a figure depends on beside its numbers: this module, and matplotlib itself."""
    return Path(__file__).read_bytes(), version("matplotlib")


def svg(draw: Callable[[Figure], None], name: str, height: float, about: str) -> str:
    """Return a figure as an element of a page; `about` is read to who does not see it."""
    import matplotlib
    from markupsafe import escape
    from matplotlib.figure import Figure

    look: Any = {**STYLE, "svg.hashsalt": name}
    with matplotlib.rc_context(look):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        draw(figure)
        out = io.StringIO()
        figure.savefig(
            out,
            format="svg",
            transparent=True,
            metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")),
        )
    text = out.getvalue()
    text = text[text.index("<svg") :].replace(TEXT, "currentColor")
    # Ids are unique in a page, of which a figure is a part.
    text = re.sub(r'(id="|href="#|url\(#)', rf"\g<1>{name}-", text)
    return text.replace("<svg ", f'<svg role="img" aria-label="{escape(about)}" ', 1)


def points_histogram(name: str, points: Sequence[float], most: float) -> str:
    """Return how many have how many points."""
    counts = Counter(round(one) for one in points)
    about = f"How many have how many points, of {most:g}: " + ", ".join(
        f"{count} have {value}" for value, count in sorted(counts.items())
    )

    def draw(figure: Figure) -> None:
        from matplotlib.ticker import MaxNLocator

        axes = figure.subplots()
        axes.bar(list(counts), list(counts.values()), color=COLOURS[0], width=0.8)
        axes.set_xlim(-0.7, round(most) + 0.7)
        axes.set_xlabel("points")
        axes.set_ylabel("people")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(MaxNLocator(integer=True))

    return svg(draw, name, 2.4, about)


def failing_checks(name: str, checks: Sequence[tuple[str, Counter[str]]]) -> str:
    """Return how many fail each check, by the kind of cause."""
    kinds = [
        group
        for group in CAUSES
        if any(GROUPS.get(cause) == group for _, causes in checks for cause in causes)
    ]
    about = "How many fail each check: " + ", ".join(
        f"{title} {causes.total()}" for title, causes in checks
    )

    def draw(figure: Figure) -> None:
        from matplotlib.ticker import MaxNLocator

        axes = figure.subplots()
        rows = range(len(checks))
        left = [0] * len(checks)
        for kind in kinds:
            widths = [
                sum(n for cause, n in causes.items() if GROUPS.get(cause) == kind)
                for _, causes in checks
            ]
            look = list(CAUSES).index(kind) % len(COLOURS)
            axes.barh(rows, widths, left=left, label=kind, color=COLOURS[look], hatch=HATCHES[look])
            left = [start + width for start, width in zip(left, widths, strict=True)]
        axes.set_yticks(rows, [shortened(title) for title, _ in checks])
        axes.invert_yaxis()
        axes.set_xlabel("people")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        figure.legend(frameon=False, loc="outside lower center", ncols=3)

    return svg(draw, name, 1.3 + ROW * len(checks), about)


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"
