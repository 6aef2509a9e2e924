"""A verdict as a notebook shows it: HTML that needs nothing else, each check folded.

It is readable in light and dark, without its style (JupyterLab drops that from a notebook it does not
trust yet) and without colour: each state is a word. No headings, which would end up in the table of
contents; nothing of a learner's arrives unescaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from textwrap import dedent

from cffi_workshop import report
from cffi_workshop.grading.verdict import CheckResult, Verdict

from . import ReportContext, TerminalStyle

__all__ = ["html_report"]

# Each colour has a contrast of 3:1 and more against white and against #111; texts keep the theme's own.
STYLE = """
.cffi-workshop { max-width: 52em; line-height: 1.5 }
.cffi-workshop p { margin: .6em 0 .2em }
.cffi-workshop details { border-left: 4px solid #808080; margin: 2px 0; padding: 1px 0 1px .7em }
.cffi-workshop details.passed { border-color: #2e8b57 }
.cffi-workshop details.failed { border-color: #d9363e }
.cffi-workshop details.todo { border-color: #b7791f }
.cffi-workshop details.grader-error { border-color: #a855c7 }
.cffi-workshop details.tool { border: 0; padding: 0 }
.cffi-workshop summary { cursor: pointer }
.cffi-workshop summary:focus-visible { outline: 2px solid currentColor; outline-offset: 2px }
.cffi-workshop .state { display: inline-block; min-width: 5.6em; font-weight: 600 }
.cffi-workshop .points { white-space: nowrap }
.cffi-workshop pre { margin: .3em 0; padding: .4em .6em; overflow-x: auto; color: inherit;
  background: rgba(128, 128, 128, .13) }
"""

STATES = {
    "passed": "✓ passed",
    "failed": "✗ failed",
    "todo": "○ to do",
    "not-run": "· waits",
    "grader-error": "! broken",
}
NEWLINE = "\n"
LOOK = TerminalStyle(width=76)


def html_report(verdict: Verdict, context: ReportContext | None = None) -> str:
    """Return the report; the first failure is unfolded."""
    context = context or ReportContext()
    parts = [
        f"<style>{STYLE}</style>",
        headline(verdict, context),
        *stages(verdict, context),
        *remarks(verdict.remarks),
        closing(verdict, context),
    ]
    inner = "\n".join(parts)
    return f'<section class="cffi-workshop" aria-label="{text(label(verdict))}">\n{inner}\n</section>\n'


def label(verdict: Verdict) -> str:
    return f"Verdict on {verdict.exercise}: {score(verdict)}"


def score(verdict: Verdict) -> str:
    return f"{verdict.points} of {verdict.max_points} points"


def text(words: str) -> str:
    return escape(report.plain(words))


def headline(verdict: Verdict, context: ReportContext) -> str:
    return f"<p><strong>{text(context.title or verdict.exercise)}</strong>: {score(verdict)}</p>"


def stages(verdict: Verdict, context: ReportContext) -> Iterator[str]:
    for stage, checks in groupby(verdict.checks, key=lambda check: check.id.partition("-")[0]):
        yield f"<p><strong>{text(report.STAGES.get(stage, stage))}</strong></p>"
        for check in checks:
            yield details(check, verdict, context)


def details(check: CheckResult, verdict: Verdict, context: ReportContext) -> str:
    first = check is verdict.first_failure
    state = "todo" if check.cause == "todo-left" else check.status
    unfolded = " open" if first or check.status == "grader-error" else ""
    points = f'<span class="points">({check.points} of {check.max_points})</span>'
    summary = f'<span class="state">{STATES[state]}</span> {with_code(check.title)} {points}'
    inner = "\n".join(body(check, verdict, context if first else None)) or "<p>Nothing to mend.</p>"
    return f'<details class="{state}"{unfolded}><summary>{summary}</summary>\n{inner}\n</details>'


def body(check: CheckResult, verdict: Verdict, context: ReportContext | None) -> Iterator[str]:
    """Yield what is known of a check; with context, also its likely cause and where it is taught."""
    if check.message:
        yield pre(report.message(check, LOOK))
    if context and context.likely_cause:
        yield f"<p>Likely cause: {text(context.likely_cause.strip())}</p>"
    elif context and context.about_message:
        yield f"<p>About this message: {text(context.about_message.strip())}</p>"
    if check.location:
        sources = context.sources if context else {}
        yield pre(report.source(check.location, verdict.path, sources, LOOK))
    if context and check.episode:
        yield f"<p>Taught in {text(report.episode_line(check.episode, context.root))}.</p>"
    if context and context.explained:
        yield f"<p>{with_code(report.explained_in(context))}</p>"
    if check.detail:
        yield f'<details class="tool"><summary>What the tool said</summary>\n{pre(check.detail)}\n</details>'


def pre(words: str) -> str:
    # Focusable, so that a long line can be scrolled to with the keyboard.
    return f'<pre tabindex="0">{text(dedent(words).strip(NEWLINE))}</pre>'


def remarks(sentences: Iterable[str]) -> Iterator[str]:
    items = "".join(f"<li>{text(sentence)}</li>" for sentence in sentences)
    if items:
        yield f"<p><strong>Remarks</strong></p>\n<ul>{items}</ul>"


def closing(verdict: Verdict, context: ReportContext) -> str:
    lines = report.advice(verdict, context, TerminalStyle(width=10_000), verbose=True).splitlines()
    ran = f"{score(verdict)} ({verdict.duration_s:.2f} s, sandbox: {text(verdict.sandbox)})"
    return f"<p>{'<br>'.join([ran, *map(with_code, lines)])}</p>"


def with_code(line: str) -> str:
    """Return a line with what stands in backticks as code."""
    parts = text(line).split("`")
    return "".join(f"<code>{part}</code>" if odd % 2 else part for odd, part in enumerate(parts))
