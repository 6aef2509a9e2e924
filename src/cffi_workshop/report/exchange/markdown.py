"""A report in Markdown, for a mail, a merge request or the summary of a job."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cffi_workshop.episodes import episode_line
from cffi_workshop.grading.verdict import CheckResult, Verdict
from cffi_workshop.report.context import ReportContext
from cffi_workshop.report.first_failure import heading, message, source_lines
from cffi_workshop.report.text import by_stage
from cffi_workshop.terminal_style import TerminalStyle, plain

__all__ = ["escaped", "fenced", "markdown"]

STYLE = TerminalStyle(width=76)
WORDS = {
    "passed": "✓ passed",
    "failed": "✗ failed",
    "not-run": "· waits",
    "grader-error": "! broken",
}
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def markdown(reports: Sequence[tuple[Verdict, ReportContext]]) -> str:
    return "\n\n".join("\n\n".join(blocks(verdict, context)) for verdict, context in reports)


def blocks(verdict: Verdict, context: ReportContext) -> Iterator[str]:
    title = escaped(context.title or verdict.exercise)
    yield f"## {title}: {verdict.points} of {verdict.max_points} points"
    if check := verdict.first_failure:
        yield from first_failure(check, context)
    for title, checks in by_stage(verdict.checks):
        yield table(title, checks)
    if verdict.remarks:
        yield "\n".join(f"- {escaped(remark)}" for remark in verdict.remarks)
    yield f"Sandbox: {verdict.sandbox}. Seed: {verdict.seed}."


def first_failure(check: CheckResult, context: ReportContext) -> Iterator[str]:
    yield f"**{heading(check)}: {escaped(check.title)}**"
    yield fenced(message(check, STYLE))
    if context.likely_cause:
        yield f"Likely cause: {escaped(' '.join(context.likely_cause.split()))}"
    if check.mended_by:
        yield f"Found by trial: {escaped(check.mended_by)}"
    if check.location and context.sources:
        lines = source_lines(context.sources.get(check.location.file, ""), check.location.line)
        marked = [f"{'>' if n == check.location.line else ' '} {n:4} | {text}" for n, text in lines]
        yield fenced("\n".join([f"{check.location.file}, line {check.location.line}", *marked]))
    if check.episode:
        yield f"Taught in {escaped(episode_line(check.episode, context.root))}."


def table(title: str, checks: list[CheckResult]) -> str:
    rows = [
        f"| {WORDS[check.status]} | {escaped(check.title)} | {check.points} of {check.max_points} |"
        for check in checks
    ]
    return "\n".join([f"| {title} | | points |", "| --- | --- | ---: |", *rows])


def escaped(text: str) -> str:
    """Return a text on one line that Markdown takes for nothing but text."""
    return SPECIAL.sub(r"\\\1", " ".join(plain(text).split()))


def fenced(text: str) -> str:
    """Return a block of code; its fence is longer than any in the text."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"
