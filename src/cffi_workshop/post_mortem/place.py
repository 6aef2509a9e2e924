"""Where a program crashed: the line of Python, and the line or at least the function of C."""

from __future__ import annotations

import re
import sysconfig
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cffi_workshop.post_mortem import debugger, sanitized
from cffi_workshop.post_mortem.ending import Ending

__all__ = ["Place", "places"]

FRAME = re.compile(r'^  File "([^"]+)", line (\d+) in (.+)$', re.MULTILINE)
LIBRARY_OF_PYTHON = tuple(sysconfig.get_paths()[key] for key in ("stdlib", "purelib", "platlib"))


@dataclass(frozen=True)
class Place:
    """A line of a program, or a function whose line is not known (then `line` is 0)."""

    language: str
    file: str
    line: int
    function: str

    @property
    def sentence(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{self.language}: {where}, in {self.function}"


def places(ending: Ending, command: Sequence[str]) -> Iterator[Place]:
    """Yield where the crash happened, as far as it can be found: the program runs again for it.

    The line of C is the sanitizer's where the library can be built anew beside its source; else it
    is the debugger's, which knows the function alone if the library was compiled without -g.
    """
    if python := python_place(ending.stderr):
        yield python
    if ending.stuck:
        return  # it would not end this time either
    found = sanitized.frame(command) or debugger.frame(command)
    if found:
        yield Place("C", *found)


def python_place(stderr: str) -> Place | None:
    """Return the innermost line of the person's own that faulthandler names."""
    frames = [Place("Python", file, int(line), name) for file, line, name in FRAME.findall(stderr)]
    own = (frame for frame in frames if is_own(frame.file))
    return next(own, frames[0] if frames else None)


def is_own(file: str) -> bool:
    return not file.startswith("<") and not str(Path(file)).startswith(LIBRARY_OF_PYTHON)
