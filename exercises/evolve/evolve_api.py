"""evolve() over _evolve, in API mode out-of-line: the C compiler checked the declaration.

Run `python evolve_build.py` first; it compiles _evolve.
"""

import numpy as np

# TODO 1: import ffi and lib from _evolve
ffi = lib = None


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
    raise NotImplementedError("TODO 2: the body you wrote in evolve_abi.py")
