"""evolve() over libevolve, in ABI mode in-line: cffi opens the library and takes our word.

Run `make` first; it builds the library.
"""

import sys
from pathlib import Path

import numpy as np
from cffi import FFI

# From __file__, so that the script works from any working directory.
SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
LIBRARY = Path(__file__).resolve().with_name("libevolve" + SUFFIX)

ffi = FFI()
# TODO 1: declare evolve() with ffi.cdef(), as evolve.h does

# TODO 2: open LIBRARY with ffi.dlopen(), which takes a str
lib = None


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
    raise NotImplementedError("TODO 3: check u and u_previous, then call C")
