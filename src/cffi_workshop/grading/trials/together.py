"""Many texts of one file in one run: to start a run costs more than what is asked of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import PurePath

from cffi_workshop.grading.cached_runs import built
from cffi_workshop.grading.check_run import MODES, CheckRun
from cffi_workshop.grading.parts.imported_script import ImportedScript, watcher_over
from cffi_workshop.grading.parts.native_library import NativeLibrary
from cffi_workshop.grading.parts.part import Part
from cffi_workshop.grading.parts.script import Script
from cffi_workshop.grading.sources import HARNESS
from cffi_workshop.sandbox import Deadline, ExitReport, Run, RunEnded

from .one_unit import prefix_of, unit_of, with_errors
from .replayed import Replayed
from .trial import SECONDS, Trial

__all__ = ["Batch", "batch_of"]

STOPPED = ExitReport(None, "stopped")
ATTEMPTS = 4  # to build what is C of many texts
MORE_ATTEMPTS = {"fortran": 12}  # whose compiler says soon what is wrong, and seldom all of it


class LentRun:
    """A run that others use afterwards: it is not ended with the trial that it was lent to."""

    def __init__(self, run: Run) -> None:
        self._run, self.has_ended = run, False

    def ask(self, request: dict, seconds: float) -> dict:
        try:
            return self._run.ask(request, seconds)
        except RunEnded:
            self.has_ended = True
            raise

    def stop(self, _reason: str) -> ExitReport:
        return STOPPED

    def require_no_company(self) -> None:
        """Leave that to the trial that comes after, which is alone."""

    def end(self) -> None:
        self._run.stop("stopped")


class Batch:
    """Texts of one file, by a name for each; what runs over them is begun again when it ended."""

    def __init__(
        self, run: CheckRun, name: str, texts: list[str], deadline: Deadline | None = None
    ) -> None:
        self.run, self.name = run, name
        self.builder = run.builder.until(deadline)
        self._lent: dict[str, LentRun] = {}
        self._texts = {f"{PurePath(name).stem}_{k}": text for k, text in enumerate(texts)}
        self._ending = PurePath(name).suffix

    def lent(self, kind: str, begin: Callable[[], Run]) -> LentRun:
        if kind not in self._lent or self._lent[kind].has_ended:
            self._lent[kind] = LentRun(begin())
        return self._lent[kind]

    @property
    def has_ended(self) -> bool:
        """Whether the last text has ended a run of all."""
        return any(each.has_ended for each in self._lent.values())

    def end(self) -> None:
        for each in self._lent.values():
            each.end()

    @property
    def files(self) -> dict[str, bytes]:
        return {each + self._ending: text.encode() for each, text in self._texts.items()}

    @property
    def names(self) -> list[str]:
        return [*self._texts]

    def part(self, trial: Trial, name: str) -> Part | None:
        """Return a part over the text of that name; None where it is none that runs."""
        raise NotImplementedError


class ScriptBatch(Batch):
    """Modules of one folder."""

    def __init__(
        self, run: CheckRun, name: str, texts: list[str], mode: str, deadline: Deadline | None
    ) -> None:
        super().__init__(run, name, texts, deadline)
        self.mode = mode

    def part(self, trial: Trial, name: str) -> Part | None:
        return ScriptOfMany(trial, self, name)


class ScriptOfMany(Script):
    def __init__(self, trial: Trial, batch: ScriptBatch, module: str) -> None:
        super().__init__(trial, batch.mode)
        self._imported = ModuleOfMany(trial, batch, self.kinds, module)
        self.clients = self._imported.clients
        for client in self.clients:
            client.seconds = SECONDS


class ModuleOfMany(ImportedScript):
    """A module that is imported beside others, in a run of all."""

    client = Replayed

    def __init__(
        self, trial: Trial, batch: ScriptBatch, kinds: tuple[str, ...], module: str
    ) -> None:
        super().__init__(trial, batch.mode, kinds, None)
        self.module, self._batch = module, batch

    def _start(self, kind: str) -> tuple[Run, dict]:
        batch, run = self._batch, self._run
        files: dict[str, bytes] = run.place(batch.mode, kind) | batch.files
        begin = partial(run.start, files, watcher_over(kind))
        first = self._first(kind) | {"beside": True}
        return batch.lent(kind, begin), first  # type: ignore[return-value]

    def _opening(self, kind: str) -> Future:
        done: Future = Future()
        done.set_result(None)
        return done


class LibraryBatch(Batch):
    """Libraries of one folder, or one library of all, built without the sanitizer."""

    def __init__(
        self, run: CheckRun, name: str, texts: list[str], language: str, deadline: Deadline | None
    ) -> None:
        super().__init__(run, name, texts, deadline)
        self.language = language
        self._others = [each for each in run.sources_in(language) if each != name]
        self.places: dict[str, tuple[str, str]] = {}  # of each text: the library, and the prefix
        self.libraries = self._in_one() or self._one_each()

    def _in_one(self) -> dict[str, bytes]:
        """Return one library of all texts that are code of the language."""
        texts, source, library = dict(self._texts), f"all{self._ending}", "all.so"
        declared = self.run.reference_declared().result()["text"]
        for _ in range(MORE_ATTEMPTS.get(self.language, ATTEMPTS)):
            unit = unit_of(texts, self.language, declared)
            files = self.run.learner_files(self.language) | {source: unit.encode()}
            sources = {source: library}
            ending = self.builder.tried_libraries(sources, files, self._others, self.language)
            if ending.files:
                self.places = {name: (library, prefix_of(name)) for name in texts}
                return built(ending)
            wrong = [name for name in texts if name in with_errors(ending.output)]
            if len(wrong) == len(texts):  # a name of theirs that has to stay as it is
                break
            # What is no C may take with it all that comes after; of Fortran, seldom so much.
            surely = max(len(wrong) // 2, 1) if self.language == "fortran" else 1
            for each in wrong if 2 * len(wrong) < len(texts) else wrong[:surely]:
                del texts[each]
            if not wrong or not texts:
                break
        return {}

    def _one_each(self) -> dict[str, bytes]:
        files = self.run.learner_files(self.language) | self.files
        sources = {each + self._ending: f"{each}.so" for each in self._texts}
        self.places = {each: (f"{each}.so", "") for each in self._texts}
        return built(self.builder.tried_libraries(sources, files, self._others, self.language))

    def part(self, trial: Trial, name: str) -> Part | None:
        library, prefix = self.places.get(name, ("", ""))
        return LibraryOfMany(trial, self, library, prefix) if library in self.libraries else None


class LibraryOfMany(NativeLibrary):
    """One of many libraries, opened in a run of all."""

    def __init__(self, trial: Trial, batch: LibraryBatch, library: str, prefix: str) -> None:
        super().__init__(trial, batch.language)
        cdef = trial.reference_declared().result()["text"]
        for name in trial.own_functions() if prefix else ():
            cdef = re.sub(rf"\b{name}(?=\s{{0,9}}\()", prefix + name, cdef)
        request = {"do": "open", "cdef": cdef, "library": library, "prefix": prefix}
        begin = partial(trial.start, batch.libraries | trial.brought(HARNESS))
        self._live = Replayed(
            lambda: (batch.lent("", begin), request),  # type: ignore[arg-type, return-value]
            self._own,
            binding=False,
            seconds=SECONDS,
        )
        self._ends = ()
        self.clients = [self._live]

    def leaks_nothing(self) -> None:
        """Leave leaks to the trial that comes after, which is alone: no sanitizer counts here."""

    def counts_wide(self, *_: object, **__: object) -> None:
        """Build nothing more: where that fails, the line is known."""


def batch_of(
    run: CheckRun, stage: str, name: str, texts: list[str], deadline: Deadline | None = None
) -> Batch:
    kind = ScriptBatch if stage in MODES else LibraryBatch
    return kind(run, name, texts, stage, deadline)
