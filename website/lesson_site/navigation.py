"""What the frame of each page shows: where it stands in the lesson, and where it leads."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from lesson_site import download, error_page
from lesson_site.builder import address
from lesson_site.changes import last_changed
from lesson_site.data import data_of
from lesson_site.exercises import docname, slug_of
from lesson_site.html import sections
from lesson_site.lesson import Lesson
from lesson_site.markdown import as_html
from lesson_site.repository_links import footer_links

__all__ = ["setup"]

FEW = 2  # sections, which need no contents of their own

Link = tuple[str, str] | None
"""Address and title of a page, if there is one."""

LEARNERS = {
    "setup": "Setup",
    "exercises": "All exercises",
    "key-points": "Key points",
    "errors": "Error catalogue",
    "cdefs": "Cdefs in the wild",
    "glossary": "Glossary",
    "joining": "Joining a room",
    "figures": "Figures",
    "aio": "All in one page",
    "handout": "Handout",
}
SCRIPTS = {
    "errors.html": error_page.SCRIPTS,
    "search.html": (
        *error_page.SCRIPTS,
        "search-index.js",
        "_static/minisearch.js",
        "_static/ranking.js",
        "_static/search.js",
    ),
}
"""Scripts that one page needs beside that of all pages."""
INSTRUCTORS = {
    "instructor-notes": "Instructor notes",
    "grading": "Grading a course",
    "room": "A room, live",
    "profiles": "Learner profiles",
}


def add_context(
    app: Sphinx, pagename: str, template: str, context: dict, document: nodes.document
) -> None:
    """Give the template what it shows beside the text."""
    data = data_of(app)
    lesson, episode = data.lesson, data.lesson.episode(pagename)
    exercise = data.exercise(slug_of(pagename))
    before, after = neighbours(lesson, pagename)
    source = app.env.doc2path(pagename, base=False)
    context.update(
        lesson=lesson,
        page_title=as_words_of(document) if document else lesson.plain_title,
        episode=episode,
        exercise=exercise,
        exercise_episode=[
            one for one in lesson.episodes if exercise and one.slug == exercise.episode
        ],
        here=address(pagename),
        episodes=[(one, address(one.docname), as_html(one.title)) for one in lesson.episodes],
        exercises=[(address(docname(one.slug)), as_html(one.title)) for one in data.exercises],
        learners={address(name): title for name, title in LEARNERS.items()},
        instructors={address(name): title for name, title in INSTRUCTORS.items()},
        before=before,
        after=after,
        sections=sections_of(document) if document else [],
        notebook=download.address(episode) if episode else None,
        scripts=SCRIPTS.get(address(pagename), ()),
        footer_links=footer_links(lesson, source),
        changed=last_changed(Path(app.srcdir), Path(source)),
    )


def as_words_of(document: nodes.document) -> str:
    """Return the title of a page without markup, as the tab of a browser shows it."""
    return next(iter(document.findall(nodes.title))).astext()


def neighbours(lesson: Lesson, pagename: str) -> tuple[Link, Link]:
    """Return the pages before and after this one: index, setup, the episodes, key points."""
    order = [("index", "Home"), ("setup", "Setup")]
    order += [(one.slug, as_html(one.title)) for one in lesson.episodes]
    order += [("key-points", "Key points")]
    pages = [None, *((address(name), title) for name, title in order), None]
    for before, here, after in zip(pages, pages[1:], pages[2:], strict=False):
        if here[0] == address(pagename):
            return before, after
    return None, None


def sections_of(document: nodes.document) -> list[tuple[str, str]]:
    """Return the id and the title of each section below the title of the page.

    Collected sections are included. Of a page with one or two sections, return those within them as
    well.
    """
    top = next(iter(document.findall(nodes.section)), nodes.section())
    found = sections(top)
    return found if len(found) > FEW else sections(top, deeper=True)


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", add_context)
