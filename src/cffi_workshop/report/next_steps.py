"""The end of a report, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from cffi_workshop.grading.verdict import CheckResult, Verdict
from cffi_workshop.terminal_style import TerminalStyle, fold, plain

from .context import ReportContext

__all__ = ["advice", "closing", "summary"]


def closing(verdict: Verdict, context: ReportContext, look: TerminalStyle, verbose: bool) -> str:
    """Return the points, and as the last thing on the screen what to do next."""
    score = f"{verdict.points} of {verdict.max_points} points"
    rest = f" ({verdict.duration_s:.2f} s, sandbox: {verdict.sandbox})"
    rest = fold(score + rest, look.width, "", "  ").removeprefix(score)
    line = look.paint(score, bold=True) + look.paint(rest, dim=True)
    return f"{line}\n{advice(verdict, context, look, verbose)}"


def advice(verdict: Verdict, context: ReportContext, look: TerminalStyle, verbose: bool) -> str:
    if verdict.passed:
        lines = next_after_pass(verdict, context)
    else:
        lines = next_after_fail(verdict, context, verbose)
    return "\n".join(fold(line, look.width, "", "  ") for line in lines)


def next_after_pass(verdict: Verdict, context: ReportContext) -> Iterator[str]:
    yield "All checks passed."
    if context.other_path:
        return
    yield f"Compare: `workshop solution {verdict.exercise}`"
    if context.next_exercise:
        yield f"Next: `workshop check {context.next_exercise}`"
    else:
        yield "That was the last exercise: all of them are done."


def next_after_fail(verdict: Verdict, context: ReportContext, verbose: bool) -> Iterator[str]:
    again = f"workshop check {verdict.exercise}"
    if context.other_path:
        again += f" --path {plain(context.other_path)}"
    check = verdict.first_failure
    if untried(verdict):
        yield f"What could be tried works. Next: install what the remarks say, then `{again}`"
        return
    if check is None:
        yield f"Next: try `{again} --verbose` once more, and report it if it stays."
        return
    yield f"Next: {what_to_mend(check, context)}, then `{again}`"
    if not context.other_path:
        yield f"Stuck? `workshop hint {verdict.exercise}`"
    if check.detail and not verbose:
        yield f"What the tool said: `{again} --verbose`"


def untried(verdict: Verdict) -> bool:
    """Say whether nothing failed, but this machine lacks what some of the checks need."""
    return bool(verdict.checks) and verdict.exit_status == 1 and verdict.first_failure is None


def what_to_mend(check: CheckResult, context: ReportContext) -> str:
    file = plain(check.location.file) if check.location else not_taken(check, context)
    if check.message.startswith(f"{file} is not there"):
        return f"put {file} there"
    if check.state == "todo":
        return f"do the TODO in {file}" if file else "do the TODO"
    return f"mend {file}" if file else "mend the first failure"


def not_taken(check: CheckResult, context: ReportContext) -> str:
    """Return the learner's file of which a check says that it could not be read."""
    if check.cause != "missing-file":
        return ""
    names = (name for name in context.editable if check.message.startswith(f"{name} "))
    return next(names, "")


def summary(verdict: Verdict, look: TerminalStyle) -> str:
    """Return one line for `check --all`: the score, and the first thing to mend."""
    score = f"{verdict.points}/{verdict.max_points}"
    check = verdict.first_failure
    mark = look.mark("passed" if verdict.passed else check.state if check else "failed")
    says = "all checks passed" if verdict.passed else "the checker itself failed"
    if untried(verdict):
        says = "what could be tried works"
    if check:
        says = plain(check.message).partition("\n")[0] or plain(check.title)
    return fold(f"{mark} {verdict.exercise} {score}: {says}", look.width, "", "  ")
