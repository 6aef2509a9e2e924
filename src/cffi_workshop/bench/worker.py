"""A process that times what it is asked to: requests are lines of JSON, and so are answers.

It needs the standard library alone, so that an interpreter without our packages can run it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping

__all__ = ["serve"]


def serve(make_timers: Callable[[], Mapping[str, Callable[[int], float]]]) -> None:
    """Say by name what can be timed, or why nothing can; then time it as often as asked."""
    answers = private_stdout()
    try:
        timers = make_timers()
    except Exception as error:  # whatever somebody's module raises, it is told and not thrown
        say(answers, {"error": in_a_line(error)})
        return
    say(answers, {"ready": list(timers)})
    for line in sys.stdin:
        request = json.loads(line)
        say(answers, {"seconds": timers[request["timer"]](request["loops"])})


def private_stdout():
    """Return a stream to the parent; what else is printed goes to stderr, and harms no answer."""
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return stream


def say(stream, answer: dict) -> None:
    stream.write(json.dumps(answer) + "\n")
    stream.flush()


def in_a_line(error: Exception) -> str:
    first = (str(error).splitlines() or [""])[0]
    return f"{type(error).__name__}: {first}"
