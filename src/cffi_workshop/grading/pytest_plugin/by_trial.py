"""A check that failed is made again, over small changes of the hand-in."""

from __future__ import annotations

import contextlib
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import pytest

from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.grading.parts.part import Part
from cffi_workshop.grading.parts.worker_client import NotRun
from cffi_workshop.grading.trials import Which, placed
from cffi_workshop.grading.verdict import CheckResult, Location
from cffi_workshop.sandbox import TooBusy

from .ids import Request, check_id, checks_of, part_of, title

__all__ = ["blamed"]


def blamed(
    item: pytest.Function,
    parts: Mapping[str, Part],
    finding: Diagnosis,
    before: Sequence[CheckResult],
) -> Diagnosis:
    """Return the finding with its root and its line, as each of the parts by its fixture has it."""
    for fixture, part in parts.items():
        shown = finding.location
        finding = part.blamed(finding, title(item), check_id(item))
        with contextlib.suppress(TooBusy):  # there was no time for trials
            finding = placed_by_trial(item, fixture, part, finding, shown, before)
    return finding


def placed_by_trial(
    item: pytest.Function,
    fixture: str,
    part: Part,
    finding: Diagnosis,
    shown: Location | None,
    before: Sequence[CheckResult],
) -> Diagnosis:
    """Return the finding with the line that mends the check, where one is found by trial.

    It is asked of the first failure alone; it was `shown` at a line, and `before` are the results
    so far.
    """
    stage, asked = part_of(item)[0], cast(Request, item.funcargs["_asked"])
    is_first = all(one.status != "failed" for one in before)
    if not (asked.line_by_trial and is_first and asked.parts.get(stage) is part):
        return finding

    passed = {one.id for one in before if one.status == "passed"}
    others = [each for each in checks_of(item) if part_of(each)[0] == stage and each is not item]
    earlier = [each for each in others if check_id(each) in passed]
    later = [each for each in others if each not in earlier]

    def again(tried: Part, which: Which = "passed") -> dict[str, str]:
        if which == "after":
            said = {check_id(each): failure(each, fixture, tried, asked.seed) for each in later}
            return {name: each for name, each in said.items() if each}
        make(item, fixture, tried, asked.seed)
        for each in earlier if which == "passed" else ():  # what breaks another check is no mend
            with as_far_as_it_can():
                make(each, fixture, tried, asked.seed)
        return {}

    return placed(finding, part, stage, part.case(title(item), check_id(item)), again, shown)


def make(item: pytest.Function, fixture: str, part: Part, seed: int) -> None:
    """Make a check over a part; an exception says that it failed."""
    given = {fixture: part, "rng": random.Random(f"{seed} {check_id(item)}")}
    item.obj(**{name: given[name] for name in item._fixtureinfo.argnames})


def failure(item: pytest.Function, fixture: str, part: Part, seed: int) -> str:
    """Return what a check says that fails over a part, else ""; one that cannot be made does not.

    Numbers are left out: an address is another one each time.
    """
    try:
        with as_far_as_it_can():
            make(item, fixture, part, seed)
    except Exception as raised:  # whatever became of it
        return re.sub(r"\d+", "", str(raised)) or type(raised).__name__
    return ""


@contextlib.contextmanager
def as_far_as_it_can() -> Iterator[None]:
    """Let pass what cannot be made, or takes longer than a trial is given: it took long before."""
    try:
        yield
    except NotRun:
        pass
    except CheckFailed as failure:
        if failure.finding.cause != "timeout":
            raise
