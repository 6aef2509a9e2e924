"""Whether Python has C do the work, told over a probe that computes something else.

Python may ask C what it knows, and compute by itself where C passes that. It is told apart by a
probe that tells the truth of what it heard before: while the script was imported, in the first call
of a function, and in the call before, of something else. All that is new it answers in its own way.
So what the real library would give for a new question cannot have come from C.

Or it asks C something new each time, such as about x + 1. Then there is no question on which the
answer depends: it is the real one whichever question the probe lies on.

How C is asked is left to the learner: in any order, as often as they like, after a conversion or
before one. Answers may be kept (functools.cache), since they are C's.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from cffi_workshop.grading import diagnose
from cffi_workshop.grading.building.drawn import (
    LIES_IN,
    LIES_ON,
    LISTENS,
    MOST_NOTED,
    NOTES,
    REMEMBERS,
)
from cffi_workshop.grading.check_run import CheckRun
from cffi_workshop.grading.results.call_result import CallResult
from cffi_workshop.grading.results.values import UNKNOWN, same

from .part import fail, shown_call

__all__ = ["OVER_PROBE", "CallsOfC"]

OVER_PROBE = "Over a library of the check in the place of the real one, "
AGAIN = 1000  # times that one call of each function is made once more, as far as time allows


@dataclass(frozen=True)
class Expected:
    """What the solution's C gives, and what the probe does, or one of `others`.

    That is a value. With `near` it is a float as close to it, and with `got` it is the array at
    that place among the arguments.

    `real` may be a function that says whether a value of that type is the real one. `cause` is told
    of any other value. With `shown`, what is played is a scene. `parts` are those that can be the
    probe's alone; a number has one, which is then a little more than the real one. Where what C
    says may change, no answer is to be `kept`.
    """

    real: Any
    probe: Any
    others: tuple = ()
    near: float | None = None
    got: int | None = None
    cause: str = "wrong-value"
    shown: str | None = None
    parts: Collection[int] = ()
    kept: bool = True

    def shows(self, part: int) -> bool:
        """Say whether it can be seen that one part is the probe's."""
        if isinstance(self.real, numbers.Real):
            return math.isfinite(self.real) and self.real != 0
        if isinstance(self.real, str):  # where C spoils the letter
            return part < len(self.real)
        if callable(self.real):
            return True
        real, probe = _parts(self.real), _parts(self.probe)
        return part < min(len(real), len(probe)) and not same(real[part], probe[part])

    @property
    def is_repeatable(self) -> bool:
        """Say whether one call is tried many times: it gives a value that is the same each time."""
        return self.got is None and self.near is None and self.shown is None

    @property
    def fills(self) -> tuple[int, ...]:
        return () if self.got is None else (self.got,)

    def is_real(self, answer: CallResult) -> bool:
        """Say whether the answer is that of the solution's C, and cannot be the probe's."""
        if callable(self.real):
            return type(answer.value) is type(self.probe) and self.real(answer.value)
        return self._is(answer, self.real) and not self.is_probes(answer)

    def is_probes(self, answer: CallResult) -> bool:
        return any(self._is(answer, each) for each in (self.probe, *self.others))

    def _is(self, answer: CallResult, value: Any) -> bool:
        if self.near is not None:
            return answer.is_float_near(value, self.near)
        if self.got is None:
            return answer.gives(value)
        # Closer than any tolerance that Python may have for what C computed.
        exact = {"rtol": 1e-9, "atol": 1e-12} if value is self.real else {}
        return answer.argument_is_close(self.got, value, **exact)


class CallsOfC:
    """What the functions of a script were asked over the probe."""

    def __init__(
        self,
        run: CheckRun,
        script: str,
        calls: Callable[..., list[CallResult]],
        call: Callable[..., CallResult],
    ) -> None:
        """Keep what calls: `calls` makes several one after the other, `call` repeats one."""
        self._run, self._script, self._calls, self._call = run, script, calls, call
        self._first: dict[str, tuple] = {}
        self._before: dict[str, tuple] = {}
        self._repeated: set[str] = set()
        self._suspected: dict[str, tuple] = {}
        self._unsure: dict[str, CallResult] = {}

    def require(self, function: str, arguments: tuple, expected: Expected) -> None:
        """Fail when the answer is the same over a library that computes something else."""
        before = self._before.get(function, ())
        self._before[function] = arguments
        if not before:
            self._first[function] = arguments
            self._begin(function, arguments, expected)
        else:
            self._go_on(function, before, arguments, expected)

    def settle(self) -> None:
        """Fail where a function gave the real answer, and was asked nothing else after that."""
        unsure, self._unsure = self._unsure, {}
        for answer in unsure.values():
            self._fail_computed(answer)

    def _begin(self, function: str, arguments: tuple, expected: Expected) -> None:
        """Call a function for the first time, and once more, when nothing is told truly.

        A learner's cache may still have the truth then.
        """
        if not self._run.probe_listens or not expected.kept:
            self._require_called(function, arguments, expected)
            self._require_parts(function, arguments, expected)
            return
        _, answer = self._ask(function, [arguments, arguments], expected, [LISTENS, 0])
        if not expected.is_real(answer):
            self._require_probes(answer, expected)
            self._require_parts(function, arguments, expected)
        else:
            self._unsure[function] = answer

    def _go_on(self, function: str, before: tuple, arguments: tuple, expected: Expected) -> None:
        if same(arguments, self._first[function]):
            return
        self._unsure.pop(function, None)
        self._require_called(function, arguments, expected)
        if self._run.probe_listens and set(_said(arguments)) - set(_said(before)):
            _, answer = self._ask(function, [before, arguments], expected, [LISTENS, REMEMBERS])
            if answer.has_value and expected.is_real(answer):
                self._suspect(function, arguments, answer)
        if self._run.probe_listens:
            self._require_dependence(function, arguments, expected)
        self._require_parts(function, arguments, expected)

    def _suspect(self, function: str, arguments: tuple, answer: CallResult) -> None:
        """Fail when this is the second call with the real answer.

        For one call, C may have been asked in the call before, as by whoever tries each time
        whether a library works.
        """
        if not same(arguments, self._suspected.setdefault(function, arguments)):
            self._fail_computed(answer)

    def _require_dependence(self, function: str, arguments: tuple, expected: Expected) -> None:
        """Fail when the answer is the real one on whichever question of the call C lies."""
        lies = [LIES_ON - k for k in range(MOST_NOTED)]
        for some in (lies[:1], lies[1:]):  # for nearly all, it is the first question
            attention = [NOTES, *some]
            answers = self._ask(function, [arguments] * len(attention), expected, attention)
            if not all(each.has_value and expected.is_real(each) for each in answers[1:]):
                return
        self._fail_computed(answers[-1])

    def _require_parts(self, function: str, arguments: tuple, expected: Expected) -> None:
        """Fail when C is believed in one part of an answer, and the others come from elsewhere."""
        for part in filter(expected.shows, expected.parts):
            [answer] = self._ask(function, [arguments], expected, [LIES_IN + part])
            if expected.is_real(answer):
                self._fail_computed(answer)

    def _require_called(self, function: str, arguments: tuple, expected: Expected) -> None:
        [answer] = self._ask(function, [arguments], expected, [0])
        if expected.is_real(answer):
            self._fail_computed(answer)
        self._require_probes(answer, expected)
        if function not in self._repeated and expected.is_repeatable:
            self._repeated.add(function)
            call, verb = diagnose.split_at_verb(shown_call(function, arguments))
            shown = f"{OVER_PROBE}{call} with many such calls before it {verb}"
            answer = self._call("probe", function, arguments, shown, again=AGAIN)
            self._require_probes(answer, expected)

    def _ask(
        self, function: str, each: list[tuple], expected: Expected, attention: list[int]
    ) -> list[CallResult]:
        """Call a function with each of these arguments, while the probe pays such attention."""
        requests = tuple((function, *arguments) for arguments in each)
        listens = {"attention": attention} if self._run.probe_listens else {}
        return self._calls("probe", requests, expected.fills, expected.shown, **listens)

    def _require_probes(self, answer: CallResult, expected: Expected) -> None:
        if expected.got is None:
            if not (expected.near or expected.others) or not expected.is_probes(answer):
                real = UNKNOWN if callable(expected.real) else expected.real
                answer.equals(expected.probe, cause=expected.cause, real=real)
        elif not expected.is_probes(answer):
            fail("did-not-call-c", f"{answer.doing} leaves what the library did not compute.")

    def _fail_computed(self, answer: CallResult) -> NoReturn:
        fail(
            "did-not-call-c",
            f"{answer.doing} gives the same whatever the library does: Python computes it by "
            f"itself. Call the C function in {self._script}.",
        )


def _parts(value: Any) -> list:
    """Return the parts of a dict, a list or an array."""
    if isinstance(value, dict):
        return [*value.values()]
    return value.ravel().tolist() if type(value).__name__ == "ndarray" else value


def _said(value: Any) -> Iterator[object]:
    """Yield each number without its sign, and each text: who sorts what was given asks the same."""
    if isinstance(value, numbers.Real):
        yield abs(value)
    elif isinstance(value, dict):
        yield from _said([*value.values()])
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _said(each)
    elif type(value).__name__ == "ndarray":
        yield from map(abs, value.ravel().tolist())
    else:
        yield value
