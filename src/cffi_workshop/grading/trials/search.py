"""Which line, changed a little, makes a failed check pass: that is where the mistake is."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.grading.parts.part import Part

from .steps import steps_of
from .trial import Trial, part_of

__all__ = ["line_that_mends"]

# By their number, and not by the clock: the same hand-in is told the same line each time.
MOST = 60
SECONDS = 12.0  # by the clock, on a machine that is busy
HANG = 8  # trials that go on without end, before no more are made
WORKERS = os.cpu_count() or 1
OF_MEMORY = ("out-of-bounds", "use-after-free", "undefined-behaviour", "segfault", "abort", "leak")
TRIED = (
    *OF_MEMORY,
    *("wrong-value", "wrong-type", "exception", "missing-exception", "dangling-pointer"),
    *("did-not-call-c", "cdata-leaked"),
)


def line_that_mends(
    finding: Diagnosis,
    part: Part,
    stage: str,
    source: Source,
    likely: Mapping[int, float],
    again: Callable[[Part], None],
    check: str = "",
) -> int | None:
    """Return the line that has to be changed for the check to pass; None where none was found.

    `likely` are the lines to try, and how likely each is; `again` makes the check over a part.
    """
    hung: list[str] = []

    def mends(text: str) -> bool:
        return passes(part, stage, source.name, text, finding.cause in OF_MEMORY, again, hung)

    if finding.cause not in TRIED or mends(source.text + "\n"):
        return None  # a check that passes over the hand-in as it is tells nothing
    steps = steps_of(source, likely, finding, check, MOST)
    found: list[int] = []
    end = time.monotonic() + SECONDS
    places, lock = iter(range(len(steps))), threading.Lock()

    def work() -> None:
        while not found and len(hung) < HANG and time.monotonic() < end:
            with lock:
                place = next(places, None)
            if place is None:
                return
            if mends(steps[place].text):
                found.append(place)

    with ThreadPoolExecutor(WORKERS) as pool:
        for _ in range(WORKERS):
            pool.submit(work)
    return steps[min(found)].line if found else None


def passes(
    original: Part,
    stage: str,
    name: str,
    text: str,
    sanitized: bool,
    again: Callable[[Part], None],
    hung: list[str],
) -> bool:
    """Say whether the check passes over another text of one file; note what has no end."""
    trial = Trial.of(original.run, name, text)
    part = part_of(trial, stage, original, sanitized=sanitized)
    try:
        again(part)
    except CheckFailed as failure:
        if failure.finding.cause == "timeout":
            hung.append(text)
        return False
    except Exception:  # whatever became of it, the check did not pass
        return False
    finally:
        trial.end()
        part.give_up()
    return True
