"""What every page is made with: the templates, and what is said in words."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cffi_workshop import report
from cffi_workshop.extras import require_extra
from cffi_workshop.report.exchange.markdown import escaped, fenced

if TYPE_CHECKING:
    import jinja2
    from markupsafe import Markup

__all__ = [
    "LAYERS",
    "file_name",
    "lesson",
    "lesson_link",
    "require_pages",
    "template",
    "write_page",
]

LAYERS = {
    "bubblewrap": "in the bubblewrap sandbox",
    "limits": "under limits alone, without a sandbox that keeps programs in",
}


def require_pages() -> None:
    """Say before any work what the pages need; learners do without it."""
    require_extra("Grading a course", "grade", "jinja2", "matplotlib")


@cache
def environment() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=jinja2.select_autoescape(["html"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    environment.filters["fenced"] = fenced
    environment.filters["escaped"] = escaped
    environment.filters["with_code"] = with_code
    return environment


def template(name: str) -> jinja2.Template:
    """Return a template; in HTML, everything that it is given is escaped."""
    return environment().get_template(name)


def write_page(path: Path, **shown: object) -> None:
    """Write what the template of that name makes of what it is given."""
    path.write_text(template(path.name).render(**shown), encoding="utf-8")


def with_code(text: str) -> Markup:
    """Return a sentence as HTML; what stands in backticks is code."""
    from markupsafe import Markup

    parts = enumerate(text.split("`"))
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if odd % 2 else part for odd, part in parts
    )


def lesson(root: Path, slug: str | None) -> str:
    """Return `episode 6, "Fibonacci"`; nothing for no episode."""
    return report.episode_name(slug, root) if slug else ""


def lesson_link(site: str, slug: str | None) -> str:
    """Return the address of an episode where the site is known."""
    return f"{site.rstrip('/')}/{slug}.html" if site and slug else ""


def file_name(label: str, number: int) -> str:
    """Return a file name that tells whose page it is and cannot lead anywhere else."""
    word = re.sub(r"[^\w-]+", "-", label).strip("-_")[:60] or "person"
    return f"{word}-{number}"
