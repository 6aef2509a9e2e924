"""The learner's C alone, or the same in another language."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from typing import Any

from cffi_workshop.grading import diagnose
from cffi_workshop.grading.check_run import CheckRun
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.grading.results.call_result import CallResult
from cffi_workshop.grading.results.results_of_runs import ResultsOfRuns, noted
from cffi_workshop.sandbox import ExitReport, Run, Watcher
from cffi_workshop.worker.words import HIGH, LOW

from .c_interface import lacking, signature
from .first_load import load
from .left_behind import changed_variables, left_behind, require_nothing_kept
from .many_calls import ManyCalls, require_alone
from .native_misuse import (
    has_thread_local,
    listing_of_kept,
    may_run_at_end,
    require_no_reach,
    variables_kept,
)
from .part import Part, fail, request, require_built, require_clean, shown_call
from .scarce_memory import died_where_memory_is_scarce
from .wide_counts import require_wide
from .worker_client import WorkerClient

__all__ = ["NativeLibrary"]

MOST_RECENT = 8  # calls that are made again in the search for leaks
# Functions of a harness that start a thread: the sanitizer's report does not bear those that ended.
IN_A_THREAD = "_in_a_thread"
WITHOUT = "In a build without the sanitizer, "
LATER = "After many other calls, "


class NativeLibrary(Part):
    """The learner's C, sanitized, called through the solution's cdef; or their C++ or Fortran."""

    explains_itself = True

    def __init__(self, run: CheckRun, language: str = "c") -> None:
        super().__init__(run)
        self._language = language
        self._source, self._library = run.source_in(language), run.library_in(language)
        self._live, self._alone, self._scarce = (
            WorkerClient(partial(self._started, watcher), self._own, binding=False)
            for watcher in (Watcher.SANITIZER, Watcher.LEAK_CHECKER, Watcher.SCARCE)
        )
        self._recent: deque[dict] = deque(maxlen=MOST_RECENT)
        # It has a library for each end of a block: each gets the same calls as the sanitized one.
        self._guarded = WorkerClient(
            lambda: run.start_library(self._plain(), self._library, guarded=True),
            self._own,
            binding=False,
        )
        self._ends: tuple[str, ...] = (HIGH, LOW)

    @property
    def files(self) -> tuple[str, ...]:
        return (self._source,)

    def prefetch(self) -> None:
        if self._language in self.run.tools.compilers:
            self.run.learner_library(self._language)
            self.run.loading.append(self._loading())
            self.run.plain_library(self._language)
        self.run.reference_declared()

    def _started(self, watcher: Watcher) -> tuple[Run, dict]:
        return self.run.start_library(self._built(), self._library, watcher=watcher)

    def _built(self) -> ExitReport:
        self._require_compiler(self._language, self._source)
        return self.run.learner_library(self._language).result()

    def _plain(self) -> ExitReport:
        """Return the build without the sanitizer, which may end otherwise than that with it."""
        ending = self.run.plain_library(self._language).result()
        require_built(ending, f"{self._source} does not compile.")
        return ending

    def compiles(self) -> None:
        """Fail unless the source compiles, agrees with the header, and exports what it declares."""
        self._require(self._source)
        require_built(self._built(), f"{self._source} does not compile.")
        require_no_reach(self.run, self._language)
        included = re.search(rf'#\s*include\s*[<"]{self.run.header}', self._text)
        if not included and self._language != "fortran":
            require_clean(self.run.signature_check(self._language).result())
        self._open(self._live)
        for name in self.run.own_functions():
            if not self._live.has_symbol(name, f"Loading {self._library}"):
                raise CheckFailed(lacking(self.run, self._language, name))
        if self._language == "fortran" and (mismatch := signature(self.run)):
            raise CheckFailed(mismatch)

    @property
    def _text(self) -> str:
        return self.run.submission.text(self._source)

    def _loading(self) -> Future:
        """Have it loaded as soon as it is built; return the future of why it cannot be, or None."""
        work = partial(load, self.run, self._built, self._live, f"Loading {self._library}")
        after = [self.run.learner_library(self._language)]
        return self.run.task(f"loading-{self._language}", work, after)

    def _open(self, live: WorkerClient) -> None:
        doing = f"Loading {self._library}"
        if live is self._live and (failure := self._loading().result()):
            raise failure
        if error := live.open(doing).get("exception"):
            otherwise = diagnose.of_exception(error, doing)
            raise CheckFailed(diagnose.of_build_output(error["message"], otherwise))

    def blamed(self, finding: Diagnosis, title: str, check: str) -> Diagnosis:
        """Name what the compiler warned of, where that is the root of what was found."""
        finding = diagnose.of_root(finding.cause, self._built().output) or finding
        return super().blamed(finding, title, check)

    def has_no_warnings(self) -> None:
        self._require(self._source)
        if finding := diagnose.of_warning(self._built().output):
            raise CheckFailed(finding)

    def shares_nothing(self) -> None:
        """Fail when a variable outlives a call: all threads have the same one, and race for it."""
        self._built()
        if has_thread_local(self._text):  # nm does not tell these from the others
            return
        names = set(variables_kept(listing_of_kept(self.run, self._language)))
        changed = changed_variables(self._live) if names and self._language == "c" else None
        if changed is not None:  # a table that nobody writes to is as good as a constant one
            names -= variables_kept(self.run.plain_symbols("c")).keys() - changed
        if name := min(names, default=""):
            message = (
                f"{self._source} keeps the variable {name} from call to call. All threads share "
                "it, and two threads that call at the same time overwrite each other's value."
            )
            line_of = self.run.submission.line_of
            declared = line_of(self._source, rf"(?i)\b(?:static|save)\b.{{0,200}}\b{name}\b")
            place = declared or line_of(self._source, rf"\b{name}\b")
            fail("undefined-behaviour", message, place)

    def call(self, function: str, *arguments: object, shown: str | None = None) -> ResultsOfRuns:
        """Call a function of checker/harness.py; `shown` begins the sentence of a wrong answer."""
        shown = shown or shown_call(function, arguments)
        doing = diagnose.split_at_verb(shown)[0]
        wanted = request("call", function, arguments)
        if not function.endswith(IN_A_THREAD):
            self._recent.append(wanted)
        replies = self._in_each_run(lambda end: wanted | {"end": end}, doing)
        return ResultsOfRuns([CallResult(reply, noted(note, shown)) for reply, note in replies])

    def calls(
        self,
        function: str,
        cases: list[tuple[tuple, object]],
        shown: str,
        again: int = 0,
        *,
        alone: bool = False,
        **tolerance: Any,
    ) -> None:
        """Call a function of checker/harness.py many times in one process; fail on a wrong result.

        `cases` are arguments, and what the call should give: an array where there is a tolerance.
        `shown` is a format for the arguments. `again` is how often the sanitized C makes all of the
        calls once more. Where each call stands `alone`, nothing that C keeps may make a difference.
        """
        many = ManyCalls(function, cases, shown, tolerance)
        for said, note in self._in_each_run(many.request, many.doing):
            many.compare(said, note)
        if again:
            with self._noting_stops():
                said = self._live.ask(many.request(None, again), many.doing)
            many.compare(said, LATER)
        if alone:
            try:
                require_alone(self.run, many, self._guarded, self._source)
            except CheckFailed:
                self.keeps_nothing()  # the root, where other bytes made an address a wild one
                raise

    def counts_wide(self, function: str, cases: list, shown: str, **tolerance: Any) -> None:
        """Fail where calls, each of more than 2**16 of something, go wrong beyond 2**32."""
        many = ManyCalls(function, cases, shown, tolerance)
        require_wide(self.run, self._language, many, self._own_numbers)

    def _in_each_run(
        self, wanted: Callable[[str | None], dict], doing: str
    ) -> Iterator[tuple[dict, str]]:
        """Ask the sanitized run, and then the guarded one with arguments at each end of a page."""
        self._open(self._live)
        with self._noting_stops():
            yield self._live.ask(wanted(None), doing), ""
            for end in self._ends:
                self._open(self._guarded)
                with died_where_memory_is_scarce(self._scarce, wanted(None), doing):
                    yield self._guarded.ask(wanted(end), doing), WITHOUT

    @contextmanager
    def _noting_stops(self) -> Iterator[None]:
        """Let the other checks know of C that had to be stopped, which is not called again."""
        try:
            yield
        except CheckFailed:
            self.run.c_was_stopped = self._live.stopped or self._guarded.stopped
            raise

    def remember(self, other: NativeLibrary) -> None:
        """Have the calls of another part for those that are looked at for leaks."""
        self._recent.extend(other._recent)

    def settle(self) -> None:
        for live in (self._live, self._guarded, self._alone, self._scarce):
            live.settle(f"Calling {self._source}")
        if may_run_at_end(self.run, self.files):
            self._live.require_end(f"Calling {self._source}", of_c=True)

    def leaks_nothing(self, *, may_keep: bool = False) -> None:
        """Fail when calls such as the last ones leave memory behind.

        So does memory that a variable of the C still has, unless the C `may_keep` some.
        """
        self._open(self._live)
        if not may_keep:
            self.keeps_nothing()
        # The report is made in a process of its own, whose few calls keep it short.
        if self.run.sanitizes and left_behind(self._live, self._recent, report=False):
            self._open(self._alone)
            found = left_behind(self._alone, self._recent, report=True)
            if finding := diagnose.of_leaks(found, self._own):
                raise CheckFailed(finding)

    def keeps_nothing(self) -> None:
        """Fail where a variable of the C still has memory after the calls that were made."""
        require_nothing_kept(self.run, self._live, self._source)
