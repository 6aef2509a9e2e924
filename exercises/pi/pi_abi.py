"""pi from random points, over libpi, libpi_cpp or libpi_fortran: three libraries behind one cdef.

Run `make` first; it builds the libraries.
"""

import functools
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from cffi import FFI

# From __file__, so that the script works from any working directory.
HERE = Path(__file__).resolve().parent
SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
LIBRARIES = {"c": "libpi", "cpp": "libpi_cpp", "fortran": "libpi_fortran"}

ffi = FFI()
# TODO 1: declare both functions with ffi.cdef(), as pi.h does


@functools.cache
def library(language: str):
    """Return the library in a language: "c", "cpp" or "fortran". It is opened once."""
    return ffi.dlopen(str(HERE / (LIBRARIES[language] + SUFFIX)))


def estimate(samples: int, seed: int, threads: int = 1, language: str = "c") -> float:
    """Estimate pi from random points, drawn by several threads at the same time.

    Each thread calls pi_inside() once, for its share of the samples, with a seed of its own. The
    same arguments give the same estimate. No two threads draw from the same seed, and neither do
    two calls with another `seed`.

    Raises ValueError unless samples and threads are 1 or more.
    """
    if samples < 1 or threads < 1:
        raise ValueError(
            f"samples is {samples} and threads is {threads}; both have to be 1 or more"
        )
    lib = library(language)
    raise NotImplementedError("TODO 2: seeds and shares; the calls; their sum to pi")


def points(n: int, seed: int, language: str = "c") -> np.ndarray:
    """Return the n points that pi_points() draws from the seed: an array with a row (x, y) each."""
    raise NotImplementedError("TODO 3: make the array, and let C fill it")


if __name__ == "__main__":
    print(estimate(1_000_000, seed=42))
