"""A verdict as GitLab, GitHub Actions and Gradescope read it, and as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cffi_workshop.grading.verdict import Verdict
from cffi_workshop.report.context import ReportContext

from .github import github, write_summary
from .gradescope import gradescope
from .junit import junit
from .markdown import markdown

__all__ = ["FORMATS", "write_summary"]

Reports = Sequence[tuple[Verdict, ReportContext]]

FORMATS: dict[str, Callable[[Reports], str]] = {
    "junit": junit,
    "github": github,
    "gradescope": gradescope,
    "markdown": markdown,
}
