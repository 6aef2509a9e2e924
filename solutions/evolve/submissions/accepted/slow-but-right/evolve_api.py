"""evolve() over _evolve, in API mode out-of-line: the C compiler checked the declaration.

Run `python evolve_build.py` first; it compiles _evolve.
"""

import numpy as np

from _evolve import ffi, lib


def evolve(u: np.ndarray, u_previous: np.ndarray, a: float, dt: float, dx2: float, dy2: float) -> None:
    """Fill u with the field one time step after u_previous.

    u and u_previous have one row for each x and one column for each y. a is the diffusivity in
    m2/s, dt the step in s, dx2 and dy2 the squared distance in m2 between rows and between columns.
    Border points are copied.

    Raises TypeError unless both are arrays of float64 in this machine's byte order. Raises
    ValueError unless both have two dimensions and one shape, lie in memory row after row
    (C-contiguous), and u is writable.
    """
    for name, array in (("u", u), ("u_previous", u_previous)):
        if type(array) is not np.ndarray and not isinstance(array, np.ndarray):
            raise TypeError(f"{name} is a {type(array).__name__}, not a NumPy array")
        if array.dtype != np.dtype("float64"):
            raise TypeError(f"{name} holds {array.dtype}, not float64")
    for name, array in (("u", u), ("u_previous", u_previous)):
        if array.ndim != 2:
            raise ValueError(f"{name} has {array.ndim} dimensions, not 2")
        if not array.flags["C_CONTIGUOUS"]:
            raise ValueError(f"{name} is not C-contiguous")
    if u.shape != u_previous.shape:
        raise ValueError(f"the shapes differ: {u.shape} and {u_previous.shape}")
    if not u.flags.writeable:
        raise ValueError("u is read-only")
    count = u_previous.size
    old = ffi.new("double[]", u_previous.ravel().tolist())
    new = ffi.new("double[]", count)
    lib.evolve(new, old, *u.shape, a, dt, dx2, dy2)
    u[...] = np.array(ffi.unpack(new, count)).reshape(u.shape)
