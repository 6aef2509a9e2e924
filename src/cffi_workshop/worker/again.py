"""Calls made again and again: code that counts its calls, or keeps something of each, is right for
the first hundreds and then wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import repeat, starmap
from time import monotonic

from . import wire
from .caller import Caller

__all__ = ["tell", "tell_of_script"]

A_TURN, SECONDS = 50, 0.2


def tell(answers: list[dict], calls: Sequence[Callable[[], object]], times: int) -> None:
    """Make all calls so often once more; of the first that gives something else than its answer
    says, put that into the answer.
    """
    if not all("result" in answer for answer in answers):
        return
    results = [answer["result"] for answer in answers]
    for _ in range(times):
        for call, result in zip(calls, results, strict=True):
            value = wire.encode(call())
            if value != result["value"]:
                result["value"] = value
                return


def tell_of_script(
    answer: dict, caller: Caller, call: Callable[[object], object], module: object, times: int
) -> BaseException | None:
    """Make a call of the learner's so often once more, as far as time allows; if one gives
    something else than the answer says, put that into the answer. Return what one raised.
    """
    end = monotonic() + SECONDS
    while times > 0 and monotonic() < end:
        made: list[object] = []
        # Many in one turn of the thread that calls: turns cost more than calls.
        calls = repeat((module,), min(times, A_TURN))
        _, error = caller.call(made.extend, starmap(call, calls))
        for value in map(wire.encode, made):
            if value != answer["value"]:
                answer["value"] = value
                return None
        if error or len(made) < min(times, A_TURN):  # StopIteration ends what repeats the calls
            return error or StopIteration()
        times -= A_TURN
    return None
