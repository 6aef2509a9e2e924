"""All that the checks of one exercise work with: sources, what is built of them, and places to run.

What a check needs is made in the background as soon as a check begins, so that it is found ready.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import asdict
from pathlib import Path

from cffi_workshop.cache import Cache
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.sandbox import Deadline, ExitReport, KeptServers, Run, Sandbox, Watcher

from .building.artifacts import Artifacts
from .building.builds import Builder
from .building.cached_runs import CACHE_VERSION, built
from .building.cdef_comparison import Comparison, compare
from .building.cdef_facts import facts_source, read_facts
from .building.drawn import Drawn
from .building.sanitizer import find_sanitizer
from .building.sources import HARNESS, SCENES
from .building.tasks import Tasks
from .building.toolchain import LIBRARY_SUFFIX, Toolchain
from .machine import require_our_build, require_rights
from .remembered import Remembered

__all__ = ["MODES", "CheckRun"]

NO_SANITIZER = (
    "There is no sanitizer here that goes with {cc}. So memory that C does not free, and some "
    "mistakes with memory, are not seen; `workshop doctor` says how to install one."
)
MODES = {"abi": "ABI in-line", "api": "API out-of-line"}


class CheckRun(Artifacts):
    """A context: the sandbox lives as long as it."""

    deadline: Deadline | None = None  # of its own runs, where they end before the check does

    def __init__(
        self,
        exercise: Exercise,
        path: Path,
        sandbox: str = "auto",
        *,
        seed: int,
        kept: KeptServers | None = None,
        remembered: Remembered | None = None,
    ) -> None:
        super().__init__(exercise, path)
        self.drawn, self.remembered = Drawn(seed), remembered
        self.tools = Toolchain.find()
        self.c_was_stopped = self.never_loads = ""
        self.loading: list[Future] = []  # the learner's C, for the first time
        self.remarks: list[str] = list(self.submission.remarks)
        if self.exercise.source and not self.tools.sanitizer_runtime:
            self.remarks.append(NO_SANITIZER.format(cc=Path(self.tools.cc).name))
        self._cache = Cache.of_checkout(exercise.root)
        self._sandbox = Sandbox(
            sandbox,
            self._preload(),
            find_sanitizer(self.tools, self._cache, cpp="cpp" in exercise.natives),
            self._cache,
            self.tools.folders,
            kept,
        )

    def __enter__(self) -> CheckRun:
        require_rights(sanitized=self.tools.sanitizer_runtime is not None)
        self._sandbox.__enter__()
        self._tasks = Tasks()
        self.builder = Builder(self._sandbox, self._cache, self.tools)
        try:
            self._sandbox.require_room()
            if not self._sandbox.isolates:
                self._build_ours_first()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        self._tasks.stop()
        self._sandbox.__exit__()
        self._tasks.wait()

    def _build_ours_first(self) -> None:
        """Build what is ours before any code of the learner's runs, where that could reach it."""
        self.reference_declared().result()
        for kind in ("reference", "probe"):
            self.reference_library(kind).result()
        if self.source in self.submission.files:
            self.learner_library().result()

    def _preload(self) -> tuple[str, ...]:
        sources = (self.original(name) for name in self.exercise.editable if name.endswith(".py"))
        return ("numpy",) if any(b"import numpy" in source for source in sources) else ()

    @property
    def layer(self) -> str:
        return self._sandbox.layer

    def end_within(self, seconds: float) -> Deadline:
        """Return the end of what may be left undone, counted from the begin of the check."""
        whole = self._sandbox.deadline
        return whole.no_later_than(whole.began + seconds)

    @property
    def sanitizes(self) -> bool:
        return self._sandbox.sanitizes

    def comparison(self, declared: dict, source: str | None = None) -> Comparison:
        """Hold what a learner declares against the header, or what a Fortran `source` defines."""
        reference = self.reference_declared().result()
        key = Cache.key(
            "comparison",
            CACHE_VERSION,
            self.tools.identity,
            declared,
            reference,
            self.locked,
            self.contract,
            source,
        )
        if entry := self._cache.get(key):
            return Comparison(tuple(entry["mismatches"]), tuple(entry["remarks"]))
        comparison = self._compare(declared, reference, source)
        self._cache.put(key, asdict(comparison))
        return comparison

    def _compare(self, declared: dict, reference: dict, source: str | None) -> Comparison:
        files = self.locked | {"facts.c": facts_source(self.contract, reference, declared).encode()}
        ending = self.builder.assembly(files, "facts.c")
        made = built(require_our_build(ending, "comparison of declarations"))
        facts = read_facts(made["facts.s"].decode())
        return compare(declared, reference, facts, self.header_of, source)

    def place(self, mode: str, kind: str) -> dict[str, bytes]:
        """Return the files beside the learner's script: the library or the extension module."""
        script = self.locked | self.mine(f"{self.slug}_{mode}.py") | self.brought(SCENES)
        return script | self.binaries(mode, kind)

    def binaries(self, mode: str, kind: str) -> dict[str, bytes]:
        """Return what a script of one mode loads; a probe's answers follow from what is drawn."""
        if mode == "abi":
            if kind == "learner":
                return built(self.made_library().result())
            return self._drawn_into(self.reference_libraries(kind))
        if kind == "probe" and self.makes_probe and all(made := self.made_modules().values()):
            return self._drawn_into(dict(filter(None, made)))  # what the learner's own build makes
        return self._drawn_into(built(self.extension(kind).result()))

    @property
    def makes_probe(self) -> bool:
        """Say whether a build script builds all of the probe.

        Functions of the system are not in what it builds.
        """
        return bool(self.source) and not self.exercise.system

    def _drawn_into(self, files: dict[str, bytes]) -> dict[str, bytes]:
        return {name: self.drawn.written_into(content) for name, content in files.items()}

    def start(
        self, files: dict[str, bytes], watcher: Watcher = Watcher.NOBODY, *, elsewhere: bool = True
    ) -> Run:
        return self._sandbox.python(
            self.slug, files, watcher, elsewhere=elsewhere, deadline=self.deadline
        )

    def start_library(
        self,
        library: ExitReport,
        name: str | None = None,
        *,
        watcher: Watcher = Watcher.NOBODY,
        guarded: bool = False,
    ) -> tuple[Run, dict]:
        """Start a run for a build of the C behind the harness; return it and its first request."""
        made = built(library).items()  # and beside the library what else came of the same build
        files = {file: content for file, content in made if file.endswith(LIBRARY_SUFFIX)}
        run = self.start(files | self.brought(HARNESS), watcher)
        request = {
            "do": "open",
            "cdef": self.reference_declared().result()["text"],
            "library": name or self.library,
            "guarded": guarded,
        }
        return run, request
