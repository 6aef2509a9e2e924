"""The libraries that are built of the C in a check: the learner's, the solution's, the probe's."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from cffi_workshop.sandbox import ExitReport

from ..machine import require_our_build
from .builds import SYMBOLS, Builder
from .cached_runs import built
from .extension_builds import IS_ELF
from .sources import SYSTEM_PROBE, Sources
from .tasks import Tasks

__all__ = ["NO_BUILD", "Libraries"]

NO_BUILD = ExitReport(0, None)


class Libraries(Sources):
    """Each is built once, in the background, as its future.

    Whoever derives from this gives the `builder`, and the threads that wait for it.
    """

    builder: Builder
    _tasks: Tasks

    def task(self, name: str, work: Callable[[], object], after: Sequence[Future] = ()) -> Future:
        """Return the future of a piece of work that is done once, after these."""
        return self._tasks.begin(name, work, after)

    def learner_library(self, language: str = "c") -> Future:
        name, files = self.library_in(language), self.learner_files(language)

        def work() -> ExitReport:
            sources = self.sources_in(language)
            return self.builder.library(name, files, sources, sanitized=True, language=language)

        return self.task(f"learner-library-{language}", work)

    def plain_library(self, language: str = "c") -> Future:
        """Build the same without the sanitizer, and list its symbols."""
        name, files = self.library_in(language), self.learner_files(language)

        def work() -> ExitReport:
            return self.builder.listed_library(name, files, self.sources_in(language), language)

        return self.task(f"plain-library-{language}", work)

    def plain_symbols(self, language: str = "c") -> str:
        """Return what that library defines, and what it wants from elsewhere, as nm lists it."""
        return (
            built(self.plain_library(language).result()).get(SYMBOLS, b"").decode(errors="replace")
        )

    def object_symbols(self, language: str = "c") -> Future:
        """List what the learner's source holds: functions, and variables that outlive a call."""
        source, files = self.source_in(language), self.learner_files(language)
        return self.task(
            f"symbols-{language}", lambda: self.builder.object_symbols(files, source, language)
        )

    def signature_check(self, language: str) -> Future:
        """Compile the learner's source after the header, in case it does not include it."""
        header, source = self.header, self.source_in(language)
        declared = f'#include "{header}"\n'
        if language == "cpp":
            declared = f'extern "C" {{\n{declared}}}\n'
        both = f"both{Path(source).suffix}"
        files = self.learner_files(language) | {both: f'{declared}#include "{source}"\n'.encode()}
        return self.task(
            f"signature-{language}", lambda: self.builder.syntax(files, both, language)
        )

    def reference_library(self, kind: str) -> Future:
        """Build the solution's library, or the probe's; there is none where the system has it."""

        def work() -> ExitReport:
            files = self.reference_c(kind)
            sources = [self.source or SYSTEM_PROBE]
            if sources[0] not in files:
                return NO_BUILD
            ending = self.builder.library(
                self.library, files, sources, sanitized=kind == "reference"
            )
            return require_our_build(ending, sources[0])

        return self.task(f"library-{kind}", work)

    def reference_libraries(self, kind: str) -> dict[str, bytes]:
        """Return the libraries that a script may open, by name.

        Each is the solution's C, or the probe's.
        """
        files = built(self.reference_library(kind).result())
        return {name: content for content in files.values() for name in self.libraries}

    def made_library(self) -> Future:
        """Run make over the learner's C, with a mark in it that shows in what is built of it."""
        return self._made("make", b'__asm__(".ident \\"%s\\"");\n' % self.mark if IS_ELF else b"")

    @property
    def mark(self) -> bytes:
        """What nobody writes by chance; the same for the same C, so that what is built is kept."""
        digest = hashlib.sha256(self.submission.files.get(self.source or "", b"given"))
        return b"workshop " + digest.hexdigest()[:32].encode()

    def made_with(self, added: bytes) -> Future:
        """Run make over the learner's C with more C behind it."""
        return self._made("make-with", added)

    def _made(self, task: str, added: bytes) -> Future:
        files = {**self.locked, **self.submission.files}
        if self.source in files:
            files[self.source] += b"\n" + added
        results = (*self.libraries, *self.objects)
        return self.task(task, lambda: self.builder.make(results, files))

    def made_again(self, source: str, added: bytes) -> Future:
        """Run make, change a source, and run make once more."""
        files = {**self.locked, **self.submission.files}
        files |= {"later": files.get(source, b"") + added}
        return self.task("make-again", lambda: self.builder.make_again(self.library, source, files))
