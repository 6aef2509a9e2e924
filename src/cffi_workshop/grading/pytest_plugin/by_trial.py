"""A check that failed is made again, over small changes of the hand-in."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import cast

import pytest

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.parts.part import Part
from cffi_workshop.grading.trials import placed
from cffi_workshop.grading.verdict import CheckResult

from .ids import Request, check_id, part_of, title

__all__ = ["placed_by_trial"]


def placed_by_trial(
    item: pytest.Function,
    fixture: str,
    part: Part,
    finding: Diagnosis,
    before: Sequence[CheckResult],
) -> Diagnosis:
    """Return the finding with the line that mends the check, where one is found by trial.

    It is asked of the first failure alone; `before` are the results so far.
    """
    if any(one.status == "failed" for one in before):
        return finding
    stage, asked = part_of(item)[0], cast(Request, item.funcargs["_stages"])
    if asked.parts.get(stage) is not part:
        return finding

    def again(tried: Part) -> None:
        given = {fixture: tried, "rng": random.Random(f"{asked.seed} {check_id(item)}")}
        item.obj(**{name: given[name] for name in item._fixtureinfo.argnames})

    return placed(finding, part, stage, part.case(title(item), check_id(item)), again)
