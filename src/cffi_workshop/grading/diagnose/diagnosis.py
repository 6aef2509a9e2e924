"""What was found to be wrong, without a trace of where it was tried."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cffi_workshop.grading.verdict import Location, Observation

__all__ = ["CheckFailed", "Diagnosis", "clean"]

MAX_DETAIL = 4000


@dataclass(frozen=True)
class Diagnosis:
    """What went wrong: a cause, a sentence, where; and the sentence's parts if it has them.

    `mended_by` says by which change of the hand-in the check passed, where one was found.
    """

    cause: str
    message: str
    location: Location | None = None
    detail: str = ""
    observed: Observation | None = None
    mended_by: str = ""

    @classmethod
    def of(
        cls, cause: str, observed: Observation, location: Location | None = None, detail: str = ""
    ) -> Diagnosis:
        """Return the finding whose sentence is made of what was observed."""
        return cls(cause, observed.sentence, location, detail, observed)

    def behind(self, cause: str, message: str, place: Location) -> Diagnosis:
        """Return what is behind this finding, which then is what the check saw."""
        return Diagnosis(cause, f"{message} The check saw: {self.message}", place, self.detail)


class CheckFailed(Exception):
    """A check found a mistake."""

    def __init__(self, finding: Diagnosis) -> None:
        super().__init__(finding.message)
        self.finding = finding


SCRATCH = re.compile(
    r"(?<![^\s\"'(<])[^\s\"'(<]*/workshop-[\w-]+/(?:given|work)(?:/\d+)?(?:/[\w.-]+(?=/))?/?"
)


def clean(text: str) -> str:
    """Return tool output without scratch paths, its middle cut out where it is long."""
    text = SCRATCH.sub("", text).strip()
    if len(text) > MAX_DETAIL:
        half = MAX_DETAIL // 2
        text = f"{text[:half]}\n[...]\n{text[-half:]}"
    return text
