"""pi from random points, over _pi, _pi_cpp or _pi_fortran: three modules with the same functions.

Run `make` and then `python pi_build.py` first; they compile the modules.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

# BEGIN SOLUTION: # TODO 1: import ffi from _pi; under "c", "cpp" and "fortran", the lib of each module
# STUB: ffi, LIBRARIES = None, {}
# One ffi will do: a double * is the same type in all three modules.
from _pi import ffi, lib
from _pi_cpp import lib as lib_cpp
from _pi_fortran import lib as lib_fortran

LIBRARIES = {"c": lib, "cpp": lib_cpp, "fortran": lib_fortran}
# END SOLUTION


def library(language: str):
    """Return the functions in a language: "c", "cpp" or "fortran"."""
    return LIBRARIES[language]


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
    # BEGIN SOLUTION: raise NotImplementedError("TODO 2: the body you wrote in pi_abi.py")
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
    # BEGIN SOLUTION: raise NotImplementedError("TODO 3: the body you wrote in pi_abi.py")
    xy = np.empty((n, 2))
    library(language).pi_points(seed, n, ffi.from_buffer("double[]", xy))
    return xy
    # END SOLUTION


if __name__ == "__main__":
    print(estimate(1_000_000, seed=42))
