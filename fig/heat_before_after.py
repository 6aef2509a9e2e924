"""The field of the evolve exercise before and after 200 steps, which its heat.py takes in NumPy."""

from importlib.util import module_from_spec, spec_from_file_location
from itertools import groupby
from pathlib import Path
from types import ModuleType

import numpy as np
from drawing import WIDTH, box, figure, text

HEAT = Path(__file__).resolve().parent.parent / "exercises" / "evolve" / "heat.py"
STEPS = 200
ROWS, COLUMNS = 200, 150  # as heat.py has them: 1 mm from row to row, 2 mm from column to column
SHOWN = (slice(None, None, 4), slice(None, None, 2))  # every 4 mm, both ways
POINT = 2.8  # a point that is shown
BAND = 5  # degrees of one colour
# matplotlib's inferno. Each is lighter than the one before, so that it reads without colours, too.
COLOURS = (
    *("#000004", "#0e092b", "#2d0b59", "#4f0d6c", "#6d186e", "#8d2369", "#ad305d"),
    *("#c83f4b", "#e15635", "#f2741c", "#fb9606", "#fbbc21", "#f3e35a", "#fcffa4"),
)
TOP, LEGEND = 30, 212


def draw() -> str:
    heat = load(HEAT)
    before = heat.initial_field(ROWS, COLUMNS)
    after, _ = heat.run(heat.numpy_evolve, before, STEPS)
    wide = POINT * before[SHOWN].shape[1]
    return figure(
        "A hot disc on a copper plate cools down",
        f"""
        The temperature of a plate of 30 by 20 cm, in colours. Left, before: a disc of {heat.HOT:g}
        degrees with a sharp edge on a plate of {heat.COLD:g} degrees, and a left edge of 55
        degrees. Right, after {STEPS} steps: the disc has become a wider, soft spot, and the warm
        left edge has spread into the plate.
        """,
        LEGEND + 44,
        *plate(1, "before", before, heat.COLD),
        *plate(WIDTH - 1 - wide, f"after {STEPS} steps", after, heat.COLD),
        *legend(heat.COLD, heat.HOT),
    )


def load(path: Path) -> ModuleType:
    spec = spec_from_file_location(path.stem, path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def plate(x: float, name: str, field: np.ndarray, cold: float) -> list[str]:
    """Return a field as one path for each colour."""
    shown = field[SHOWN]
    rows, columns = shown.shape
    bands = ((shown - cold) // BAND).astype(int).clip(0, len(COLOURS) - 1)
    return [
        text(x + columns * POINT / 2, 18, name, "middle"),
        f'<g transform="translate({x:g} {TOP}) scale({POINT})" shape-rendering="crispEdges">',
        *(
            coloured(bands == band, colour)
            for band, colour in enumerate(COLOURS)
            if (bands == band).any()
        ),
        "</g>",
        box(x, TOP, columns * POINT, rows * POINT, "quiet", corner=0),
    ]


def coloured(here: np.ndarray, colour: str) -> str:
    """Return a path over all points that are to have this colour."""
    runs = []
    for i, row in enumerate(here):
        j = 0
        for chosen, group in groupby(row):
            length = len(list(group))
            runs += [f"M{j} {i}h{length}v1h-{length}z"] if chosen else []
            j += length
    return f'<path style="fill: {colour}; stroke: none" d="{"".join(runs)}"/>'


def legend(cold: float, hot: float) -> list[str]:
    left, wide = 76, (WIDTH - 152) / len(COLOURS)
    bands = [
        f'<rect x="{left + wide * band:g}" y="{LEGEND - 16}" width="{wide:g}" height="22" '
        f'fill="{colour}"/>'
        for band, colour in enumerate(COLOURS)
    ]
    return [
        *bands,
        box(left, LEGEND - 16, wide * len(COLOURS), 22, "quiet", corner=0),
        text(left - 10, LEGEND + 1, f"{cold:g} °C", "end"),
        text(WIDTH - left + 10, LEGEND + 1, f"{hot:g} °C"),
        text(WIDTH / 2, LEGEND + 34, "a plate of 30 by 20 cm, 0.7 s apart", "middle quiet"),
    ]
