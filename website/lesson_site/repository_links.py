"""Links that need to know where the repository is; without its address they are left out."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from lesson_site.lesson import Lesson

__all__ = ["footer_links", "launch_links"]


def footer_links(lesson: Lesson, source: str) -> list[tuple[str, str]]:
    """Return the links at the foot of a page.

    Without the address of the repository, the links that need it are left out.
    """
    repository = (lesson.source or of_this_run()).rstrip("/")
    links = [
        ("license.html", "Licence"),
        ("conduct.html", "Code of conduct"),
        ("cite.html", "How to cite"),
    ]
    if lesson.contact:
        links.append(
            (f"mailto:{lesson.contact}" if "@" in lesson.contact else lesson.contact, "Contact")
        )
    if repository:
        path = Path(source).as_posix()
        issue = f"{repository}/issues/new?{urlencode({'title': f'{path}: '})}"
        links += [(repository, "Source"), (f"{repository}/edit/main/{path}", "Edit this page")]
        links += [(issue, "Report a mistake on this page")]
    return links


def launch_links(lesson: Lesson) -> list[tuple[str, str]]:
    """Return the services that run the workshop in a browser.

    There are none where the address of the repository on GitHub is not known.
    """
    repository = urlsplit(lesson.source or of_this_run())
    name = repository.path.strip("/")
    if repository.netloc != "github.com" or name.count("/") != 1:
        return []
    return [
        (f"https://codespaces.new/{name}", "Open in GitHub Codespaces"),
        (f"https://mybinder.org/v2/gh/{name}/HEAD?labpath=start.ipynb", "Open in Binder"),
    ]


def of_this_run() -> str:
    """Return the repository that a workflow of GitHub builds the site of."""
    known = [os.environ.get(name) for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY")]
    return "/".join(known) if all(known) else ""
