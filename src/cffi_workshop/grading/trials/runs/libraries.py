"""Many texts of C, C++ or Fortran, built into one library or each into its own."""

from __future__ import annotations

import re
from concurrent.futures import Future
from functools import partial

from cffi_workshop.grading.building.cached_runs import built
from cffi_workshop.grading.building.sources import HARNESS
from cffi_workshop.grading.parts.left_behind import left_behind
from cffi_workshop.grading.parts.native_library import NativeLibrary
from cffi_workshop.grading.parts.part import Part, fail
from cffi_workshop.sandbox import Deadline, ExitReport, Watcher

from .one_unit import is_closed, prefix_of, unit_of, with_errors
from .replayed import Replayed
from .shared_run import Batch
from .trial import SECONDS, Trial, nothing_to_wait_for

__all__ = ["LibraryBatch"]

OWN = "own"  # the name of the learner's text among others
ATTEMPTS = 4  # to build what is C of many texts
MORE_ATTEMPTS = {"fortran": 12}  # whose compiler says soon what is wrong, and seldom all of it


class LibraryBatch(Batch):
    """Libraries of one folder, or one library of all.

    Where a text may end its process, it is a copy's; and so the sanitizer may look on.
    """

    def __post_init__(self, texts: list[str], deadline: Deadline | None) -> None:
        super().__post_init__(texts, deadline)
        self.watcher = Watcher.SANITIZER if self.plan.sanitized else Watcher.NOBODY
        self._others = [each for each in self.run.sources_in(self.stage) if each != self.name]
        self.places: dict[str, tuple[str, str]] = {}  # of each text: the library, and the prefix
        original = self.run.submission.text(self.name)
        closed = {
            each: text
            for each, text in self._texts.items()
            if self.stage == "fortran" or is_closed(text, original)
        }
        libraries = self._in_one(closed)
        self.libraries = self._one_each() if libraries is None else libraries

    def _in_one(self, texts: dict[str, str], library: str = "all.so") -> dict[str, bytes] | None:
        """Return one library of all texts that are code, or two; None where that cannot be.

        The learner's own text is among them: where it is no code there, nothing is.
        """
        original, source = self.run.submission.text(self.name), f"all{self._ending}"
        declared = self.run.reference_declared().result()["text"]
        for _ in range(MORE_ATTEMPTS.get(self.stage, ATTEMPTS)):
            unit = unit_of({OWN: original, **texts}, self.stage, declared)
            files = self.run.learner_files(self.stage) | {source: unit.encode()}
            ending = self._built({source: library}, files)
            if ending.files:
                self.places |= {name: (library, prefix_of(name)) for name in texts}
                return built(ending)
            named = with_errors(ending.output)
            wrong = [name for name in texts if name in named]
            if OWN in named:  # a name of theirs that has to stay as it is
                return None
            if not wrong:
                break
            # What is no Fortran may take with it all that comes after.
            surely = max(len(wrong) // 2, 1) if self.stage == "fortran" else len(wrong)
            for each in wrong if 2 * len(wrong) < len(texts) else wrong[:surely]:
                del texts[each]
            if not texts:
                return {}
        return self._in_two(texts, library)

    def _in_two(self, texts: dict[str, str], library: str) -> dict[str, bytes]:
        """Return the libraries of each half, where nobody says what is wrong with the whole."""
        names = [*texts]
        libraries: dict[str, bytes] = {}
        for half in (names[::2], names[1::2]) if len(names) > 1 else ():
            found = self._in_one({name: texts[name] for name in half}, f"{half[0]}_{library}")
            libraries |= found or {}
        return libraries

    def _one_each(self) -> dict[str, bytes]:
        files = self.run.learner_files(self.stage) | self.files
        sources = {each + self._ending: f"{each}.so" for each in self._texts}
        self.places = {each: (f"{each}.so", "") for each in self._texts}
        return built(self._built(sources, files))

    def _built(self, sources: dict[str, str], files: dict[str, bytes]) -> ExitReport:
        plan = self.plan
        return self.builder.tried_libraries(
            sources,
            files,
            self._others,
            self.stage,
            sanitized=plan.sanitized,
            undefined=plan.undefined,
        )

    def part(self, trial: Trial, name: str) -> Part | None:
        library, prefix = self.places.get(name, ("", ""))
        return LibraryOfMany(trial, self, library, prefix) if library in self.libraries else None


class LibraryOfMany(NativeLibrary):
    """One of many libraries, opened in a run of all."""

    def __init__(self, trial: Trial, batch: LibraryBatch, library: str, prefix: str) -> None:
        super().__init__(trial, batch.stage)
        cdef = trial.reference_declared().result()["text"]
        for name in trial.own_functions() if prefix else ():
            cdef = re.sub(rf"\b{name}(?=\s{{0,9}}\()", prefix + name, cdef)
        request = {"do": "open", "cdef": cdef, "library": library, "prefix": prefix}
        begin = partial(trial.start, batch.libraries | trial.brought(HARNESS), batch.watcher)
        self._live = Replayed(
            lambda: (batch.lent("", begin), request),  # type: ignore[arg-type, return-value]
            self._own,
            binding=False,
            seconds=SECONDS,
        )
        self._ends, self._watched = (), batch.plan.sanitized and self.run.sanitizes
        self.clients = [self._live]

    def _loading(self) -> Future:
        return nothing_to_wait_for()

    def leaks_nothing(self, *, may_keep: bool = False) -> None:
        """Ask the sanitizer, where it counts, what is held; leave its report to the trial alone."""
        if self._watched and left_behind(self._live, self._recent, report=False):
            fail("leak", "More memory is held with each round of calls.")

    def keeps_nothing(self) -> None:
        """Ask nothing: other texts of the same library may keep some."""

    def counts_wide(self, *_: object, **__: object) -> None:
        """Build nothing more: where that fails, the line is known."""
