"""One script of the learner's over the learner's own C."""

from __future__ import annotations

from .script import Script
from .worker_client import NotRun

__all__ = ["ScriptOverOwnC"]


class ScriptOverOwnC(Script):
    """One script of the learner's over the learner's own C."""

    kinds = ("learner",)

    @property
    def files(self) -> tuple[str, ...]:
        return (*super().files, "Makefile", self.run.source or "")

    def _require_imported(self, kind: str) -> None:
        if self.run.c_was_stopped:  # the same C would have to be stopped again
            raise NotRun(self.run.c_was_stopped)
        super()._require_imported(kind)
