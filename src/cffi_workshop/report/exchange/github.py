"""GitHub Actions: annotations on the lines of a commit, and the summary of a job.

Source of both formats: GitHub's page "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.grading.verdict import CheckResult, Verdict
from cffi_workshop.report.context import ReportContext
from cffi_workshop.terminal_style import plain

from .markdown import markdown

__all__ = ["github", "write_summary"]


def github(reports: Sequence[tuple[Verdict, ReportContext]]) -> str:
    """Return a command for each failed check, the first as an error, and one for the points."""
    return "\n".join(line for verdict, context in reports for line in commands(verdict, context))


def commands(verdict: Verdict, context: ReportContext) -> Iterator[str]:
    for check in verdict.checks:
        if check.status in ("failed", "grader-error"):
            yield command(verdict, context, check)
    yield command_line(
        "notice", {"title": verdict.exercise}, f"{verdict.points} of {verdict.max_points} points"
    )


def command(verdict: Verdict, context: ReportContext, check: CheckResult) -> str:
    first = check is verdict.first_failure
    properties = {"title": f"{verdict.exercise}: {check.title}"}
    if check.location:
        properties = {
            "file": verdict.path_of(check),
            "line": str(check.location.line),
            **properties,
        }
    says = check.message
    if first and context.likely_cause:
        says += f"\nLikely cause: {' '.join(context.likely_cause.split())}"
    if check.mended_by:
        says += f"\nFound by trial: {plain(check.mended_by)}"
    return command_line(
        "error" if first or check.status == "grader-error" else "warning", properties, says
    )


def command_line(kind: str, properties: Mapping[str, str], says: str) -> str:
    """Return a workflow command; what would end it early, or start another one, is escaped."""
    given = ",".join(f"{name}={escaped_property(value)}" for name, value in properties.items())
    return f"::{kind} {given}::{escaped(says)}"


def escaped(text: str) -> str:
    return plain(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escaped_property(text: str) -> str:
    return escaped(text).replace(":", "%3A").replace(",", "%2C")


def write_summary(reports: Sequence[tuple[Verdict, ReportContext]]) -> None:
    """Add the report to the summary of the job, where one is being written."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        with Path(path).open("a", encoding="utf-8") as summary:
            summary.write(f"{markdown(reports)}\n\n")
    except OSError as error:
        raise WorkshopError(
            f"The summary {path} cannot be written ({error.strerror}); GITHUB_STEP_SUMMARY names "
            "it."
        ) from None
