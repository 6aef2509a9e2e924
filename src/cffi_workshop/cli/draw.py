"""`workshop draw`: the memory of a struct or an array, as text in a terminal or as SVG."""

from __future__ import annotations

import re
import warnings
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.languages import LANGUAGES

from .process import Group

if TYPE_CHECKING:
    import numpy as np

    from cffi_workshop.draw import Drawing

__all__ = ["draw"]

LARGEST = 2**28  # bytes that an array may take to be drawn

out_option = click.option("--out", metavar="FILE", help="Write an SVG file in place of text.")


@click.group(cls=Group)
def draw() -> None:
    """Draw memory: what lies where in a struct or an array."""


@draw.command("struct")
@click.argument("declaration")
@out_option
def struct_command(declaration: str, out: str | None) -> None:
    """Draw a struct: offsets, sizes, padding.

    DECLARATION is C, such as 'struct point { char tag; double x; };'. Of several, the last is
    drawn.
    """
    from cffi_workshop.draw import struct

    show(struct(*declared(declaration)), out)


def declared(declaration: str):
    """Return an ffi that knows the declaration, and the name of the last type in it."""
    from cffi import FFI

    ffi = FFI()
    try:
        with warnings.catch_warnings(action="ignore"):
            ffi.cdef(declaration)
    except Exception as error:  # cffi and pycparser have one of their own for each way to be wrong
        reason = " ".join((str(error) or type(error).__name__).split())[:120].rstrip(". ")
        raise WorkshopError(
            f"cffi cannot read the declaration ({reason}); "
            "write it as in C, with a semicolon after each member and after the closing brace."
        ) from None
    return ffi, last_type(declaration)


def last_type(declaration: str) -> str:
    """Return the name that C has for the last struct or union that is defined on the top level."""
    flat = LANGUAGES["c"].without_comments(declaration)
    while "{" in flat:
        flat = re.sub(r"\{[^{}]*\}", "@", flat)
    found = re.findall(r"(typedef\s+)?(struct|union)\s*(\w*)\s*@[^;]*?(\w*)\s*;", flat)
    if not found:
        raise WorkshopError(
            "Found no struct or union with its members in the declaration; "
            "expected one, such as 'struct point { char tag; double x; };'."
        )
    _, kind, tag, name = found[-1]
    return f"{kind} {tag}" if tag else name


@draw.command("array")
@click.argument("shape")
@click.option(
    "--dtype", default="float64", show_default=True, help="As in NumPy: int32, float32, ..."
)
@click.option(
    "--order",
    type=click.Choice(["C", "F", "strided"]),
    default="C",
    show_default=True,
    help="How it lies in memory; strided takes each second element of a row.",
)
@out_option
def array_command(shape: str, dtype: str, order: str, out: str | None) -> None:
    """Draw an array: order of its elements, strides.

    SHAPE is such as 3x4, with the numbers of rows and columns.
    """
    from cffi_workshop.draw import array

    show(array(example(lengths(shape), known_dtype(dtype), order)), out)


def lengths(shape: str) -> tuple[int, ...]:
    if not re.fullmatch(r"\d{1,18}(x\d{1,18}){0,7}", shape, re.ASCII):
        raise WorkshopError(
            f"Found the shape {shape!r}; expected whole numbers with x between them: 3x4."
        )
    return tuple(int(length) for length in shape.split("x"))


def known_dtype(name: str) -> np.dtype:
    """Return the dtype of numbers that has this name."""
    import numpy as np

    try:
        dtype = np.dtype(name)
    except Exception:  # TypeError, ValueError, SyntaxError: NumPy reads names in several ways
        dtype = None
    if dtype is None or dtype.kind not in "biufc" or dtype.subdtype:
        raise WorkshopError(
            f"Found the dtype {name!r}; expected a type of numbers, such as float64 or int32."
        )
    return dtype


def example(shape: tuple[int, ...], dtype: np.dtype, order: str) -> np.ndarray:
    """Return an array of that shape whose values count its elements."""
    import numpy as np

    if prod(shape) * dtype.itemsize > LARGEST:
        raise WorkshopError(
            f"An array of shape {'x'.join(map(str, shape))} and {dtype} takes more than "
            f"{LARGEST >> 20} MB; draw a smaller one, which looks the same."
        )
    values = np.arange(prod(shape)).astype(dtype).reshape(shape)
    if order == "strided":
        return np.repeat(values, 2, axis=-1)[..., ::2]
    return np.asfortranarray(values) if order == "F" else values


def show(drawing: Drawing, out: str | None) -> None:
    if out is None:
        click.echo(str(drawing))
        return
    try:
        Path(out).write_text(drawing.svg(), encoding="utf-8")
    except (OSError, ValueError) as error:
        raise WorkshopError(
            f"{click.format_filename(out)} cannot be written "
            f"({getattr(error, 'strerror', None) or error}); "
            "--out takes the name of a file in a folder that you may write into."
        ) from None
    click.echo(f"wrote {click.format_filename(out)}")
