"""Whether a collected answer gets the verdict that its author named."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from cffi_workshop.grading import grader
from cffi_workshop.grading.verdict import CheckResult, Verdict

from .answer_files import lay_out
from .answers import Answer

__all__ = ["complaint", "judge"]


def judge(answer: Answer, sandbox: str = "auto", raw: Mapping[str, Path] | None = None) -> Verdict:
    """Check an answer in a scratch folder; raise WorkshopError where an edit of it does not fit.

    A wrong one is checked to its first failure, and no line is looked for by trial: no more is
    expected of it. What an answer has from the solution is tried for a hostile one alone, which may
    reach for it.
    """
    with tempfile.TemporaryDirectory(prefix="answer-") as name:
        lay_out(answer, Path(name), raw)
        return grader.check(
            answer.exercise,
            Path(name),
            sandbox=sandbox,
            until_first_failure=answer.kind == "wrong",
            only_changed=answer.kind != "hostile",
            line_by_trial=False,
        )


def complaint(answer: Answer, verdict: Verdict) -> str | None:
    """Say in a clause what was expected and what was found, or None where they agree."""
    if broken := verdict.broken:
        return f"the checker itself failed in {broken.id}: {broken.message}"
    failure = verdict.first_failure
    if answer.kind == "accepted":
        return (
            f"expected that all checks pass, found {shown_failure(failure)}"
            if failure
            else remarks(answer, verdict)
        )
    wanted = " or ".join(answer.causes) + (f" in {answer.check}" if answer.check else "")
    if failure is None:
        return f"expected {wanted}, found that all checks pass"
    as_expected = failure.cause in answer.causes and answer.check in ("", failure.id)
    return None if as_expected else f"expected {wanted}, found {shown_failure(failure)}"


def remarks(answer: Answer, verdict: Verdict) -> str | None:
    if any(answer.remark in remark for remark in [*verdict.remarks, ""]):
        return None
    return f"expected a remark with {answer.remark!r}, found {list(verdict.remarks)}"


def shown_failure(failure: CheckResult) -> str:
    return f"{failure.cause} in {failure.id}: {failure.message}"
