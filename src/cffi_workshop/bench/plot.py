"""How plots look: readable on a light and on a dark page, and without colour.

The background is transparent, text has a grey that stands out from white as from black, and what a
colour says is said by a marker, a dash pattern or a name beside it as well.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, NullFormatter

from .interleaved import Series, digits

__all__ = ["COLOURS", "TEXT", "bars", "lines", "name_lines", "plain_ticks", "styles", "write"]

TEXT = "#767676"
COLOURS = ("#2f7fd1", "#c8641b", "#2e8b57", "#9b5fc0", "#d1495b", "#1b8a9a", "#9c6b30", "#767676")
MARKERS = "osD^vPX*"
DASHES = ("-", "--", "-.", ":")

LOOK: dict[Any, Any] = {
    "text.color": TEXT,
    "axes.labelcolor": TEXT,
    "axes.edgecolor": TEXT,
    "xtick.color": TEXT,
    "ytick.color": TEXT,
    "axes.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "font.size": 10,
    "svg.fonttype": "none",  # text stays text, for who searches or listens to it
    "svg.hashsalt": "cffi-workshop",  # the same numbers make the same file
}


def write(draw: Callable[[Figure], None], title: str, stem: Path) -> list[Path]:
    """Draw into STEM.svg and STEM.png, and return both."""
    paths = [stem.with_suffix(".svg"), stem.with_suffix(".png")]
    with matplotlib.rc_context(LOOK):
        figure = Figure(layout="constrained")
        draw(figure)
        figure.savefig(paths[0], transparent=True, metadata={"Date": None, "Title": title})
        figure.savefig(paths[1], transparent=True, dpi=160)
    return paths


def styles() -> Iterator[dict]:
    """Return endless styles of lines, no two of the first 32 alike in grey."""
    for number in itertools.count():
        yield {
            "color": COLOURS[number % len(COLOURS)],
            "marker": MARKERS[number % len(MARKERS)],
            "linestyle": DASHES[(number + number // len(MARKERS)) % len(DASHES)],
        }


def bars(axes: Axes, names: Sequence[str], series: Sequence[Series | None], factor: float) -> None:
    """Draw a bar with its spread for each name, the first one on top, and its value beside it."""
    # From zero: a bar is read by its length, which means nothing on a logarithmic axis.
    for place, one in enumerate(series):
        if one:
            bar(
                axes,
                place,
                *(factor * v for v in (one.spread.median, one.spread.low, one.spread.high)),
            )
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.margins(x=0.3)  # room for the numbers beside the bars


def bar(axes: Axes, place: int, median: float, low: float, high: float) -> None:
    axes.barh(place, median, xerr=[[median - low], [high - median]], color=COLOURS[0], ecolor=TEXT)
    axes.annotate(
        digits(median), (high, place), xytext=(4, 0), textcoords="offset points", va="center"
    )


def lines(
    axes: Axes,
    series: Sequence[Series],
    where: Callable[[str], float],
    value: Callable[[float], float],
) -> None:
    """Draw a line a contender: `where` places a case, `value` turns seconds into the unit."""
    style = styles()
    for contender in dict.fromkeys(one.contender for one in series):
        own = [one for one in series if one.contender == contender]
        places = [where(one.case) for one in own]
        ends = [sorted((value(one.spread.low), value(one.spread.high))) for one in own]
        look = next(style)
        axes.plot(places, [value(one.spread.median) for one in own], label=contender, **look)
        low, high = [low for low, _ in ends], [high for _, high in ends]
        axes.fill_between(places, low, high, color=look["color"], alpha=0.25, linewidth=0)


def plain_ticks(axis) -> None:
    """Write 0.1, 1 and 10 where matplotlib would write powers."""
    axis.set_major_formatter(FuncFormatter(lambda number, _: f"{number:g}"))
    axis.set_minor_formatter(NullFormatter())


def last_value(line: Artist) -> float:
    """Return where a line ends, which was drawn by `lines`."""
    assert isinstance(line, Line2D)
    return np.asarray(line.get_ydata())[-1]


def name_lines(axes: Axes) -> None:
    """Name the lines beside the axes, in the order in which they end."""
    handles, labels = axes.get_legend_handles_labels()
    by_end = sorted(range(len(handles)), key=lambda number: -last_value(handles[number]))
    axes.legend(
        [handles[number] for number in by_end],
        [labels[number] for number in by_end],
        frameon=False,
        loc="center left",
        bbox_to_anchor=(1, 0.5),
        handlelength=4,
    )
