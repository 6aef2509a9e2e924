"""A failed check, made again over a hand-in with one line changed."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace

from cffi_workshop.grading.building.tasks import Tasks
from cffi_workshop.grading.check_run import MODES, CheckRun
from cffi_workshop.grading.parts.native_library import NativeLibrary
from cffi_workshop.grading.parts.part import Part
from cffi_workshop.grading.parts.script import Script
from cffi_workshop.grading.parts.worker_client import WorkerClient
from cffi_workshop.sandbox import Deadline, ExitReport, Watcher
from cffi_workshop.worker.words import HIGH

__all__ = ["Trial", "nothing_to_wait_for", "part_of"]

SECONDS = 0.4  # of processor time for an answer: what goes on without end is no better
# What is built of the changed file; all else is there already.
ANEW = ("learner-library", "plain-library", "live-")


class Trial(CheckRun):
    """A check run over another text of one file; what is built of the others is shared."""

    _whole: CheckRun

    @classmethod
    def of(cls, run: CheckRun, name: str, text: str, deadline: Deadline | None = None) -> Trial:
        trial = copy.copy(run)
        trial.__class__ = cls
        assert isinstance(trial, Trial)
        files = {**run.submission.files, name: text.encode()}
        trial.submission = replace(run.submission, files=files)
        trial.remembered = None  # what is tried has not come before
        trial._whole, trial._tasks, trial.deadline = run, Tasks(), deadline
        return trial

    def task(self, name: str, work: Callable[[], object], after: Sequence[Future] = ()) -> Future:
        if name.startswith(ANEW):
            return super().task(name, work, after)
        return self._whole.task(name, work, after)

    def end(self) -> None:
        self._tasks.stop()


class TriedLibrary(NativeLibrary):
    """The learner's C in one build alone: sanitized where the mistake was one with memory."""

    def __init__(self, run: CheckRun, language: str, *, sanitized: bool, guarded: bool) -> None:
        super().__init__(run, language)
        self._sanitized = sanitized
        build = self._built if sanitized else self._tried
        watcher = Watcher.SANITIZER if sanitized else Watcher.NOBODY
        self._live = WorkerClient(
            lambda: run.start_library(build(), self._library, watcher=watcher),
            self._own,
            binding=False,
        )
        self._ends = (HIGH,) if guarded else ()
        self._guarded = WorkerClient(
            lambda: run.start_library(build(), self._library, guarded=True),
            self._own,
            binding=False,
        )
        self.clients = [self._live, self._alone, self._guarded]

    def _loading(self) -> Future:
        return nothing_to_wait_for()

    def leaks_nothing(self, *, may_keep: bool = False) -> None:
        """Look for leaks where there is a sanitizer, which counts what is left behind."""
        if self._sanitized:
            super().leaks_nothing(may_keep=may_keep)

    def counts_wide(self, *_: object, **__: object) -> None:
        """Build nothing more: where that fails, the line is known."""

    def _tried(self) -> ExitReport:
        run, language = self.run, self._language
        files, sources = run.learner_files(language), run.sources_in(language)
        builder = run.builder.until(run.deadline)
        return builder.tried_library(self._library, files, sources, language)


def nothing_to_wait_for() -> Future:
    """Return what a trial waits for before it loads C, which nothing else of it loads: no build."""
    done: Future = Future()
    done.set_result(None)
    return done


def part_of(
    trial: Trial, stage: str, original: Part, *, sanitized: bool, guarded: bool = False
) -> Part:
    part: Part
    if stage in MODES:
        part = Script(trial, stage)
    else:
        part = TriedLibrary(trial, stage, sanitized=sanitized, guarded=guarded)
    for client in part.clients:
        client.seconds = SECONDS
    if isinstance(part, NativeLibrary) and isinstance(original, NativeLibrary):
        part.remember(original)
    return part
