"""Gradescope's results.json, as its page "Autograder Specifications" has it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cffi_workshop.grading.verdict import CheckResult, Verdict
from cffi_workshop.report.context import ReportContext
from cffi_workshop.terminal_style import plain

__all__ = ["gradescope"]


def gradescope(reports: Sequence[tuple[Verdict, ReportContext]]) -> str:
    """Return the JSON of one submission; several verdicts are one list of tests."""
    verdicts = [verdict for verdict, _ in reports]
    form = {
        "score": sum(verdict.points for verdict in verdicts),
        "execution_time": round(sum(verdict.duration_s for verdict in verdicts), 3),
        "visibility": "visible",
        "output_format": "text",
        "output": "\n".join(about(verdict) for verdict in verdicts),
        "tests": [case(verdict, check) for verdict in verdicts for check in verdict.checks],
        "extra_data": {
            verdict.exercise: {"seed": verdict.seed, "sandbox": verdict.sandbox}
            for verdict in verdicts
        },
    }
    return json.dumps(form, indent=1, ensure_ascii=False)


def about(verdict: Verdict) -> str:
    remarks = [f"- {plain(remark)}" for remark in verdict.remarks]
    return "\n".join(
        [f"{verdict.exercise}: {verdict.points} of {verdict.max_points} points", *remarks]
    )


def case(verdict: Verdict, check: CheckResult) -> dict:
    place = f"{check.location.file}, line {check.location.line}" if check.location else ""
    told = [plain(check.message), plain(check.mended_by), place, plain(check.detail)]
    says = told if check.status != "passed" else []
    return {
        "name": f"{verdict.exercise}: {plain(check.title)}",
        "score": check.points,
        "max_score": check.max_points,
        "status": "passed" if check.status == "passed" else "failed",
        "output_format": "text",
        "output": "\n\n".join(filter(None, says)),
        "tags": [check.cause or check.status],
        "visibility": "visible",
    }
