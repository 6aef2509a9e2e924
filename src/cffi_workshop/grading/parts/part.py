"""A part of a hand-in: what all of them share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any, NoReturn

from cffi_workshop.exercises.languages import LANGUAGES
from cffi_workshop.exercises.markers import solution_text
from cffi_workshop.grading import diagnose
from cffi_workshop.grading.blame import Case, first_todo
from cffi_workshop.grading.building.drawn import Drawn
from cffi_workshop.grading.check_run import CheckRun
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.grading.own_numbers import around, own_numbers
from cffi_workshop.grading.submission import Submission
from cffi_workshop.grading.verdict import Location
from cffi_workshop.sandbox import ExitReport
from cffi_workshop.worker import wire

from .worker_client import NotRun, WorkerClient

__all__ = [
    "Part",
    "fail",
    "request",
    "require_built",
    "require_clean",
    "require_handed_in",
    "shown_call",
    "unbuilt",
]


def fail(cause: str, message: str, location: Location | None = None, detail: str = "") -> NoReturn:
    raise CheckFailed(Diagnosis(cause, message, location, detail))


class Part:
    """What all parts share: the check run, and what to say of files that are not there."""

    is_solved = False  # it is the solution's and need not be tried
    # Its files explain whatever fails while they are as they were handed out.
    explains_itself = False

    def __init__(self, run: CheckRun) -> None:
        self.run = run
        self._own = run.exercise.editable
        self.clients: list[WorkerClient] = []  # the processes that answer for this part

    @property
    def files(self) -> tuple[str, ...]:
        """The learner's files that a mistake may be in, in the order of mending them."""
        raise NotImplementedError

    @property
    def drawn(self) -> Drawn:
        """The numbers that the probe's answers follow from."""
        return self.run.drawn

    def sizes(self, most: int) -> list[int]:
        """Return sizes just around each number that these files have and the solution has not.

        That is where code goes over to something else: the end of a buffer, the most that a type
        holds.
        """
        return around(self._own_numbers, most)

    @cached_property
    def _own_numbers(self) -> set[int]:
        names = [name for name in self.files if name in self.run.submission.files]
        files = {name: self.run.submission.text(name) for name in names}
        return own_numbers(files, {name: solution_text(self.run.exercise, name) for name in names})

    def blamed(self, finding: Diagnosis, title: str, check: str) -> Diagnosis:
        """Return the finding of a check, by title and id, with its root and the learner's line."""
        from cffi_workshop.grading.blame.better import better  # not needed where all is right

        return better(finding, self.case(title, check))

    def case(self, title: str = "", check: str = "") -> Case:
        run, explained_by = self.run, self.files if self.explains_itself else ()
        return Case(run.exercise, run.submission, self.files, title, explained_by, check)

    def prefetch(self) -> None:
        """Begin what takes time, where there is such a thing; a check asks for it later."""

    def give_up(self) -> None:
        """End what runs for this part."""
        for client in self.clients:
            client.give_up()

    def settle(self) -> None:
        """Fail when something is still at work that a check has started."""
        raise NotImplementedError

    def keep_replies(self) -> None:
        """Have remembered what the learner's code has answered, where that may come again."""
        for client in self.clients:
            client.keep_replies()

    def _require(self, *names: str) -> None:
        require_handed_in(self.run.submission, names)

    def _require_compiler(self, language: str, name: str) -> None:
        """Where there is no compiler, say in the report what `name` would need, and try nothing."""
        if language in self.run.tools.compilers:
            return
        title, package = LANGUAGES[language].title, LANGUAGES[language].package
        reason = (
            f"No {title} compiler was found, so {name} was not tried. On Debian: sudo apt install "
            f"{package}"
        )
        if reason not in self.run.remarks:
            self.run.remarks.append(reason)
        raise NotRun(reason)

    def _todo(self, name: str) -> Diagnosis | None:
        """Return the first TODO that still stands in a file, as the finding for a step not done."""
        return first_todo(self.case().source(name))


def require_handed_in(submission: Submission, names: Iterable[str]) -> None:
    for name in names:
        if name in submission.missing:
            fail("missing-file", submission.missing[name])


def require_built(ending: ExitReport, message: str) -> None:
    if not ending.files or ending.status != 0:
        raise CheckFailed(unbuilt(ending, Diagnosis("compile-error", message), "The compiler"))


def require_clean(ending: ExitReport) -> None:
    """Fail unless the C and its header went through one compiler."""
    if ending.status != 0:
        otherwise = Diagnosis("signature-mismatch", "The C and its header differ.")
        raise CheckFailed(unbuilt(ending, otherwise, "The compiler"))


def unbuilt(ending: ExitReport, otherwise: Diagnosis, doing: str) -> Diagnosis:
    if ending.reason or (ending.status or 0) < 0:
        return diagnose.of_ending(ending, doing, (), binding=False)
    finding = diagnose.of_build_output(ending.output, otherwise)
    if finding.location is None and (reason := diagnose.limit_told(ending.output)):
        return diagnose.of_ending(replace(ending, reason=reason), doing, (), binding=False)
    return finding


def request(do: str, function: str, arguments: tuple) -> dict:
    """Return what a run is asked: to "call" a function of the learner's, or to "play" a scene."""
    return {"do": do, "function": function, "arguments": list(map(wire.encode, arguments))}


def shown_call(function: str, arguments: tuple) -> str:
    """Return how the sentence of a wrong answer begins, where the check does not say it."""
    return f"{_call_text(function, arguments)} returned"


def _call_text(function: str, arguments: tuple) -> str:
    return f"{function}({', '.join(map(_argument_text, arguments))})"


def _argument_text(value: Any) -> str:
    if type(value).__name__ == "ndarray":
        order = "" if value.flags.c_contiguous else ", not contiguous"
        return f"<{' x '.join(map(str, value.shape)) or 'scalar'} {value.dtype} array{order}>"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
