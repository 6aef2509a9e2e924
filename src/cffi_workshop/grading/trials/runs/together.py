"""Many texts of one file in one run, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial

from cffi_workshop.grading.check_run import MODES, CheckRun
from cffi_workshop.grading.parts.imported_script import ImportedScript, watcher_over
from cffi_workshop.grading.parts.part import Part
from cffi_workshop.grading.parts.script import Script
from cffi_workshop.sandbox import Deadline, Run

from .libraries import LibraryBatch
from .plans import Plan
from .replayed import Replayed
from .shared_run import Batch
from .trial import SECONDS, Trial, nothing_to_wait_for

__all__ = ["batch_of", "sizes_up_to"]

SMALLEST = 8  # texts that share a run at first


class ScriptBatch(Batch):
    """Modules of one folder."""

    def part(self, trial: Trial, name: str) -> Part | None:
        return ScriptOfMany(trial, self, name)


class ScriptOfMany(Script):
    def __init__(self, trial: Trial, batch: ScriptBatch, module: str) -> None:
        super().__init__(trial, batch.stage)
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
        super().__init__(trial, batch.stage, kinds, None)
        self.module, self._batch = module, batch

    def _start(self, kind: str) -> tuple[Run, dict]:
        batch, run = self._batch, self._run
        files: dict[str, bytes] = run.place(batch.stage, kind) | batch.files
        begin = partial(run.start, files, watcher_over(kind))
        first = self._first(kind) | {"beside": True}
        return batch.lent(kind, begin), first  # type: ignore[return-value]

    def _begin_opening(self, kind: str) -> Future:
        return nothing_to_wait_for()


def batch_of(
    run: CheckRun,
    stage: str,
    name: str,
    texts: list[str],
    plan: Plan,
    deadline: Deadline | None = None,
) -> Batch:
    kind = ScriptBatch if stage in MODES else LibraryBatch
    return kind(run, stage, name, texts, plan, deadline)


def sizes_up_to(largest: int) -> Iterator[int]:
    """Yield how many texts share a run: few at first, since the likeliest come first."""
    size = min(SMALLEST, largest)
    while True:
        yield size
        size = min(2 * size, largest)
