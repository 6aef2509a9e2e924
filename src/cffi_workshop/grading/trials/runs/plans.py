"""What is tried for a cause, and how much: a row for each that a search may find the line of."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

from cffi_workshop.exercises.languages import LANGUAGES
from cffi_workshop.grading.check_run import MODES

__all__ = ["MOST", "PLANS", "WORKERS", "Plan", "plan_of", "plans_of", "seconds_to_try"]

SECONDS = 12.0  # by the clock, where each worker has a processor to itself
SLOWEST = 4.0  # how many times as long it may take where others want the processors too
WORKERS = os.cpu_count() or 1
MOST = 900  # texts of a search
MOST_BUILT = 400  # what is to be built first takes longer
MOST_GUARDED = 80  # of which each has a run of its own


@dataclass(frozen=True)
class Plan:
    """What is tried beside small changes of a line, and where the search ends.

    By the number of texts, and not by the clock: the same hand-in is told the same line each time.
    """

    also: str = ""  # what steps.py yields for it
    sanitized: bool = False  # in C, as the sanitizer alone sees it
    undefined: bool = True  # with what the sanitizer says of undefined behaviour, in runs of many
    guarded: bool = False  # in C, between guard pages, and where memory is scarce
    copies: bool = False  # each text in a copy of the process, since most of them end it
    most: int = MOST  # texts
    together: int = 48  # texts that share a run, where each does not have one of its own
    further: int = 32  # texts that are tried behind the first that mends
    hung: int = 16  # trials that go on without end, before no more are made
    workers: int | None = None  # None is one for each processor


PLANS = {
    "wrong-value": Plan("refused errno guarded"),
    "wrong-type": Plan(),
    "cdata-leaked": Plan(),
    "did-not-call-c": Plan(),
    "early-exit": Plan(),
    "exception": Plan("kept ended raised refused errno guarded"),
    "missing-exception": Plan("ended raised refused errno"),
    "dangling-pointer": Plan("kept ended guarded", copies=True),
    "out-of-bounds": Plan("kept ended refused guarded", sanitized=True, copies=True),
    "use-after-free": Plan("kept ended guarded", sanitized=True, copies=True),
    "undefined-behaviour": Plan("refused guarded", sanitized=True, copies=True),
    "segfault": Plan("kept ended refused guarded", sanitized=True, copies=True),
    "abort": Plan("kept freed ended guarded", sanitized=True, copies=True),
    "leak": Plan("freed ended", sanitized=True),
    # Each trial waits as well, and needs no processor meanwhile.
    "timeout": Plan("kept ended guarded", most=36, together=1, further=4, hung=36, workers=12),
    # Each takes all the memory, or the room, that it may have, or its time; and ends the run.
    **dict.fromkeys(("memory-limit", "output-limit"), Plan(most=48, together=1, hung=48)),
}
# The sanitizer tells of all that was ever left behind, by this text or by another.
LEAK_IN_C = replace(PLANS["leak"], copies=True)


def plans_of(cause: str, stage: str, detail: str = "", most: int = MOST) -> list[Plan]:
    """Return what is done for a cause in a script or a language, one after the other.

    What the sanitizer does not see in C was seen in the build without it. Where AddressSanitizer
    has spoken, as the `detail` of a finding shows, nothing else needs to look on.
    """
    plan = plan_of(cause, stage)
    if plan is None:
        return []
    is_undefined = "AddressSanitizer" not in detail
    plan = replace(plan, undefined=is_undefined, most=min(plan.most, most))
    guarded = replace(plan, sanitized=False, guarded=True, together=1, most=min(MOST_GUARDED, most))
    return [plan, guarded] if plan.sanitized and stage not in MODES else [plan]


def plan_of(cause: str, stage: str) -> Plan | None:
    """Return what is done for a cause in a script or a language; None where nothing is.

    Of a package or a Makefile nothing is tried, whatever comes of them.
    """
    if stage not in (*MODES, *LANGUAGES):
        return None
    plan = LEAK_IN_C if cause == "leak" and stage not in MODES else PLANS.get(cause)
    if plan and stage not in (*MODES, "c"):
        return replace(plan, most=min(plan.most, MOST_BUILT))
    return plan


def seconds_to_try() -> float:
    """Return how long to try: on a busy machine as much is tried as on an idle one."""
    try:
        wanted = os.getloadavg()[0]
    except (AttributeError, OSError):  # where nobody counts that
        wanted = 0.0
    return SECONDS * min(max(wanted / WORKERS, 1.0), SLOWEST)
