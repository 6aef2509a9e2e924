"""What is kept of a check: that it passed, was not run, or failed and why."""

from __future__ import annotations

from typing import Any

import pytest

from cffi_workshop.grading.verdict import CheckResult

from .ids import REQUEST, check_id, part_of, title

__all__ = ["EPISODE", "FINDING", "passed", "result_of"]

EPISODE = pytest.StashKey[str]()
FINDING = pytest.StashKey[Any]()  # of Diagnosis, which is imported when there is one


def passed(item: pytest.Function) -> CheckResult:
    """Return that a check passed which was not run."""
    mark = item.get_closest_marker("check")
    assert mark  # pytest's own tests ask for no part
    exercise = item.config.stash[REQUEST].exercise
    item.stash[EPISODE] = exercise.taught_in(part_of(item)[1])
    points = mark.kwargs["points"]
    return CheckResult(**common_to(item, mark), status="passed", points=points)


def common_to(item: pytest.Function, mark: pytest.Mark) -> dict[str, Any]:
    return {
        "id": check_id(item),
        "title": title(item),
        "max_points": mark.kwargs["points"],
        "episode": mark.kwargs["episode"] or item.stash.get(EPISODE, None),
    }


def result_of(item: pytest.Function, mark: pytest.Mark, report: pytest.TestReport) -> CheckResult:
    """Return what came of a check that was run, or that was not to be."""
    points, finding = mark.kwargs["points"], item.stash.get(FINDING, None)
    common = common_to(item, mark)
    if report.passed:
        return CheckResult(**common, status="passed", points=points)
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        return CheckResult(
            **common, status="not-run", points=0, message=reason.removeprefix("Skipped: ")
        )
    if finding is None:
        message = (
            "The checker itself failed here; that is our mistake, not yours. Please report it."
        )
        return CheckResult(
            **common, status="grader-error", points=0, message=message, detail=report.longreprtext
        )
    return CheckResult(
        **common,
        status="failed",
        points=0,
        cause=finding.cause,
        message=finding.message,
        location=finding.location,
        detail=finding.detail,
        observed=finding.observed,
        mended_by=finding.mended_by,
    )
