"""The files that checks of an exercise work with: the learner's, the solution's, the probe's."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.languages import language_of
from cffi_workshop.exercises.markers import solution_text

from ..submission import Submission, read_submission
from .builds import library_name
from .drawn import HEADER, HEADER_NAME, TRUTH_NAME, truth

__all__ = ["HARNESS", "SCENES", "SYSTEM_PROBE", "Sources"]

# What the checker brings along for an exercise that needs it.
CONTRACT, HARNESS, SCENES = "checker/contract.h", "checker/harness.py", "checker/scenes*.py"
# The probe's file, where it takes the place of a library of the system.
SYSTEM_PROBE = "stand_in.c"


class Sources:
    """What is there before anything is built, by file name."""

    def __init__(self, exercise: Exercise, path: Path) -> None:
        self.exercise, self.slug = exercise, exercise.slug
        self.source, self.library = exercise.source, library_name(exercise.library)
        self.submission: Submission = read_submission(exercise, path)
        self._originals: dict[str, bytes] = {}

    @property
    def header(self) -> str:
        """Name the header that declares what the scripts call, as a learner knows it."""
        own = f"{self.exercise.library}.h"
        return own if own in self.exercise.locked else self._system_headers[0]

    def header_of(self, name: str) -> str:
        """Name the header that declares a function or struct, the exercise's or the system's."""
        own = self.locked.get(f"{self.exercise.library}.h", b"").decode()
        mine = re.search(rf"\b{re.escape(name)}\b", own)
        return self.header if mine or not self._system_headers else self._system_headers[0]

    @property
    def _system_headers(self) -> list[str]:
        return re.findall(r"#include <([^<>\n]+)>", self.contract)

    @cached_property
    def contract(self) -> str:
        """Return C that includes each header whose functions the scripts call."""
        if (self.exercise.solution / CONTRACT).is_file():
            return self.original(CONTRACT).decode()
        return f'#include "{self.exercise.library}.h"\n'

    def original(self, name: str) -> bytes:
        """Return a file of the solution, which is read once in a check."""
        if name not in self._originals:
            self._originals[name] = (self.exercise.solution / name).read_bytes()
        return self._originals[name]

    def brought(self, pattern: str) -> dict[str, bytes]:
        """Return files of the checker's, by their names alone, for an exercise that has them."""
        paths = self.exercise.solution.glob(pattern)
        return {path.name: self.original(f"{path.parent.name}/{path.name}") for path in paths}

    def has(self, name: str) -> bool:
        return name in self.exercise.editable

    def is_solved(self, *names: str) -> bool:
        """Say whether these files are those of the solution, with its marks or without."""
        return all(self.submission.files.get(name) in self._solved(name) for name in names)

    def _solved(self, name: str) -> tuple[bytes, bytes]:
        return self.original(name), solution_text(self.exercise, name).encode()

    @cached_property
    def locked(self) -> dict[str, bytes]:
        """Return the files that belong to the task, as the solution has them."""
        return {name: self.original(name) for name in self.exercise.locked}

    def mine(self, *names: str) -> dict[str, bytes]:
        """Return those files of the learner's that are there."""
        return {
            name: self.submission.files[name] for name in names if name in self.submission.files
        }

    def reference_c(self, kind: str) -> dict[str, bytes]:
        """Return header and C of the solution, or of the probe, under the same name."""
        if kind == "probe":
            probe = {self.source or SYSTEM_PROBE: self.original("checker/probe.c")}
            own = self.original(self.source).decode() if self.source else ""
            headers = {HEADER_NAME: HEADER.encode(), TRUTH_NAME: truth(own).encode()}
            return {**self.locked, **probe, **headers}
        return (
            {**self.locked, self.source: self.original(self.source)} if self.source else self.locked
        )

    @property
    def probe_listens(self) -> bool:
        """Say whether the probe tells the truth of what it heard (grading/building/drawn.py)."""
        return b"is_known(" in self.original("checker/probe.c")

    def source_in(self, language: str) -> str:
        """Name the learner's source in a language."""
        return self.source or "" if language == "c" else self.exercise.natives[language]

    def library_in(self, language: str) -> str:
        """Name the library that is built of it."""
        return (
            self.library if language == "c" else library_name(Path(self.source_in(language)).stem)
        )

    @property
    def libraries(self) -> tuple[str, ...]:
        return (self.library, *map(self.library_in, self.exercise.natives))

    @property
    def objects(self) -> tuple[str, ...]:
        """Name the objects that make leaves of the Fortran, which setuptools cannot compile."""
        sources = self.sources_in("fortran") if "fortran" in self.exercise.natives else ()
        return tuple(Path(name).with_suffix(".o").name for name in sources)

    def sources_in(self, language: str) -> list[str]:
        """Return the learner's source, after what is handed out in that language with it."""
        given = [name for name in self.exercise.locked if language_of(name) == language]
        return [*given, self.source_in(language)]

    def learner_files(self, language: str) -> dict[str, bytes]:
        return {**self.locked, **self.mine(self.source_in(language))}
