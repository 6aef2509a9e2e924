"""What is built of the sources in a check: each thing once, in the background, as its future.

Each part of a hand-in is tried against the solution's counterpart first, which tells whose mistake
it is; so there is nearly everything twice.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from importlib.machinery import EXTENSION_SUFFIXES

from cffi_workshop.sandbox import ExitReport

from ..machine import require_our_build, require_our_result
from .cached_runs import built
from .cdef_comparison import merged
from .extension_builds import module_name, object_name
from .libraries import NO_BUILD, Libraries
from .sources import SYSTEM_PROBE

__all__ = ["Artifacts"]


class Artifacts(Libraries):
    """The libraries, what a build script describes, and the extension modules that it makes."""

    def build_script(self) -> Future:
        files = {**self.reference_c("reference"), **self.mine(f"{self.slug}_build.py")}
        return self.task("build-info", lambda: self.builder.build_info(f"{self.slug}_build", files))

    def build_script_run(self) -> Future:
        """Run the learner's build script whole, over the probe's C if the exercise has C."""

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
            files |= built(require_our_build(ending, source))
        return files

    def modules(self) -> list[dict]:
        """Return what the build script says of each extension module that it makes."""
        info = self.build_script().result()["result"]
        return [info, *info["others"]]

    def made_modules(self) -> dict[str, tuple[str, bytes] | None]:
        """Return what Python would import of each extension module after the build script's run.

        That is file name and content, or None where the run made no such module.
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
                reply = self.builder.build_info(module, files, foreign=False)
                return require_our_result(reply, script)["declared"]
            files |= built(library.result())
            reply = self.builder.import_info(module, files, foreign=False)
            return merged(require_our_result(reply, script)["declared"])

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
