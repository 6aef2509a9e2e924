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
# BEGIN SOLUTION: # TODO 1: declare both functions with ffi.cdef(), as pi.h does
ffi.cdef(
    """
    uint64_t pi_inside(uint64_t seed, uint64_t samples);
    uint64_t pi_points(uint64_t seed, uint64_t samples, double *xy);
    """
)
# END SOLUTION


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
    # BEGIN SOLUTION: raise NotImplementedError("TODO 2: seeds and shares; the calls; their sum to pi")
    # Numbers that go up by 1 would not do: seed 1 with 2 threads would share one with seed 2.
    seeds = np.random.SeedSequence(seed).generate_state(threads, np.uint64)
    # What is left over of the division goes to the first threads, one each.
    shares = [samples // threads + (k < samples % threads) for k in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        inside = sum(pool.map(lib.pi_inside, seeds, shares))
    return 4 * inside / samples
    # END SOLUTION


def points(n: int, seed: int, language: str = "c") -> np.ndarray:
    """Return the n points that pi_points() draws from the seed: an array with a row (x, y) each."""
    # BEGIN SOLUTION: raise NotImplementedError("TODO 3: make the array, and let C fill it")
    xy = np.empty((n, 2))
    library(language).pi_points(seed, n, ffi.from_buffer("double[]", xy))
    return xy
    # END SOLUTION


if __name__ == "__main__":
    print(estimate(1_000_000, seed=42))
