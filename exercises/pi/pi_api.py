"""pi from random points, over _pi, _pi_cpp or _pi_fortran: three modules with the same functions.

Run `make` and then `python pi_build.py` first; they compile the modules.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

# TODO 1: import ffi from _pi; under "c", "cpp" and "fortran", the lib of each module
ffi, LIBRARIES = None, {}


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
    raise NotImplementedError("TODO 2: the body you wrote in pi_abi.py")


def points(n: int, seed: int, language: str = "c") -> np.ndarray:
    """Return the n points that pi_points() draws from the seed: an array with a row (x, y) each."""
    raise NotImplementedError("TODO 3: the body you wrote in pi_abi.py")


if __name__ == "__main__":
    print(estimate(1_000_000, seed=42))
