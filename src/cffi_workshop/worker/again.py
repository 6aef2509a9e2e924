"""Make calls again and again: some code is right for the first hundreds, and then wrong.

Such code counts its calls, or keeps something of each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import repeat, starmap
from time import monotonic

from . import wire
from .caller import Caller

__all__ = ["repeat_calls", "repeat_script"]

MOST_IN_A_TURN = 64  # a turn of the thread that calls costs more than a call
SECONDS = 0.2


def repeat_calls(answers: list[dict], calls: Sequence[Callable[[], object]], times: int) -> None:
    """Repeat all calls `times` times, unless one of them has failed.

    The first result that is not what its answer says is put into the answer.
    """
    if not all("result" in answer for answer in answers):
        return
    results = [answer["result"] for answer in answers]
    earlier: list[object] = [None] * len(results)
    for _ in range(times):
        for at, (call, result) in enumerate(zip(calls, results, strict=True)):
            made = call()
            if type(made) is list and made == earlier[at]:  # need not be put into its form again
                continue
            earlier[at] = made
            value = wire.encode(made)
            if value != result["value"]:
                result["value"] = value
                return


def repeat_script(
    answer: dict, caller: Caller, call: Callable[[object], object], module: object, times: int
) -> BaseException | None:
    """Repeat a learner's call `times` times, or until SECONDS are over; return what it raised.

    A result that is not what the answer says is put into the answer; then, and where nothing was
    raised, return None. The first turn is a single call, and each has twice as many: of a slow
    function few are made.
    """
    end, turn = monotonic() + SECONDS, 1
    while times > 0 and monotonic() < end:
        made: list[object] = []
        turn = min(turn, times)
        _, error = caller.call(made.extend, starmap(call, repeat((module,), turn)))
        for value in map(wire.encode, made):
            if value != answer["value"]:
                answer["value"] = value
                return None
        if error or len(made) < turn:  # StopIteration ends what repeats the calls
            return error or StopIteration()
        times -= turn
        turn = min(2 * turn, MOST_IN_A_TURN)
    return None
