"""Time the calls of one route: `python -m cffi_workshop.bench.call_worker MODULE FOLDER`."""

from __future__ import annotations

import functools
import sys
import timeit
from collections.abc import Callable

import numpy as np

from . import routes
from .worker import serve

__all__ = ["CASES"]

# bare_fib() is fib() without the checks of arguments that a route adds in Python; a route may lack
# it.
CASES = ("nothing()", "bare_fib(20)", "fib(20)", "total(1000)")

# So many calls stand one after another in the measured loop that the loop itself costs next to
# nothing.
UNROLLED = 20


def make_timers(module: str, folder: str) -> dict[str, Callable[[int], float]]:
    route = routes.load(module, folder)
    array = np.arange(1000.0)
    # A program without NumPy has a list.
    values = array.tolist() if module == routes.PYTHON.module else array
    if route.total(values) != 499500.0:
        raise ValueError(f"total() of 0 to 999 gave {route.total(values)!r}; expected 499500.0")
    timers = {
        "nothing()": calls("call()", route.nothing),
        "fib(20)": calls("call(20)", route.fib),
        "total(1000)": calls("call(argument)", route.total, values),
    }
    if hasattr(route, "bare_fib"):
        timers["bare_fib(20)"] = calls("call(20)", route.bare_fib)
    return timers


def calls(statement: str, function: Callable, argument: object = None) -> Callable[[int], float]:
    """Return a function that times so many calls; both names are local, which is quickest."""
    timer = timeit.Timer(
        "\n".join([statement] * UNROLLED),
        setup="call, argument = function, value",
        globals={"function": function, "value": argument},
    )

    def timed(loops: int) -> float:
        blocks = -(-loops // UNROLLED)
        return timer.timeit(blocks) * loops / (blocks * UNROLLED)

    return timed


if __name__ == "__main__":
    serve(functools.partial(make_timers, *sys.argv[1:3]))
