"""A run that many texts of one file share: to start one costs more than what is asked of it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import InitVar, dataclass
from pathlib import PurePath

from cffi_workshop.grading.check_run import CheckRun
from cffi_workshop.grading.parts.part import Part
from cffi_workshop.sandbox import Deadline, ExitReport, Run, RunEnded
from cffi_workshop.sandbox.limits import CALL_SECONDS

from .plans import Plan
from .trial import Trial

__all__ = ["Batch"]

OF_COPY = "Ended"  # what a copy of a process that ended is told by (worker/copies.py)
STOPPED = ExitReport(None, "stopped")


class LentRun:
    """A run that others use afterwards: it is not ended with the trial that it was lent to."""

    def __init__(self, run: Run) -> None:
        self._run, self.has_ended, self._has_copy = run, False, False

    def ask(self, request: dict, seconds: float) -> dict:
        try:
            answer = self._run.ask(request, seconds, in_company=True)
        except RunEnded:
            self.has_ended = True
            raise
        self._has_copy &= answer.get("exception", {}).get("type") != OF_COPY
        return answer

    def let_copy_answer(self) -> None:
        """Let a copy of the process answer from here on, which may end; none if one is there."""
        if not self._has_copy:
            with contextlib.suppress(RunEnded):  # that is told by the next answer
                self.ask({"do": "copy"}, CALL_SECONDS)
            self._has_copy = True

    def stop(self, _reason: str) -> ExitReport:
        return STOPPED

    def require_no_company(self) -> None:
        """Leave that to the trial that comes after, which is alone."""

    def end(self) -> None:
        self._run.stop("stopped")


@dataclass(eq=False)
class Batch:
    """Texts of one file, by a name for each; what runs over them is begun again when it ended.

    The `stage` is the part of the hand-in that they are tried in: a language, or a mode.
    """

    run: CheckRun
    stage: str
    name: str
    texts: InitVar[list[str]]
    plan: Plan
    deadline: InitVar[Deadline | None]

    def __post_init__(self, texts: list[str], deadline: Deadline | None) -> None:
        self.builder = self.run.builder.until(deadline)
        self._lent: dict[str, LentRun] = {}
        self._texts = {f"{PurePath(self.name).stem}_{k}": text for k, text in enumerate(texts)}
        self._ending = PurePath(self.name).suffix

    def lent(self, kind: str, begin: Callable[[], Run]) -> LentRun:
        if kind not in self._lent or self._lent[kind].has_ended:
            self._lent[kind] = LentRun(begin())
        if self.plan.copies:
            self._lent[kind].let_copy_answer()
        return self._lent[kind]

    @property
    def has_ended(self) -> bool:
        """Whether the last text has ended a run of all."""
        return any(each.has_ended for each in self._lent.values())

    def end(self) -> None:
        for each in self._lent.values():
            each.end()

    @property
    def files(self) -> dict[str, bytes]:
        return {each + self._ending: text.encode() for each, text in self._texts.items()}

    @property
    def names(self) -> list[str]:
        return [*self._texts]

    def part(self, trial: Trial, name: str) -> Part | None:
        """Return a part over the text of that name; None where it is none that runs."""
        raise NotImplementedError
