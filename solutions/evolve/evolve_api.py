"""evolve() over _evolve, in API mode out-of-line: the C compiler checked the declaration.

Run `python evolve_build.py` first; it compiles _evolve.
"""

import numpy as np

# BEGIN SOLUTION: # TODO 1: import ffi and lib from _evolve
# STUB: ffi = lib = None
from _evolve import ffi, lib

# END SOLUTION


def evolve(
    u: np.ndarray, u_previous: np.ndarray, a: float, dt: float, dx2: float, dy2: float
) -> None:
    """Fill u with the field one time step after u_previous.

    u and u_previous have one row for each x and one column for each y. a is the diffusivity in
    m2/s, dt the step in s, dx2 and dy2 the squared distance in m2 between rows and between columns.
    Border points are copied.

    Raises TypeError unless both are arrays of float64 in this machine's byte order. Raises
    ValueError unless both have two dimensions and one shape, lie in memory row after row
    (C-contiguous), and u is writable.
    """
    # BEGIN SOLUTION: raise NotImplementedError("TODO 2: the body you wrote in evolve_abi.py")
    for array in (u, u_previous):
        if not isinstance(array, np.ndarray) or array.dtype != np.float64:
            raise TypeError("u and u_previous have to be NumPy arrays of float64")
    if u.ndim != 2 or u.shape != u_previous.shape:
        raise ValueError(
            f"u has shape {u.shape} and u_previous {u_previous.shape}; "
            "they have to have two dimensions, and the same ones"
        )
    nx, ny = u.shape
    # from_buffer() copies nothing. It raises ValueError itself for an array that is not
    # C-contiguous, and for one that is read-only where we ask for a writable one.
    lib.evolve(
        ffi.from_buffer("double[]", u, require_writable=True),
        ffi.from_buffer("double[]", u_previous),
        nx,
        ny,
        a,
        dt,
        dx2,
        dy2,
    )
    # END SOLUTION
