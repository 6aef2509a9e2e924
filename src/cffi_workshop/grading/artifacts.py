"""What is built of the sources in a check: each thing once, in the background, as its future.

Each part of a hand-in is tried against the solution's counterpart first, which tells whose mistake
it is; so there is nearly everything twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

from cffi_workshop.sandbox import ExitReport

from .builds import SYMBOLS, Builder
from .cached_runs import built
from .cdef_comparison import merged
from .extension_builds import IS_ELF, object_name
from .machine import ours as _ours
from .machine import ours_answered as _ours_answered
from .sources import SYSTEM_PROBE, Sources
from .tasks import Tasks

__all__ = ["Artifacts", "module_name"]

NO_BUILD = ExitReport(0, None)


def module_name(module: dict) -> str:
    """Return the name of an extension module that a build script describes, without its package."""
    return module["set_source"]["module"].rsplit(".", 1)[-1]


class Artifacts(Sources):
    """Whoever derives from this gives the `builder`, and the threads that wait for it."""

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

    def signature_check(self, language: str = "c") -> Future:
        """Compile the learner's source after the header, in case it
        does not include the header itself.
        """
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
            return _ours(ending, sources[0])

        return self.task(f"library-{kind}", work)

    def reference_libraries(self, kind: str) -> dict[str, bytes]:
        """Return the solution's C, or the probe's, under the name of
        each library that a script may open.
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

    def build_script(self) -> Future:
        files = {**self.reference_c("reference"), **self.mine(f"{self.slug}_build.py")}
        return self.task("build-info", lambda: self.builder.build_info(f"{self.slug}_build", files))

    def build_script_run(self) -> Future:
        """Run the learner's build script whole, over the probe's C
        where the exercise has C of its own.
        """

        def work() -> ExitReport:
            files = {**self.reference_c("probe" if self.source else "reference")}
            files |= self.mine(f"{self.slug}_build.py") | built(library.result())
            return self.builder.script(f"{self.slug}_build.py", files | self.native_files("probe"))

        library = self.reference_library("probe")
        return self.task("script", work, [library])

    def native_files(self, kind: str) -> dict[str, bytes]:
        """Return the solution's C, or the probe's, as source or object of each other language."""
        files: dict[str, bytes] = {}
        if "cpp" in self.exercise.natives:
            files[self.source_in("cpp")] = f'extern "C" {{\n#include "{self.source}"\n}}\n'.encode()
        c = {**self.reference_c(kind), "empty.c": b""}
        for name in self.objects:  # the last is the learner's; the others hold what that one needs
            source = (self.source or "") if name == self.objects[-1] else "empty.c"
            ending = self.builder.object_of(source, name, c, sanitized=kind == "reference")
            files |= built(_ours(ending, source))
        return files

    def modules(self) -> list[dict]:
        """Return what the build script says of each extension module that it makes."""
        info = self.build_script().result()["result"]
        return [info, *info["others"]]

    def made_modules(self) -> dict[str, tuple[str, bytes] | None]:
        """Return file name and content of each extension module
        that Python would import after that run.
        """
        files = built(self.build_script_run().result())

        def made(module: str) -> tuple[str, bytes] | None:
            names = (module + suffix for suffix in EXTENSION_SUFFIXES)
            return next(((name, files[name]) for name in names if name in files), None)

        return {name: made(name) for name in map(module_name, self.modules())}

    def reference_declared(self) -> Future:
        """Return what the solution's cdef declares."""
        script = f"{self.slug}_build.py"
        is_build = (self.exercise.solution / script).is_file()
        if not is_build:
            script = f"{self.slug}_abi.py"

        def work() -> dict:
            files = {**self.reference_c("reference"), script: self.original(script)}
            module = script.removesuffix(".py")
            if is_build:
                answer = self.builder.build_info(module, files, foreign=False)
                return _ours_answered(answer, script)["declared"]
            files |= built(library.result())
            answer = self.builder.import_info(module, files, foreign=False)
            return merged(_ours_answered(answer, script)["declared"])

        library = self.reference_library("probe")
        return self.task("reference-declared", work, [] if is_build else [library])

    def own_functions(self) -> list[str]:
        """Name what the exercise's own header declares; the system's libraries have the others."""
        declared = self.reference_declared().result()["functions"]
        return [name for name in declared if self.header_of(name) == self.header]

    def _tried_object(self) -> dict[str, bytes]:
        """Return the learner's C as it was compiled to be tried alone, by the name of its source.

        There is none where it does not compile.
        """
        source = self.source_in("c")
        files = built(self.plain_library().result()) if source in self.submission.files else {}
        return {source: files[object_name(source)]} if object_name(source) in files else {}

    def extension(self, kind: str) -> Future:
        """Build the learner's extension modules over the C of kind reference, probe or learner."""
        info, is_own = self.build_script(), kind == "learner"
        library = self.made_library() if is_own else self.reference_library(kind)

        def work() -> ExitReport:
            if is_own:
                # Where make left no object, for want of a compiler, that of the check stands in.
                files = self.locked | self.native_files(kind)
                files |= self.mine(self.source or "", *self.exercise.natives.values())
            else:
                files = self.reference_c(kind) | self.native_files(kind)
            ready = self._tried_object() if is_own else {}
            ending, modules = NO_BUILD, dict[str, str]()
            for module in self.modules():
                ending = self.builder.extension(
                    module,
                    files | built(library.result()),
                    sanitized=kind == "reference",
                    added=(SYSTEM_PROBE,) if SYSTEM_PROBE in files else (),
                    own_first=kind == "probe" and bool(self.exercise.system),
                    ready=ready,
                )
                if not ending.files:
                    return ending
                modules |= ending.files
            return replace(ending, files=modules)

        needed = [info, library, *([self.plain_library()] if is_own else [])]
        return self.task(f"extension-{kind}", work, needed)
