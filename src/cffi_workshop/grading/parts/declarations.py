"""What a script declares to cffi, held against the header."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cffi_workshop.grading import diagnose
from cffi_workshop.grading.blame import Source, first_todo, line_of
from cffi_workshop.grading.check_run import MODES, CheckRun
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

__all__ = ["Declarations"]


@dataclass(frozen=True)
class Declarations:
    """What is declared for one extension module, or in ABI mode by all FFI objects of a script.

    `declared` is it as data (worker/cdef_model.py), `source` the file that has the cdef in it.
    """

    run: CheckRun
    mode: str
    declared: dict
    source: Source

    def problem(self) -> Diagnosis | None:
        """Return what is wrong with the declarations, or None.

        Nothing may be declared; a function, type or struct may differ from the header's, or be one
        that this mode cannot work with.
        """
        if not self.declared["functions"]:
            return self._nothing()
        return self.mismatch() or self._without_value() or self._of_unknown_size()

    def mismatch(self) -> Diagnosis | None:
        """Return the first that the header has otherwise; note in the report what is not portable.

        No function at all is no mismatch.
        """
        if not self.declared["functions"]:
            return None
        comparison = self.run.comparison(self.declared)
        for remark in comparison.remarks:
            place = line_of(self.source, remark)
            if place is None or place.line in self.source.own:  # what the task says is no news
                self.run.remarks.append(f"{MODES[self.mode]}: {remark}")
        if not comparison.mismatches:
            return None
        return self._differs(comparison.mismatches[0], "\n".join(comparison.mismatches))

    def _nothing(self) -> Diagnosis:
        what = (
            "The cdef in {} declares no function." if self._begin else "{} never calls ffi.cdef()."
        )
        return first_todo(self.source) or self._differs(what.format(self.source.name))

    def _without_value(self) -> Diagnosis | None:
        """Return the first macro or enumerator of `...`, where no compiler says its value."""
        unsaid = [name for name, value in self.declared["constants"].items() if value is None]
        dots = r"\b{}\b[ \t]{{0,9}}(?:=[ \t]{{0,9}})?\.\.\."
        text = self.declared["text"]
        left = [name for name in unsaid if re.search(dots.format(re.escape(name)), text)]
        if self.mode != "abi" or not left:
            return None
        return self._differs(
            f"{left[0]} has no value in the cdef: `...` leaves the value to a compiler, and ABI "
            "mode asks none. Write the number."
        )

    def _of_unknown_size(self) -> Diagnosis | None:
        """Return the first struct of `...` in ABI mode; cffi complains when it is used first."""
        records = self.declared["records"].items()
        partial = [name for name, record in records if record and record["partial"]]
        if self.mode != "abi" or not partial:
            return None
        return diagnose.of_exception({"kinds": ["VerificationMissing"], "message": partial[0]}, "")

    def _differs(self, message: str, detail: str = "") -> Diagnosis:
        return Diagnosis("cdef-mismatch", message, self._begin, detail)

    @property
    def _begin(self) -> Location | None:
        return self.run.submission.line_of(self.source.name, r"\.cdef\(")
