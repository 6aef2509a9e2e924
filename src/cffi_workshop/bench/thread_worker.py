"""A worker that times C calls over threads.

It is started by python -m cffi_workshop.bench.thread_worker FOLDER COUNT ...

FOLDER holds libchurn and churn_extension. A timer is called "contender@threads". Nothing but the
standard library is needed; without cffi there is one contender less.
"""

from __future__ import annotations

import ctypes
import functools
import importlib
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from .worker import serve

__all__ = ["make_timers"]

# A call of some 0.1 ms: long beside the price of a call and of a change of threads.
STEPS = 100_000
STEPS_IN_PYTHON = 1_000


def make_timers(folder: Path, counts: list[int]) -> dict[str, Callable[[int], float]]:
    calls = contenders(folder)
    answers = {title: call() for title, call in calls.items() if title != "Python"}
    if len(set(answers.values())) != 1:
        raise ValueError(f"the contenders do not agree: {answers}")
    return {
        f"{title}@{count}": over(count, call) for title, call in calls.items() for count in counts
    }


def contenders(folder: Path) -> dict[str, Callable[[], int]]:
    sys.path.insert(0, str(folder))
    extension = importlib.import_module("churn_extension")
    library = next(folder.glob("libchurn.*"))
    calls = {
        "ctypes": through_ctypes(library),
        "C extension, GIL released": lambda: extension.released(STEPS),
        "C extension, GIL held": lambda: extension.held(STEPS),
        "Python": lambda: churn(STEPS_IN_PYTHON),
    }
    try:
        return {"cffi": through_cffi(library), **calls}
    except ImportError:
        return calls


def through_cffi(library: Path) -> Callable[[], int]:
    from cffi import FFI

    ffi = FFI()
    ffi.cdef("uint64_t churn(size_t n);")
    lib = ffi.dlopen(str(library))
    return lambda: lib.churn(STEPS)


def through_ctypes(library: Path) -> Callable[[], int]:
    function = ctypes.CDLL(str(library)).churn
    function.argtypes, function.restype = [ctypes.c_size_t], ctypes.c_uint64
    return lambda: function(STEPS)


def churn(steps: int) -> int:
    """Do what churn.c does, in Python."""
    state = 88172645463325252
    for _ in range(steps):
        state ^= state << 13 & 0xFFFFFFFFFFFFFFFF
        state ^= state >> 7
        state ^= state << 17 & 0xFFFFFFFFFFFFFFFF
    return state


def over(count: int, call: Callable[[], int]) -> Callable[[int], float]:
    """Return a function that makes so many calls in each of `count` threads side by side."""

    def timed(loops: int) -> float:
        together = threading.Barrier(count)
        spans: list[tuple[float, float]] = []

        def work() -> None:
            together.wait()
            start = time.perf_counter()
            for _ in range(loops):
                call()
            spans.append((start, time.perf_counter()))

        threads = [threading.Thread(target=work) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        # From the first to begin until the last to end: this thread might be woken too late to
        # tell.
        return max(end for _, end in spans) - min(start for start, _ in spans)

    return timed


if __name__ == "__main__":
    serve(functools.partial(make_timers, Path(sys.argv[1]), [int(count) for count in sys.argv[2:]]))
