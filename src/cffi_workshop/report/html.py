"""Show a verdict in a notebook: a card with what to mend first, and the other checks folded.

The HTML needs nothing else. It is readable in light and dark, without its style (JupyterLab drops
that from a notebook it does not trust yet) and without colour: each state is a word. No headings,
which would end up in the table of contents; nothing of a learner's arrives unescaped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from html import escape
from textwrap import dedent

from cffi_workshop import report
from cffi_workshop.episodes import episode_name
from cffi_workshop.grading.verdict import CheckResult, Verdict
from cffi_workshop.notebooks.code_in_text import CODE

from . import ReportContext, TerminalStyle
from .first_failure import rows_of

__all__ = ["html_report"]

# Each colour has a contrast of 3:1 and more against white and against #111; texts keep the theme's
# own. JupyterLab selects the next cell before the verdict comes. A browser that held on to that
# cell would scroll the card out of view.
STYLE = """
.jp-WindowedPanel-outer { overflow-anchor: none }
.cffi-workshop { max-width: 62em; line-height: 1.5 }
.cffi-workshop p { max-width: 50em; margin: .5em 0 }
.cffi-workshop ul { margin: .2em 0 .6em; padding: 0; list-style: none }
.cffi-workshop .card { padding: .3em 1em; border: 1px solid #808080; border-left: 6px solid #808080;
  border-radius: 6px }
.cffi-workshop .card.passed { border-left-color: #2e8b57 }
.cffi-workshop .card.failed { border-left-color: #d9363e }
.cffi-workshop .card.todo { border-left-color: #b7791f }
.cffi-workshop .card.grader-error { border-left-color: #a855c7 }
.cffi-workshop dl { display: grid; grid-template-columns: max-content 1fr; gap: .1em 1em; margin: .5em 0 }
.cffi-workshop dt, .cffi-workshop dd { margin: 0; padding: 0; font-weight: inherit }
.cffi-workshop code { overflow-wrap: anywhere }
.cffi-workshop summary { cursor: pointer }
.cffi-workshop summary:focus-visible { outline: 2px solid currentColor; outline-offset: 2px }
.cffi-workshop .others { margin: .6em 0 }
.cffi-workshop .state { display: inline-block; min-width: 5.6em; font-weight: 600 }
.cffi-workshop .points { white-space: nowrap }
.cffi-workshop details pre, .cffi-workshop .card pre { margin: .3em 0; padding: .4em .6em;
  overflow-x: auto; white-space: pre; color: inherit; background: rgba(128, 128, 128, .13) }
"""

STATES = {
    "passed": "✓ passed",
    "failed": "✗ failed",
    "todo": "○ to do",
    "not-run": "· waits",
    "grader-error": "! broken",
}
COUNTED = {
    "passed": ("passed", "passed"),
    "failed": ("failed", "failed"),
    "todo": ("to do", "to do"),
    "not-run": ("waits", "wait"),
    "grader-error": ("broken", "broken"),
}
"""How checks of a state are counted: one, and more."""
NEWLINE = "\n"
LOOK = TerminalStyle(width=100)

Leads = Callable[[str], str | None]
"""What returns the address of an episode, seen from the notebook, if the episode is there."""


def html_report(
    verdict: Verdict, context: ReportContext | None = None, leads: Leads | None = None
) -> str:
    """Return the report; `leads` makes links of the episodes that it names."""
    context = context or ReportContext()
    inner = NEWLINE.join(
        [
            f"<style>{STYLE}</style>",
            card(verdict, context, leads or (lambda slug: None)),
            others(verdict),
            remarks(verdict.remarks),
        ]
    )
    return (
        '<section class="cffi-workshop" role="group" '  # two in a notebook may be called the same
        f'aria-label="{text(label(verdict))}">\n{inner}\n</section>\n'
    )


def label(verdict: Verdict) -> str:
    return f"Verdict on {verdict.exercise}: {score(verdict)}"


def score(verdict: Verdict) -> str:
    return f"{verdict.points} of {verdict.max_points} points"


def text(words: str) -> str:
    return escape(report.plain(words))


def with_code(line: str) -> str:
    """Return a line with what stands in backticks as code, and what is code by itself."""
    parts = text(line).split("`")
    parts[::2] = [CODE.sub(r"<code>\g<0></code>", part) for part in parts[::2]]
    parts[1::2] = [f"<code>{part}</code>" for part in parts[1::2]]
    return "".join(parts)


# The card


def check_of_card(verdict: Verdict) -> CheckResult | None:
    """Return the check that the card is about: a fault of ours, or the learner's first mistake."""
    return verdict.broken or verdict.first_failure


def card(verdict: Verdict, context: ReportContext, leads: Leads) -> str:
    """Return what a learner reads first: what failed, why, where, and what to do."""
    check = check_of_card(verdict)
    parts = [headline(verdict, context), *(about(check, verdict, context, leads) if check else ())]
    parts += [f"<p>{with_code(line)}</p>" for line in advice(verdict, context)]
    state = check.state if check else "passed" if verdict.passed else "not-run"
    return f'<div class="card {state}">\n{NEWLINE.join(parts)}\n</div>'


def headline(verdict: Verdict, context: ReportContext) -> str:
    took = f"({verdict.duration_s:.2f} s, sandbox: {text(verdict.sandbox)})"
    return (
        f"<p>{text(context.title or verdict.exercise)}: <strong>{score(verdict)}</strong> "
        f"{took}</p>"
    )


def about(
    check: CheckResult, verdict: Verdict, context: ReportContext, leads: Leads
) -> Iterator[str]:
    state = f'<span class="state">{STATES[check.state]}</span>'
    yield f"<p>{state} <strong>{with_code(check.title)}</strong></p>"
    yield message(check)
    if context.likely_cause:
        yield f"<p><strong>Likely cause: {with_code(context.likely_cause.strip())}</strong></p>"
    elif context.about_message:
        yield f"<p>About this message: {with_code(context.about_message.strip())}</p>"
    if check.mended_by:
        yield f"<p>Found by trial: {with_code(check.mended_by)}</p>"
    if check.location:
        yield pre(report.source(check.location, verdict.path, context.sources, LOOK))
    if check.episode:
        yield f"<p>Taught in {episode(check.episode, context, leads)}.</p>"
    if context.explained:
        yield f"<p>{with_code(report.explained_in(context))}</p>"
    if check.detail:
        yield (
            '<details class="tool"><summary>What the tool '
            f"said</summary>\n{pre(check.detail)}\n</details>"
        )


def message(check: CheckResult) -> str:
    """Return what was found and expected, value under value where the message has that shape."""
    observed = check.observed
    rows = [(name, report.plain(value)) for name, value in rows_of(observed)] if observed else []
    values = "".join(
        f"<dt>{escape(name)}</dt><dd><code>{escape(value)}</code></dd>" for name, value in rows
    )
    found = [
        f"<dl>{values}</dl>" if rows else "",
        paragraphs(report.plain(observed.advice) if observed else check.message),
    ]
    return NEWLINE.join(part for part in found if part)


def paragraphs(words: str) -> str:
    return NEWLINE.join(f"<p>{with_code(line)}</p>" for line in words.splitlines() if line.strip())


def episode(slug: str, context: ReportContext, leads: Leads) -> str:
    address = leads(slug)
    name = with_code(episode_name(slug, context.root))
    return f'<a href="{text(address)}">{name}</a>' if address else name


def advice(verdict: Verdict, context: ReportContext) -> list[str]:
    return report.advice(verdict, context, TerminalStyle(width=10_000), verbose=True).splitlines()


def pre(words: str) -> str:
    # Focusable, so that a long line can be scrolled to with the keyboard.
    return f'<pre tabindex="0">{text(dedent(words).strip(NEWLINE))}</pre>'


# All that is not the first thing to mend


def others(verdict: Verdict) -> str:
    """Return all other checks, counted in a line and listed below it."""
    rest = [check for check in verdict.checks if check is not check_of_card(verdict)]
    if not rest:
        return ""
    listed = NEWLINE.join(
        f"<p><strong>{text(title)}</strong></p>\n<ul>{NEWLINE.join(map(item, checks))}</ul>"
        for title, checks in report.by_stage(rest)
    )
    return f'<details class="others"><summary>{counted(rest)}</summary>\n{listed}\n</details>'


def counted(checks: Iterable[CheckResult]) -> str:
    """Return `5 passed, 14 wait`."""
    found = Counter(check.state for check in checks)
    return ", ".join(
        f"{found[state]} {words[found[state] > 1]}"
        for state, words in COUNTED.items()
        if found[state]
    )


def item(check: CheckResult) -> str:
    state = check.state
    points = f'<span class="points">({check.points} of {check.max_points})</span>'
    says = message(check) if check.message and state not in ("passed", "not-run") else ""
    summary = f'<span class="state">{STATES[state]}</span> {with_code(check.title)} {points}'
    return f'<li class="{state}">{summary}{says}</li>'


def remarks(sentences: Iterable[str]) -> str:
    items = "".join(f"<li>{with_code(sentence)}</li>" for sentence in sentences)
    return f"<p><strong>Remarks</strong></p>\n<ul>{items}</ul>" if items else ""
