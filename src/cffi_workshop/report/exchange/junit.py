"""JUnit XML, as GitLab shows it in a merge request and other servers in theirs.

The elements and attributes are those of the schema of Jenkins's xUnit plugin (junit-10.xsd), and
`file`, of which GitLab makes a link.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from cffi_workshop.grading.verdict import CheckResult, Verdict
from cffi_workshop.report.context import ReportContext
from cffi_workshop.terminal_style import plain

__all__ = ["junit"]

COUNTED = {"failures": "failed", "errors": "grader-error", "skipped": "not-run"}


def junit(reports: Sequence[tuple[Verdict, ReportContext]]) -> str:
    """Return one document with a suite for each verdict."""
    root = ElementTree.Element("testsuites", name="workshop")
    for verdict, _ in reports:
        add_suite(root, verdict)
    ElementTree.indent(root)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}'
    )


def add_suite(root: ElementTree.Element, verdict: Verdict) -> None:
    counts = {
        name: str(sum(check.status == status for check in verdict.checks))
        for name, status in COUNTED.items()
    }
    about = {
        "name": verdict.exercise,
        "tests": str(len(verdict.checks)),
        "time": f"{verdict.duration_s:.3f}",
    }
    suite = ElementTree.SubElement(root, "testsuite", {**about, **counts})
    properties = ElementTree.SubElement(suite, "properties")
    known = {
        "points": f"{verdict.points} of {verdict.max_points}",
        "sandbox": verdict.sandbox,
        "seed": str(verdict.seed),
    }
    for name, value in known.items():
        ElementTree.SubElement(properties, "property", name=name, value=value)
    for check in verdict.checks:
        add_case(suite, verdict, check)


def add_case(suite: ElementTree.Element, verdict: Verdict, check: CheckResult) -> None:
    part = check.id.partition("-")[0]
    case = ElementTree.SubElement(
        suite, "testcase", name=plain(check.title), classname=f"{verdict.exercise}.{part}", time="0"
    )
    if check.location:
        case.set("file", verdict.path_of(check))
    told = {"failed": "failure", "grader-error": "error", "not-run": "skipped"}.get(check.status)
    if told:
        result = ElementTree.SubElement(case, told, message=plain(check.message))
        if check.status != "not-run":
            result.set("type", check.cause or "grader-error")
            mended = plain(check.mended_by)
            says = [plain(check.message), mended, where(verdict, check), plain(check.detail)]
            result.text = "\n".join(filter(None, says))


def where(verdict: Verdict, check: CheckResult) -> str:
    return f"{verdict.path_of(check)}:{check.location.line}" if check.location else ""
