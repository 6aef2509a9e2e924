"""Calls of C made again and again: code that counts its calls, or keeps something of each, is right
for the first hundreds and then wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from . import wire

__all__ = ["tell"]


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
