"""A script of the learner's, imported in processes of its own."""

from __future__ import annotations

from concurrent.futures import Future
from functools import cache, partial

from cffi_workshop.cache import Cache
from cffi_workshop.grading.building.drawn import LISTENS
from cffi_workshop.grading.check_run import CheckRun
from cffi_workshop.grading.diagnose import CheckFailed
from cffi_workshop.grading.remembered import Remembered
from cffi_workshop.sandbox import Run, Watcher

from .build_script import BuildScript
from .native_misuse import may_run_at_end
from .remembering import RememberingClient
from .worker_client import WorkerClient

__all__ = ["ImportedScript", "watcher_over"]


def watcher_over(kind: str) -> Watcher:
    """Return who watches a script over C of a kind: the reference is built for the sanitizer."""
    return Watcher.SANITIZER if kind == "reference" else Watcher.NOBODY


class ImportedScript:
    """One process for each kind of C that lies beside the script; they begin ahead of time.

    The first of `kinds` is what the build script, where there is one, is run over.
    """

    client = WorkerClient

    def __init__(
        self, run: CheckRun, mode: str, kinds: tuple[str, ...], build: BuildScript | None
    ) -> None:
        self._run, self._mode, self._kinds, self._build = run, mode, kinds, build
        self.module = f"{run.slug}_{mode}"
        # Of each kind: asked for its key and to start, and at each call.
        self._place, self._opening = cache(partial(run.place, mode)), cache(self._begin_opening)
        self._doing = f"Importing {self.module}.py"
        self._live = {
            kind: self._client_for(kind, kind != "learner", run.remembered) for kind in kinds
        }

    def _client_for(self, kind: str, is_ours: bool, remembered: Remembered | None) -> WorkerClient:
        """Return who asks the process over C of a kind: what it answered to others may be known.

        C of the learner's own is another one in nearly every hand-in.
        """
        start, own = partial(self._start, kind), self._run.exercise.editable
        if not (remembered and is_ours):
            return self.client(start, own, binding=is_ours)
        key = partial(self._key, kind)
        return RememberingClient(start, own, binding=is_ours, remembered=remembered, key=key)

    def _key(self, kind: str) -> str:
        """Return the key of all that the answers over C of a kind follow from."""
        run, watcher = self._run, watcher_over(kind).name
        how = [run.slug, self._mode, kind, run.layer, run.sanitizes, watcher, run.drawn.seed]
        return Cache.key(how, self._first(kind), self._place(kind))

    def _start(self, kind: str) -> tuple[Run, dict]:
        # Their own C is called as a learner does it, from the folder that all of it is in.
        elsewhere = kind != "learner"
        run = self._run.start(self._place(kind), watcher_over(kind), elsewhere=elsewhere)
        return run, self._first(kind)

    def _first(self, kind: str) -> dict:
        """Return what a run is asked first."""
        first: dict = {"do": "import", "module": self.module}
        if kind == "probe" and self._run.exercise.system:
            first |= {"system": self._run.exercise.system, "library": self._run.library}
        if kind == "probe" and self._run.probe_listens:
            first["attention"] = LISTENS
        return first

    def prefetch(self) -> None:
        for kind in self._kinds:
            self._opening(kind)

    def _begin_opening(self, kind: str) -> Future:
        """Have the script imported, as soon as all that it stands on is built."""
        run = self._run
        if self._build:
            kinds = {self._kinds[0], kind} - ({"probe"} if run.makes_probe else set())
            needs = [run.build_script(), run.build_script_run(), *map(run.extension, kinds)]
        else:
            needs = [run.made_library() if kind == "learner" else run.reference_library(kind)]
        needs += run.loading if kind == "learner" else []
        return run.task(f"live-{self._mode}-{kind}", lambda: self._try_to_open(kind), needs)

    def _try_to_open(self, kind: str) -> CheckFailed | None:
        """Import the script ahead of time; return what the check that asks for it has to tell."""
        if f"{self.module}.py" in self._run.submission.missing:
            return None
        if kind == "learner" and self._run.never_loads:
            return None
        try:
            if self._build is None or self._build.problem() is None:
                self._live[kind].open(self._doing)
        except CheckFailed as failure:
            return failure
        return None

    def open(self, kind: str) -> dict:
        """Return what the import over that C gave, or raised; a failed check when it ended."""
        if failure := self._opening(kind).result():
            raise failure
        return self._live[kind].open(self._doing)

    def ask(self, kind: str, request: dict, doing: str) -> dict:
        """Return the result or exception of a request to the process over that C."""
        return self._live[kind].ask(request, doing)

    @property
    def clients(self) -> list[WorkerClient]:
        return [*self._live.values()]

    def settle(self) -> None:
        """Fail when something is still at work that the script has started."""
        for kind, live in self._live.items():
            live.settle(f"Running {self.module}.py")
            if kind != "probe":  # which may keep a thread on purpose
                of_c = may_run_at_end(self._run, self._compiled(kind))
                live.require_end(f"Running {self.module}.py", of_c=of_c)

    def _compiled(self, kind: str) -> list[str]:
        """Return the learner's files that say what is compiled, or are: the script is none."""
        built = [self._build.name] if self._build else []
        editable = self._run.exercise.editable if kind == "learner" else ()
        return built + [name for name in editable if not name.endswith(".py")]
