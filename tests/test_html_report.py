"""The verdict as a notebook shows it: markup of ours alone, a word for each state, and its colours."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from cffi_workshop.grading.verdict import CheckResult, Location, Observation, Verdict
from cffi_workshop.report import ReportContext
from cffi_workshop.report.html import STYLE, html_report

from .colours import contrast

pytestmark = pytest.mark.quick

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">"&amp;\x1b[31m</pre></details>'


class Reader(HTMLParser):
    """Keeps tags and attributes, and fails where tags are not closed in order."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.attributes = [], [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attributes]
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def verdict(**changes):
    check = {
        "id": "c-adds",
        "title": "adds",
        "status": "failed",
        "points": 0,
        "max_points": 3,
        "cause": "wrong-value",
        "message": "add(1) gave 2; expected 3.",
        "location": Location("tiny.c", 3),
        "episode": "01-first",
        "detail": "gcc says",
        "observed": None if "message" in changes else Observation("add(1)", "gave", "2", "3"),
    }
    return Verdict(
        "tiny", "exercises/tiny", "limits", 0.5, (CheckResult(**check | changes),), ("A remark.",)
    )


@pytest.mark.parametrize("where", ["title", "message", "detail", "episode", "id", "mended_by"])
def test_what_a_learner_wrote_is_text_and_never_markup(where):
    told = verdict(**{where: HOSTILE})
    listed = replace(told.checks[0], status="failed")
    html = html_report(replace(told, checks=(*told.checks, listed)), leads=lambda slug: slug)
    reader = Reader(html)
    assert not {"script", "img"} & set(reader.tags)
    assert "onerror" not in reader.attributes
    assert "\x1b" not in html
    assert "&lt;script&gt;" in html


def test_a_file_name_and_a_source_line_are_text_and_never_markup():
    sources = {"tiny.c": f"\n\n{HOSTILE}\n"}
    html = html_report(
        verdict(), ReportContext(title=HOSTILE, sources=sources, likely_cause=HOSTILE)
    )
    assert html.count("&lt;script&gt;") == 3
    assert not {"script", "img"} & set(Reader(html).tags)


def test_the_report_needs_nothing_from_outside_and_stays_out_of_the_contents():
    html = html_report(verdict())
    reader = Reader(html)
    assert not {"script", "link", "iframe", "img", "h1", "h2", "h3", "h4"} & set(reader.tags)
    assert not {"src", "href", "onclick", "id"} & set(reader.attributes)
    assert "url(" not in html
    assert "@import" not in html
    assert (
        '<section class="cffi-workshop" role="group" aria-label="Verdict on tiny: 0 of 3 points">'
        in html
    )


@pytest.mark.parametrize(
    ("status", "cause", "word"),
    [
        ("passed", None, "passed"),
        ("failed", "wrong-value", "failed"),
        ("failed", "todo-left", "to do"),
        ("not-run", None, "waits"),
        ("grader-error", None, "broken"),
    ],
)
def test_a_state_is_a_word_and_not_a_colour_alone(status, cause, word):
    html = html_report(verdict(status=status, cause=cause))
    assert re.search(rf'<span class="state">. {word}</span> (<strong>)?adds', html)


def test_the_first_failure_is_the_card_and_all_else_is_counted_and_folded():
    first = verdict().checks[0]
    states = [("passed", None), ("passed", None), ("failed", "todo-left"), ("not-run", None)]
    others = [
        replace(first, id=f"abi-{status}", status=status, cause=cause) for status, cause in states
    ]
    html = html_report(replace(verdict(), checks=(others[0], first, *others[1:])))
    card, _, rest = html.partition('<details class="others">')
    assert '<div class="card failed">' in card
    assert "<dt>called</dt><dd><code>add(1)</code></dd><dt>gave</dt><dd><code>2</code></dd>" in card
    assert rest.startswith("<summary>2 passed, 1 to do, 1 waits</summary>")
    assert rest.count("<li class=") == 4


def test_a_likely_cause_is_bold_and_the_episode_a_link(tmp_path):
    (tmp_path / "episodes").mkdir()
    (tmp_path / "episodes" / "01-first.md").write_text("---\ntitle: First `add`\n---\n")
    context = ReportContext(likely_cause="Mind `x`.", root=tmp_path)
    html = html_report(verdict(), context, lambda slug: f"../{slug}.ipynb")
    assert "<strong>Likely cause: Mind <code>x</code>.</strong>" in html
    assert '<a href="../01-first.ipynb">episode 1, &quot;First <code>add</code>&quot;</a>' in html


@pytest.mark.parametrize("background", ["#ffffff", "#111111"], ids=["light", "dark"])
@pytest.mark.parametrize("colour", re.findall(r"#[0-9a-f]{6}", STYLE))
def test_a_colour_stands_out_in_light_and_dark(colour, background):
    assert contrast(colour, background) >= 3  # WCAG 1.4.11


def test_text_takes_the_colour_of_the_theme():
    assert not re.search(r"(?<![-\w])color: (?!inherit)", STYLE)
