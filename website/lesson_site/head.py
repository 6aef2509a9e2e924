"""What a page tells machines of itself: description, addresses, card, kind of resource.

All of it comes from _config.yml and the page. What needs a public address is left out where none is
known.
"""

from __future__ import annotations

import json
from pathlib import Path
from xml.sax.saxutils import escape

from docutils import nodes
from sphinx.application import Sphinx

from lesson_site import card
from lesson_site.builder import address
from lesson_site.data import data_of
from lesson_site.lesson import Episode, Lesson

__all__ = ["setup"]

NOT_LISTED = ("404.html", "search.html")


def add_head(
    app: Sphinx, pagename: str, template: str, context: dict, document: nodes.document
) -> None:
    """Give the template what stands in the head of the page."""
    lesson, site = data_of(app).lesson, app.config.html_baseurl
    is_missing = pagename.endswith("/404")
    canonical = f"{site}{address(pagename)}" if site and not is_missing else ""
    says = description(lesson, document)
    context.update(
        base=site if is_missing else "",
        description=says,
        canonical=canonical,
        open_graph=open_graph(lesson, context["page_title"], says, site, canonical),
        linked_data=as_script(
            linked_data(lesson, context["page_title"], says, context["episode"], canonical)
        ),
    )


def description(lesson: Lesson, document: nodes.document | None) -> str:
    """Return the first paragraph of the page that stands in no box, or what the lesson is about."""
    for paragraph in document.findall(nodes.paragraph) if document else ():
        if isinstance(paragraph.parent, nodes.section):
            return " ".join(paragraph.astext().split())[:300]
    return lesson.description


def open_graph(lesson: Lesson, title: str, says: str, site: str, canonical: str) -> dict[str, str]:
    """Return what others show where the page is linked to."""
    known = {
        "title": title,
        "description": says,
        "type": "article",
        "site_name": lesson.plain_title,
    }
    if canonical:
        known |= {"url": canonical, "image": f"{site}{card.FILE}", "image:alt": lesson.plain_title}
    return known


def linked_data(
    lesson: Lesson, title: str, says: str, episode: Episode | None, canonical: str
) -> dict:
    """Return the page as a LearningResource of schema.org."""
    known = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": title,
        "description": says,
        "inLanguage": "en",
        "license": lesson.license,
        "keywords": list(lesson.keywords),
        "isPartOf": {
            "@type": "Course",
            "name": lesson.plain_title,
            "description": lesson.description,
        },
    }
    if episode:
        known |= {"timeRequired": f"PT{episode.minutes}M", "teaches": list(episode.objectives)}
    if canonical:
        known["url"] = canonical
    return known


def as_script(known: dict) -> str:
    """Return JSON that no text in it can end: a script ends at the first </script>."""
    return json.dumps(known, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def write(app: Sphinx) -> list:
    """Write the manifest; where the address is known, the list of pages and the card."""
    lesson, site = data_of(app).lesson, app.config.html_baseurl
    Path(app.outdir, "site.webmanifest").write_text(manifest(lesson), encoding="utf-8")
    if site:
        pages = sorted(address(name) for name in app.env.found_docs)
        listed = [f"{site}{page}" for page in pages if page not in NOT_LISTED]
        Path(app.outdir, "sitemap.xml").write_text(sitemap(listed), encoding="utf-8")
        card.draw(lesson, Path(app.outdir, card.FILE))
    return []


def manifest(lesson: Lesson) -> str:
    known = {
        "name": lesson.plain_title,
        "short_name": "cffi",
        "description": lesson.description,
        "start_url": "index.html",
        "display": "browser",
        "icons": [{"src": "_static/icon.svg", "type": "image/svg+xml", "sizes": "any"}],
    }
    return json.dumps(known, ensure_ascii=False, indent=1) + "\n"


def sitemap(addresses: list[str]) -> str:
    lines = [f"<url><loc>{escape(one)}</loc></url>" for one in addresses]
    schema = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<urlset xmlns="{schema}">',
            *lines,
            "</urlset>",
            "",
        ]
    )


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", add_head, priority=600)  # the frame has named the page by then
    app.connect("html-collect-pages", write)
