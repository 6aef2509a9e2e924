"""The languages that a learner writes libraries in: how a source is named, and what compiles it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

__all__ = ["LANGUAGES", "language_of", "natives"]

# A pragma is for compilers that know it: that of OpenMP has a flag in the learner's own command.
WARNINGS = ("-Wall", "-Wextra", "-Wno-unused-parameter", "-Wno-unknown-pragmas")


@dataclass(frozen=True)
class Language:
    """`package` is what Debian calls the compiler; `install` is its key in toolchain.PACKAGES."""

    title: str
    suffix: str
    variable: str  # of the environment, names a compiler that goes first
    compilers: tuple[str, ...]
    install: str
    package: str
    flags: tuple[str, ...]
    comment: str  # a regular expression

    def find_compiler(self) -> str | None:
        """Return the path of the first compiler that is there."""
        wanted = os.environ.get(self.variable, "") if self.variable else ""
        return next(filter(None, map(shutil.which, (wanted, *self.compilers))), None)

    def without_comments(self, text: str) -> str:
        """Return a source with white space in the place of each comment, its lines kept."""
        return re.sub(
            self.comment, lambda found: "\n" * found[0].count("\n") or " ", text, flags=re.DOTALL
        )


# One that does not end goes on to the end, which no second look has to find out.
C_COMMENT = r"/\*(?:.*?\*/|.*)|//[^\n]*"

LANGUAGES = {
    "c": Language(
        "C", ".c", "CC", ("gcc", "cc"), "compiler", "gcc",
        ("-std=gnu11", *WARNINGS, "-Werror=implicit-function-declaration"),
        C_COMMENT,
    ),
    "cpp": Language(
        "C++", ".cpp", "CXX", ("g++", "c++"), "C++ compiler", "g++",
        ("-std=gnu++17", *WARNINGS),
        C_COMMENT,
    ),
    # Other Fortran compilers know neither these flags nor how to show the prototypes of what is
    # bind(c).
    "fortran": Language(
        "Fortran", ".f90", "", ("gfortran",), "Fortran compiler", "gfortran",
        ("-Wall", "-Wextra", "-fdiagnostics-plain-output"),
        r"![^\n]*",
    ),
}  # fmt: skip


@lru_cache(maxsize=256)  # asked for each line that is compared
def language_of(name: str) -> str | None:
    """Return the key in LANGUAGES that a file name belongs to."""
    return next((key for key, one in LANGUAGES.items() if Path(name).suffix == one.suffix), None)


def natives(names: Iterable[str]) -> dict[str, str]:
    """Return the sources in other languages than C, by language: each is a library of its own."""
    found = {language_of(name): name for name in names}
    return {language: name for language, name in found.items() if language not in (None, "c")}
