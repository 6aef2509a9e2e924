"""The memory of a NumPy array: which element lies where, and what its strides step over."""

from __future__ import annotations

from itertools import islice, product
from math import gcd

import numpy as np

from cffi_workshop.errors import WorkshopError

from .drawing import Drawing, counted, shortened
from .layout import Span, joined, rows, with_gaps

__all__ = ["array", "places"]

SHOWN = 48  # elements; more are counted
WIDE, NARROW = 8, 4  # elements in a row; fewer where strides are no multiples of an element


def array(values: np.ndarray) -> Drawing:
    """Draw the elements of an array in the order of their addresses, with what lies between them.

    A box is an element, with its index; boxes of one colour are one row of the array. Raises
    WorkshopError for what is no NumPy array.
    """
    if not isinstance(values, np.ndarray):
        raise WorkshopError(
            f"Found {type(values).__name__}, expected a NumPy array; np.asarray() makes one."
        )
    unit = gcd(values.itemsize, *values.strides) or 1
    cells = max(1, values.itemsize // unit)  # in an element
    columns = (WIDE if cells == 1 else NARROW) * cells
    spans = spans_of(values, unit)
    return Drawing(
        title=f"{shortened(str(values.dtype), 40)} array, shape {values.shape}, "
        f"strides {values.strides}",
        description=description(values, spans, unit),
        rows=tuple(rows(spans, columns)),
        notes=notes(values),
        columns=columns,
        cell=max(8, 72 // cells),
        letters=max(1, 8 // cells - 1),
        unit=unit,
    )


def spans_of(values: np.ndarray, unit: int) -> list[Span]:
    """Return a span for each element that is shown, and for what lies between them."""
    size = values.itemsize // unit
    spans = [
        Span(offset // unit, size, label(indices), str(values[indices[0]]), colour(indices[0]))
        for offset, indices in places(values).items()
        if size
    ]
    together = joined(spans)
    return with_gaps(together, max((span.end for span in together), default=0), "skipped")


def label(indices: list[tuple[int, ...]]) -> str:
    return " ".join(f"[{','.join(map(str, index))}]" for index in indices)


def colour(index: tuple[int, ...]) -> int:
    return index[0] if len(index) > 1 else 0


def places(values: np.ndarray) -> dict[int, list[tuple[int, ...]]]:
    """Return which elements lie how many bytes above the lowest address, the lowest first.

    At most SHOWN elements: those at the lowest addresses, where no elements overlap.
    """
    lowest = sum(
        min(0, stride * (length - 1))
        for stride, length in zip(values.strides, values.shape, strict=True)
    )
    slow_first = sorted(range(values.ndim), key=lambda axis: -abs(values.strides[axis]))
    ways = [
        range(values.shape[axis])[:: -1 if values.strides[axis] < 0 else 1] for axis in slow_first
    ]
    found: dict[int, list[tuple[int, ...]]] = {}
    for steps in islice(product(*ways), SHOWN) if values.size else ():
        index = tuple(step for _, step in sorted(zip(slow_first, steps, strict=True)))
        offset = sum(i * stride for i, stride in zip(index, values.strides, strict=True)) - lowest
        found.setdefault(offset, []).append(index)
    return dict(sorted(found.items()))


def description(values: np.ndarray, spans: list[Span], unit: int) -> str:
    said = [
        f"{span.size * unit} bytes skipped"
        if span.gap
        else f"element {span.label} at byte {span.start * unit}"
        for span in spans
    ]
    return "; ".join([*said, contiguity(values)]) + "."


def notes(values: np.ndarray) -> tuple[str, ...]:
    """Return what the picture cannot show: sizes, costs of a step, whether C can take it."""
    steps = [
        f"axis {axis}: a step is {counted(stride, 'byte')}"
        for axis, stride in enumerate(values.strides)
    ]
    count = f"{counted(values.size, 'element')} of {counted(values.itemsize, 'byte')}"
    if values.size > SHOWN:
        count += f"; the {SHOWN} at the lowest addresses are shown"
    return (count, *steps, contiguity(values))


def contiguity(values: np.ndarray) -> str:
    flags = values.flags
    if flags.c_contiguous and flags.f_contiguous:
        return "contiguous, and C order and Fortran order are the same"
    if flags.c_contiguous:
        return "C-contiguous: the last index varies fastest"
    if flags.f_contiguous:
        return "Fortran-contiguous: the first index varies fastest; ffi.from_buffer() refuses it"
    return "not contiguous; ffi.from_buffer() refuses it, np.ascontiguousarray() copies it"
