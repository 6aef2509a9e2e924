"""What the frame of each page shows: where it stands in the lesson, and where it leads."""

from __future__ import annotations

import os
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from lesson_site import download
from lesson_site.builder import address
from lesson_site.lesson import Lesson

__all__ = ["setup"]

Link = tuple[str, str] | None
"""Address and title of a page, if there is one."""

LEARNERS = {
    "setup": "Setup",
    "exercises": "All exercises",
    "key-points": "Key points",
    "errors": "Error catalogue",
    "glossary": "Glossary",
    "figures": "Figures",
    "aio": "All in one page",
    "cite": "How to cite",
}
INSTRUCTORS = {
    "instructor-notes": "Instructor notes",
    "grading": "Grading a course",
    "profiles": "Learner profiles",
}


def add_context(app: Sphinx, pagename: str, template: str, context: dict, document: nodes.document) -> None:
    """Give the template what it shows beside the text."""
    lesson = app.lesson
    episode = lesson.episode(pagename)
    before, after = neighbours(lesson, pagename)
    context.update(
        lesson=lesson,
        episode=episode,
        here=address(pagename),
        episodes=[(one, address(one.docname)) for one in lesson.episodes],
        learners={address(name): title for name, title in LEARNERS.items()},
        instructors={address(name): title for name, title in INSTRUCTORS.items()},
        before=before,
        after=after,
        sections=sections(document) if episode and document else [],
        notebook=download.address(episode) if episode else None,
        edit=edit_address(lesson, app.env.doc2path(pagename, base=False)),
        site_address=app.config.html_baseurl if pagename.endswith("/404") else "",
    )


def neighbours(lesson: Lesson, pagename: str) -> tuple[Link, Link]:
    """Return the pages before and after this one: index, setup, the episodes, key points."""
    order = [("index", "Home"), ("setup", "Setup")]
    order += [(one.slug, one.title) for one in lesson.episodes]
    order += [("key-points", "Key points")]
    pages = [None, *((address(name), title) for name, title in order), None]
    for before, here, after in zip(pages, pages[1:], pages[2:], strict=False):
        if here[0] == address(pagename):
            return before, after
    return None, None


def sections(document: nodes.document) -> list[tuple[str, str]]:
    """Return id and title of each section below the title of the page."""
    top = next(iter(document.findall(nodes.section)), None)
    below = [node for node in top.children if isinstance(node, nodes.section)] if top is not None else []
    return [(node["ids"][0], node[0].astext()) for node in below]


def edit_address(lesson: Lesson, path: str) -> str:
    """Return where the page can be edited, if the repository's address is known."""
    source = lesson.source or of_this_run()
    return f"{source.rstrip('/')}/edit/main/{Path(path).as_posix()}" if source else ""


def of_this_run() -> str:
    """Return the repository that a workflow of GitHub builds the site of."""
    known = [os.environ.get(name) for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY")]
    return "/".join(known) if all(known) else ""


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", add_context)
