"""Estimate pi with random points, in C, C++ or Fortran: Python values in, Python values out."""

from __future__ import annotations

from operator import index

from monte_pi.libraries import LANGUAGES, ffi, is_built, library

__all__ = ["count_inside", "estimate", "fill", "languages"]


def languages() -> tuple[str, ...]:
    """Return the languages that were there when the package was built."""
    return tuple(language for language in LANGUAGES if is_built(language))


def count_inside(samples: int, seed: int = 0, language: str = "c") -> int:
    """Draw points in the unit square and return how many are less than 1 away from (0, 0).

    Raise ValueError where samples is not below 2**63 or seed not below 2**64, and FileNotFoundError
    where the package was built without the language.
    """
    return library(language).pi_inside(checked(seed, "seed", 64), checked(samples, "samples", 63))


def estimate(samples: int, seed: int = 0, language: str = "c") -> float:
    """Estimate pi: a quarter of a circle covers pi / 4 of the square.

    Raise as count_inside() does.
    """
    if samples == 0:
        raise ValueError("samples is 0; expected at least 1")
    return 4 * count_inside(samples, seed, language) / samples


def fill(points, seed: int = 0, language: str = "c") -> int:
    """Write points into an array of doubles, and return how many are inside.

    The array is writable and of shape (n, 2); each row becomes a point. The
    points are those that count_inside() counts. Raise TypeError for other
    elements than doubles and for a read-only array, and ValueError for another
    shape or gaps in memory: C would take any of them for what it expects.
    """
    view = memoryview(points)
    if view.format != "d":
        raise TypeError(f"points has elements of format {view.format!r}; expected 'd', doubles")
    if view.readonly:
        raise TypeError("points is read-only; expected memory that may be written")
    if view.ndim != 2 or view.shape[1] != 2 or not view.c_contiguous:
        raise ValueError(
            f"points has shape {view.shape}; expected (n, 2), row after row without gaps"
        )
    if view.shape[0] == 0:
        return 0
    xy = ffi.from_buffer("double[]", points)
    return library(language).pi_points(checked(seed, "seed", 64), view.shape[0], xy)


def checked(value: int, name: str, bits: int) -> int:
    """Return the value as an int that C has room for."""
    number = index(value)
    if not 0 <= number < 2**bits:
        raise ValueError(f"{name} is {number}; expected 0 or more, and less than 2**{bits}")
    return number
