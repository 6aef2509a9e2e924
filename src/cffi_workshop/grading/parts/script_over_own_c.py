"""One script of the learner's over the learner's own C."""

from __future__ import annotations

from cffi_workshop.grading import diagnose
from cffi_workshop.grading.diagnose import Diagnosis

from .script import Script
from .worker_client import NotRun

__all__ = ["ScriptOverOwnC"]

# What comes of an address that was cut to an int, as the compiler guessed.
GUESSED_WRONGLY = ("wrong-value", "segfault", "out-of-bounds", "abort", "exception")


class ScriptOverOwnC(Script):
    """One script of the learner's over the learner's own C."""

    kinds = ("learner",)

    @property
    def files(self) -> tuple[str, ...]:
        return (*super().files, "Makefile", self.run.source or "")

    def blamed(self, finding: Diagnosis, title: str, check: str) -> Diagnosis:
        """Name a function that C has by no header where `make` asks for a strict standard.

        The C alone was compiled without flags of the Makefile's, and was right.
        """
        if self.mode == "abi" and finding.cause in GUESSED_WRONGLY:
            finding = diagnose.of_guess(self.run.made_library().result().output) or finding
        return super().blamed(finding, title, check)

    def _require_imported(self, kind: str) -> None:
        if self.run.c_was_stopped:  # the same C would have to be stopped again
            raise NotRun(self.run.c_was_stopped)
        super()._require_imported(kind)
