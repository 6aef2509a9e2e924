"""The page of one person: the learner's report with the own files. It names nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cffi_workshop import report
from cffi_workshop.grading.verdict import CheckResult, Verdict

from ..book.book import Book, texts_of
from ..points.gradebook import figure
from ..points.policy import ExercisePolicy, Policy
from ..points.standing import STATES, Cell, Standing
from .first_mistake import one_line
from .page import LAYERS, file_name, lesson, lesson_link, template

__all__ = ["write_person"]

STYLE = report.TerminalStyle(width=76)
WORDS = {
    "passed": "passed",
    "failed": "failed",
    "todo": "to do",
    "not-run": "waits",
    "grader-error": "broken",
}
MOST_LINES = 600
AROUND = 3


@dataclass(frozen=True)
class Line:
    number: int
    text: str
    here: bool


@dataclass(frozen=True)
class Source:
    """A file with one line marked, or none."""

    name: str
    lines: list[Line]

    @property
    def digits(self) -> int:
        return len(str(len(self.lines)))

    @property
    def around(self) -> str:
        """The marked line and its neighbours, as text."""
        here = next((line.number for line in self.lines if line.here), 1)
        near = [line for line in self.lines if abs(line.number - here) <= AROUND]
        return "\n".join(
            f"{'>' if line.here else ' '} {line.number:4} | {line.text}" for line in near
        )


def write_person(folder: Path, standing: Standing, book: Book, policy: Policy) -> str:
    """Write the HTML and the Markdown of one person; return the name without its suffix."""
    name = file_name(standing.person.label, standing.person.id)
    page = page_of(standing, book, policy)
    for suffix in ("html", "md"):
        text = template(f"person.{suffix}").render(page=page)
        (folder / f"{name}.{suffix}").write_text(text, encoding="utf-8")
    return name


def page_of(standing: Standing, book: Book, policy: Policy) -> dict:
    percent = standing.percent(policy)
    return {
        "name": standing.person.name or standing.person.label,
        "total": total_of(standing, percent),
        "notes": standing.notes,
        "parts": [part_of(cell, book, policy) for cell in standing.cells],
    }


def total_of(standing: Standing, percent: float | None) -> str:
    if percent is not None:
        return f"{figure(percent)} % of all points"
    excused = all(cell.state == "excused" for cell in standing.cells)
    return "Nothing counts: excused" if excused else "No total yet"


def part_of(cell: Cell, book: Book, policy: Policy) -> dict:
    content = cell.hand_in.content if cell.hand_in else None
    files = book.files(content) if content else {}
    context = report.context_of(cell.exercise, cell.first_failure, texts_of(book, cell.hand_in))
    first = first_failure(cell, context, files, policy) if cell.first_failure else None
    verdict, own = cell.verdict, {*cell.exercise.editable, *cell.exercise.locked}
    return {
        "slug": cell.exercise.slug,
        "title": cell.exercise.title,
        "points": figure(cell.points) or ("-" if cell.state == "excused" else "?"),
        "max_points": figure(cell.max_points),
        "state": STATES[cell.state],
        "handed_in": cell.hand_in is not None or cell.adjustment is not None,
        "notes": cell.notes,
        "first": first,
        "groups": list(groups_of(verdict, policy.of(cell.exercise.slug))) if verdict else [],
        "remarks": verdict.remarks if verdict else (),
        "files": [source_of(name, text) for name, text in files.items() if name in own],
        "sandbox": LAYERS[verdict.sandbox] if verdict else "",
        "seed": verdict.seed if verdict else "",
    }


def first_failure(
    cell: Cell, context: report.ReportContext, files: dict[str, bytes], policy: Policy
) -> dict:
    """Return what the report of a learner says about the first failure."""
    check = cell.first_failure
    assert check is not None
    in_rows = check.observed is not None
    place = check.location if check.location and check.location.file in files else None
    return {
        "heading": report.heading(check),
        "title": check.title,
        "message": strip_indent(report.message(check, STYLE))
        if in_rows
        else report.plain(check.message),
        "laid_out": in_rows,
        "likely_cause": one_line(context.likely_cause or context.about_message or ""),
        "mended_by": one_line(report.plain(check.mended_by)),
        "explained": report.explained_in(context),
        "lesson": lesson(cell.exercise.root, check.episode),
        "link": lesson_link(policy.site, check.episode),
        "file": source_of(place.file, files[place.file], place.line) if place else None,
        "line": place.line if place else 0,
        "detail": report.plain(check.detail),
    }


def groups_of(verdict: Verdict, rule: ExercisePolicy) -> Iterator[dict]:
    for title, checks in report.by_stage(verdict.checks):
        yield {"title": title, "checks": [check_of(check, rule) for check in checks]}


def check_of(check: CheckResult, rule: ExercisePolicy) -> dict:
    return {
        "status": check.status,
        "word": WORDS[check.state],
        "title": check.title.replace("`", ""),
        "points": f"{check.points} of {check.max_points}"
        if rule.counts(check.id)
        else "does not count",
    }


def source_of(name: str, content: bytes, here: int = 0) -> Source:
    lines = report.plain(content.decode("utf-8-sig", errors="replace")).expandtabs(4).splitlines()
    return Source(
        name,
        [Line(number, text, number == here) for number, text in enumerate(lines[:MOST_LINES], 1)],
    )


def strip_indent(text: str) -> str:
    return re.sub(r"^ {2}", "", text, flags=re.MULTILINE)
