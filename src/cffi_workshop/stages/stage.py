"""What all stages share."""

from __future__ import annotations

import re

from .. import diagnose
from ..diagnose import CheckFailed, Finding
from ..sandbox import Ending
from ..verdict import Location
from ..workbench import Workbench
from ..worker import wire

__all__ = ["Stage", "fail", "request", "require_built", "told", "unbuilt"]


def fail(cause: str, message: str, location: Location | None = None, detail: str = "") -> None:
    raise CheckFailed(Finding(cause, message, location, detail))


class Stage:
    """What all stages share: the workbench, and what to say of files that are not there."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._own = bench.exercise.editable

    def _require(self, *names: str) -> None:
        for name in names:
            if name in self._bench.submission.missing:
                fail("missing-file", self._bench.submission.missing[name])

    def _todo(self, name: str) -> Finding | None:
        """Return the first TODO that still stands in a file, as the finding for a step not done."""
        for number, line in enumerate(self._bench.submission.text(name).splitlines(), start=1):
            if todo := re.search(r"TODO \d+:.*?(?=\"\)|\*/|$)", line):
                message = f"This step is still to be done: {todo[0].strip()}"
                return Finding("todo-left", message, Location(name, number))
        return None


def require_built(ending: Ending, cause: str, message: str, doing: str, blame_compiler: bool = True) -> None:
    if not ending.files or ending.status != 0:
        finding = unbuilt(ending, Finding(cause, message), doing)
        if not blame_compiler and finding.cause in ("compile-error", "link-error"):
            # The same C compiles without the Makefile, or its own check has told why it does not.
            finding = Finding(cause, f"{message} {finding.message}", finding.location, finding.detail)
        raise CheckFailed(finding)


def unbuilt(ending: Ending, otherwise: Finding, doing: str) -> Finding:
    if ending.reason or (ending.status or 0) < 0:
        return diagnose.of_ending(ending, doing, (), binding=False)
    return diagnose.of_build_output(ending.output, otherwise)


def request(do: str, function: str, arguments: tuple) -> dict:
    """Return what a run is asked: to "call" a function of the learner's, or to "play" a scene."""
    return {"do": do, "function": function, "arguments": list(map(wire.encode, arguments))}


def told(function: str, arguments: tuple, shown: str | None) -> tuple[str, str]:
    """Return how the sentence of a wrong answer begins, and what was being done, without the verb."""
    shown = shown or f"{_call_text(function, arguments)} returned"
    return shown, shown.rsplit(" ", 1)[0]


def _call_text(function: str, arguments: tuple) -> str:
    return f"{function}({', '.join(map(_argument_text, arguments))})"


def _argument_text(value: object) -> str:
    if type(value).__name__ == "ndarray":
        return f"<{' x '.join(map(str, value.shape)) or 'scalar'} {value.dtype} array>"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
