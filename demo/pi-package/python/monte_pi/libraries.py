"""Find and open the shared libraries that CMake put beside this file."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

from cffi import FFI

__all__ = ["LANGUAGES", "ffi", "is_built", "library"]

# What CMake calls each language here: its name, and the Debian package with its compiler.
LANGUAGES = {"c": ("C", "gcc"), "cpp": ("C++", "g++"), "fortran": ("Fortran", "gfortran")}

ffi = FFI()
ffi.cdef("""
uint64_t pi_inside(uint64_t seed, uint64_t samples);
uint64_t pi_points(uint64_t seed, uint64_t samples, double *xy);
""")


def library_path(language: str) -> Path:
    """Return where the library of a language is, if it was built.

    The path is absolute, so it holds from any directory.
    """
    if language not in LANGUAGES:
        raise ValueError(
            f"language is {language!r}; expected one of {', '.join(map(repr, LANGUAGES))}"
        )
    suffix = ".dylib" if sys.platform == "darwin" else ".so"
    return Path(__file__).resolve().with_name(f"libpi_{language}{suffix}")


def is_built(language: str) -> bool:
    """Say whether the package was installed with this language."""
    return library_path(language).exists()


@functools.cache
def library(language: str):
    """Open the library of a language, once a process."""
    path = library_path(language)
    if not is_built(language):
        name, package = LANGUAGES[language]
        raise FileNotFoundError(
            f"monte_pi has no {path.name}: it was built where no {name} compiler was found. "
            "Install one "
            f"(Debian: sudo apt install {package}), then install monte_pi again."
        )
    return ffi.dlopen(str(path))
