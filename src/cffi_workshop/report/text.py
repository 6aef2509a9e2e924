"""The whole report: its parts in order, and those that belong to all of the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from cffi_workshop.grading.verdict import CheckResult, Verdict
from cffi_workshop.terminal_style import TerminalStyle, columns, fold, plain, wrapped

from .context import ReportContext
from .first_failure import detail, first_failure
from .next_steps import closing

__all__ = ["STAGES", "by_stage", "render"]

STAGES = {
    "c": "Your C",
    "cpp": "Your C++",
    "fortran": "Your Fortran",
    "abi": "Your ABI script",
    "api": "Your API build and script",
    "together": "All together",
    "package": "Your package",
}


def render(
    verdict: Verdict,
    context: ReportContext | None = None,
    look: TerminalStyle | None = None,
    verbose: bool = False,
) -> str:
    """Return the whole report, with a line break at its end."""
    context, look = context or ReportContext(), look or TerminalStyle()
    parts = [
        headline(verdict, context, look),
        check_list(verdict.checks, look, verbose),
        broken_checker(verdict, look, verbose),
        first_failure(verdict, context, look, verbose),
        remark_list(verdict.remarks, look),
        closing(verdict, context, look, verbose),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def headline(verdict: Verdict, context: ReportContext, look: TerminalStyle) -> str:
    title = plain(context.title or verdict.exercise)
    return look.paint(fold(title, look.width), bold=True)


def broken_checker(verdict: Verdict, look: TerminalStyle, verbose: bool) -> str:
    broken = verdict.broken
    if broken is None:
        return ""
    says = plain(broken.message) or "The checker itself failed, which is not your doing."
    return "\n\n".join(filter(None, [fold(says, look.width), detail(broken, verbose)]))


def remark_list(remarks: Iterable[str], look: TerminalStyle) -> str:
    lines = [fold(plain(remark), look.width, "  - ", "    ") for remark in remarks]
    return "\n".join(["Remarks", *lines]) if lines else ""


def by_stage(checks: Iterable[CheckResult]) -> Iterator[tuple[str, list[CheckResult]]]:
    """Yield the checks of each part of an exercise, in their order, with the title of the part."""
    for stage, members in groupby(checks, key=lambda check: check.id.partition("-")[0]):
        yield STAGES.get(stage, stage), list(members)


def check_list(checks: Sequence[CheckResult], look: TerminalStyle, verbose: bool) -> str:
    return "\n".join(
        line
        for title, members in by_stage(checks)
        for line in stage_lines(title, members, look, verbose)
    )


def stage_lines(
    title: str, checks: list[CheckResult], look: TerminalStyle, verbose: bool
) -> Iterator[str]:
    """Yield a heading and a line a check; what waits for another check is counted, not listed."""
    yield look.paint(title, bold=True)
    waiting = 0 if verbose else sum(check.status == "not-run" for check in checks)
    for check in checks:
        if verbose or check.status != "not-run":
            yield check_line(check, look)
    if waiting:
        them = "1 check waits" if waiting == 1 else f"{waiting} checks wait"
        yield f"  {look.mark('not-run')} " + look.paint(f"{them} for the above", dim=True)


def check_line(check: CheckResult, look: TerminalStyle) -> str:
    """Return mark, title and points; the points stand at the right edge of the last line."""
    points = f"{check.points}/{check.max_points}"
    indent = 4 if look.unicode else 5
    lines = wrapped(plain(check.title), look.width - indent - len(points) - 2)
    gap = " " * (look.width - indent - columns(lines[-1]) - len(points))
    lines[-1] += gap + look.paint(points, dim=True)
    return f"  {look.mark(check.state)} " + ("\n" + " " * indent).join(lines)
