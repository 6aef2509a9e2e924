"""The learner's Makefile over the learner's C."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from cffi_workshop.grading import diagnose
from cffi_workshop.grading.building.cached_runs import built
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.sandbox import ExitReport

from .part import Part, fail, unbuilt
from .worker_client import NotRun, WorkerClient

__all__ = ["Makefile"]

LATER = b"int workshop_was_here(void);\nint workshop_was_here(void)\n{\n    return 1;\n}\n"


class Makefile(Part):
    """The learner's Makefile over the learner's C."""

    explains_itself = True

    @property
    def files(self) -> tuple[str, ...]:
        return ("Makefile",)

    def prefetch(self) -> None:
        self._opening()

    def settle(self) -> None:
        """A run of make is over when it is judged, so nothing of it is left to look for."""

    def builds(self) -> None:
        """Fail unless `make` leaves a shared library that exports what the header declares."""
        self._require("Makefile", self.run.source or "")
        ending = self.run.made_library().result()
        reason = diagnose.make_sentence(ending.output)
        place = diagnose.make_line(ending.output)
        if ending.status:
            otherwise = Diagnosis("make-failed", f"make failed: {reason}.", place)
        else:
            ignored = f" It went on after {reason}." if "(ignored)" in reason else ""
            message = f"make ended well, but built no {self.run.library}.{ignored}"
            otherwise = Diagnosis("make-failed", message, place)
        todo = self._todo("Makefile")
        if todo and not ending.files and ending.reason is None:
            raise CheckFailed(todo)
        require_made(ending, otherwise)
        self._require_exports()
        if self.run.mark not in built(ending).get(self.run.library, b""):
            self._require_own_source()

    def follows(self, source: str, added: bytes, symbol: str) -> None:
        """Fail unless `make`, run once C was `added` to a source, builds that C's `symbol` in."""
        ending = self.run.made_again(source, added).result()
        message = f"make failed when it was run again: {diagnose.make_sentence(ending.output)}."
        require_made(ending, Diagnosis("make-failed", message, diagnose.make_line(ending.output)))
        live, _ = self._open(lambda: ending)
        if not live.has_symbol(symbol, f"Loading {self.run.library}"):
            fail(
                "make-failed",
                f"{source} was changed and make was run again, but {self.run.library} is still "
                "the old one. What stands behind the colon of its rule?",
            )

    def _require_own_source(self) -> None:
        """Fail unless what is added to the learner's C is in the library as well."""
        ending = self.run.made_with(LATER).result()
        if ending.files and ending.status == 0:
            live, _ = self._open(lambda: ending)
            if live.has_symbol("workshop_was_here", f"Loading {self.run.library}"):
                return
        message = (
            f"make built {self.run.library}, but not from your {self.run.source}. The check added "
            "a function to that file, and the library does not have it. What does the command "
            "compile?"
        )
        fail("make-failed", message)

    def _opening(self) -> Future:
        """Have what make built loaded as soon as it is there; None where there is nothing."""
        made = self.run.made_library()

        def work() -> tuple[WorkerClient, dict] | None:
            if self.run.never_loads:  # the same C would have to be stopped again
                raise NotRun(self.run.never_loads)
            return self._open(made.result) if made.result().files else None

        return self.run.task("made-opened", work, [made, *self.run.loading])

    def _open(self, library: Callable[[], ExitReport]) -> tuple[WorkerClient, dict]:
        live = WorkerClient(lambda: self.run.start_library(library()), self._own, binding=False)
        return live, live.open(f"Loading {self.run.library}")

    def _require_exports(self) -> None:
        """Open what was built, in a sandbox, and look for each function."""
        name = self.run.library
        live, opened = self._opening().result()
        if "exception" in opened:
            fail(
                "make-failed",
                f"make built {name}, but it is no shared library that can be opened: "
                f"{diagnose.clean(opened['exception']['message'])}.",
            )
        for function in self.run.own_functions():
            if not live.has_symbol(function, f"Loading {name}"):
                message = (
                    f"make built {name} without {function}() in it. Does it compile "
                    f"{self.run.source}?"
                )
                fail("make-failed", message)


def require_made(ending: ExitReport, otherwise: Diagnosis) -> None:
    """Fail unless make built something; the C compiles without the Makefile, or its check told."""
    if ending.files and ending.status == 0:
        return
    finding = unbuilt(ending, otherwise, "make")
    if finding.cause in ("compile-error", "link-error"):
        failed = "make failed." if ending.status else otherwise.message
        message = f"{failed} {finding.message}"
        finding = Diagnosis("make-failed", message, otherwise.location, finding.detail)
    raise CheckFailed(finding)
