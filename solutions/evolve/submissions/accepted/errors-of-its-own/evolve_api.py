"""evolve() over _evolve, in API mode out-of-line: the C compiler checked the declaration.

Run `python evolve_build.py` first; it compiles _evolve.
"""

import numpy as np

from _evolve import ffi, lib


class WrongElements(TypeError):
    """An array of something else than doubles."""


class WrongShape(ValueError):
    """An array that C cannot go through row after row."""


def doubles(array, writable):
    """Return the memory of an array as C sees it."""
    try:
        return ffi.from_buffer("double[]", array, require_writable=writable)
    except ValueError as error:
        raise WrongShape(str(error)) from error


def evolve(u: np.ndarray, u_previous: np.ndarray, a: float, dt: float, dx2: float, dy2: float) -> None:
    """Fill u with the field one time step after u_previous.

    u and u_previous have one row for each x and one column for each y. a is the diffusivity in
    m2/s, dt the step in s, dx2 and dy2 the squared distance in m2 between rows and between columns.
    Border points are copied.

    Raises TypeError unless both are arrays of float64 in this machine's byte order. Raises
    ValueError unless both have two dimensions and one shape, lie in memory row after row
    (C-contiguous), and u is writable.
    """
    if not all(isinstance(x, np.ndarray) and x.dtype == "float64" for x in (u, u_previous)):
        raise WrongElements("float64 arrays only")
    match (u.shape, u_previous.shape):
        case ((nx, ny), (also_nx, also_ny)) if (nx, ny) == (also_nx, also_ny):
            lib.evolve(doubles(u, True), doubles(u_previous, False), nx, ny, a, dt, dx2, dy2)
        case other:
            raise WrongShape(f"shapes {other}")
