"""What `pip install` makes of the learner's package: an archive, a wheel of it, installed files."""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from typing import NoReturn

from cffi_workshop.errors import WorkshopError
from cffi_workshop.grading import diagnose
from cffi_workshop.grading.building.cached_runs import built
from cffi_workshop.grading.building.drawn import HEADER
from cffi_workshop.grading.check_run import CheckRun
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.sandbox import ExitReport
from cffi_workshop.worker.build_frontend import COMPILED

from .archives import one_word, unpacked
from .part import fail, require_handed_in, unbuilt
from .pyproject import build_requires, folders_to_link, setup_requires

__all__ = ["BuiltPackage"]

RAISED = re.compile(
    r"^(?:error in (?:\w+ )?setup command|(?:\w+\.)*(?P<kind>\w*(?:Error|Exception))): "
    r"(?P<text>.+)$",
    re.MULTILINE,
)
# Some C compilers only warn of a function that no header declares, and guess what it takes.
GUESSED = re.compile(r"implicit declaration of function ['\u2018](\w+)")
CFFI_UNKNOWN = Diagnosis(
    "import-error",
    "setuptools does not know the option cffi_modules, and goes on without it: the package would "
    "lack its extension module. It is cffi that adds the option, so requires in pyproject.toml "
    "has to name cffi.",
)


class BuiltPackage:
    """The package in the folder of an exercise, step by step; a step that fails is a failed check.

    `said` is what the last step printed.
    """

    def __init__(self, run: CheckRun) -> None:
        self._run = run
        self.said = ""

    @property
    def settings(self) -> str:
        return self._run.submission.text("pyproject.toml")

    def requires(self) -> list[str]:
        """Return what pip fetches ahead of the build."""
        asked = setup_requires(self._run.submission.text("setup.py"))
        return [*build_requires(self.settings), *asked]

    def sdist(self) -> bytes:
        """Return the source distribution that the build backend makes of what was handed in."""
        require_handed_in(self._run.submission, self._run.exercise.editable)
        files = {f"project/{name}": content for name, content in self._project().items()}
        return self._step("sdist", self.requires(), files, "*.tar.gz", "the source distribution")

    def wheel(self) -> bytes:
        """Return the wheel that is made of the source distribution alone."""
        files = {"package.tar.gz": self.sdist()}
        wheel = self._step("wheel", self.requires(), files, "*.whl", "the wheel")
        if guessed := GUESSED.search(self.said):
            message = (
                f"The C of set_source() declares no {guessed[1]}(); expected the #include of its "
                "header, so that the compiler can compare the cdef with it."
            )
            places = (
                self._run.submission.line_of(name, r"\.set_source\(")
                for name in self._run.exercise.editable
            )
            fail("compile-error", message, next(filter(None, places), None), self.said)
        return wheel

    def installed_files(self) -> dict[str, bytes]:
        """Return what pip installs, by its path below site-packages."""
        require_pip()
        wheel = self.wheel()
        files = {self._name_of(wheel): wheel}
        packed = self._step("install", ["pip"], files, "installed.tar", "the installation")
        return unpacked(packed)

    def _project(self) -> dict[str, bytes]:
        probe = self._run.original("checker/probe.c").replace(
            b'#include "drawn.h"\n', HEADER.encode()
        )
        return {**self._run.locked, **self._run.submission.files, "c/fibo.c": probe}

    def _step(self, step: str, requires: list[str], files: dict, pattern: str, what: str) -> bytes:
        links = "\n".join(map(str, folders_to_link(requires)))
        ending = self._run.builder.package(step, links, files, pattern)
        self.said = diagnose.clean(ending.output)
        if "Unknown distribution option: 'cffi_modules'" in ending.output:
            raise CheckFailed(CFFI_UNKNOWN)
        if COMPILED in ending.output:
            self._fail_compiled()
        if ending.status == 0 and ending.files:
            return next(iter(built(ending).values()))
        raise CheckFailed(_failed(ending, what))

    def _fail_compiled(self) -> NoReturn:
        """Tell of a build script that compiles by itself when setuptools runs it."""
        files = self._run.exercise.editable
        places = (self._run.submission.line_of(name, r"\.compile\(") for name in files)
        place = next(filter(None, places), None)
        message = (
            f"{place.file if place else 'The build script'} calls compile() while pip builds the "
            "package. setuptools compiles the module by itself, and the call would compile it once "
            "more, into the project's folder. Take the call out."
        )
        fail("compile-error", message, place)

    def _name_of(self, wheel: bytes) -> str:
        """Return the file name that pip wants to see, from the tags in the wheel itself."""
        name, version = (one_word(wheel, "METADATA", key) for key in ("Name", "Version"))
        return f"{name.replace('-', '_')}-{version}-{one_word(wheel, 'WHEEL', 'Tag')}.whl"


def require_pip() -> None:
    """Raise WorkshopError where this Python has no pip, as in an environment that uv made."""
    try:
        distribution("pip")
    except PackageNotFoundError:
        raise WorkshopError(
            f"{sys.executable} has no pip, which installs the package in this check; type "
            "`python -m ensurepip`, or `uv pip install pip` in an environment of uv."
        ) from None


def _failed(ending: ExitReport, what: str) -> Diagnosis:
    """Say why a step made nothing: the compiler's reason, or what was raised last."""
    raised = list(RAISED.finditer(diagnose.clean(ending.output)))
    reason = f": {raised[-1]['text']}".rstrip(".") if raised else ""
    not_found = raised and raised[-1]["kind"] in ("ModuleNotFoundError", "ImportError")
    cause = "import-error" if not_found else "make-failed"
    return unbuilt(ending, Diagnosis(cause, f"Building {what} failed{reason}."), f"Building {what}")
