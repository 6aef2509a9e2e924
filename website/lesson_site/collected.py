"""Pages that are made from others: schedule, key points, errors, exercises, figures, notes, all in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from cffi_workshop.exercises.exercise import METADATA
from cffi_workshop.exercises.metadata import all_exercises
from cffi_workshop.explain import catalogue
from cffi_workshop.explain.matching import FOLDER
from lesson_site.boxes import box
from lesson_site.builder import address
from lesson_site.lesson import Episode, Lesson
from lesson_site.notebook import bullets
from lesson_site.schedule import rows

__all__ = ["setup"]

COLLECTS = "lesson_collects"
HALVES = ("First half-day", "Second half-day")


class collected(nodes.General, nodes.Element):
    """Stands for parts of the episodes, until all of them are read."""


class Generated(SphinxDirective):
    """Markdown that a program writes. Subclasses say what in `markdown`."""

    def run(self) -> list[nodes.Node]:
        lesson = self.env.lesson
        pages = [episode.path for episode in lesson.episodes]
        for path in (self.root / "_config.yml", *pages, *self.depends_on()):
            self.env.note_dependency(str(path))
        return self.parse_text_to_nodes("\n".join(self.markdown(lesson)), allow_section_headings=True)

    @property
    def root(self) -> Path:
        return Path(self.env.srcdir)

    def depends_on(self) -> Iterable[Path]:
        """Return the files that it is made of beside _config.yml and the episodes."""
        return ()

    def markdown(self, lesson: Lesson) -> Iterator[str]:
        raise NotImplementedError


class Schedule(Generated):
    """Both half-days: when which episode starts, and what it answers."""

    def markdown(self, lesson: Lesson) -> Iterator[str]:
        for name, (start, episodes) in zip(HALVES, lesson.days(), strict=True):
            yield f"## {name}\n"
            yield "| Time | Episode | Questions |\n| --- | --- | --- |"
            for row in rows(start, episodes, lesson.breaks_after, lesson.break_minutes):
                yield f"| {row.time} | {schedule_cell(row)} | {questions(row.what)} |"
            yield ""


def schedule_cell(row) -> str:
    if isinstance(row.what, Episode):
        return f"{row.what.number}. {link(row.what)} ({row.minutes} minutes)"
    return f"*{row.what}* ({row.minutes} minutes)" if row.minutes else f"*{row.what}*"


def questions(what: object) -> str:
    """Return the questions of an episode, a line each within a cell of a table."""
    return "<br>".join(cell(text) for text in what.questions) if isinstance(what, Episode) else ""


def cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def link(episode: Episode) -> str:
    return f"[{episode.title}](/{episode.docname}.md)"


class KeyPoints(Generated):
    """The key points of all episodes."""

    def markdown(self, lesson: Lesson) -> Iterator[str]:
        for episode in lesson.episodes:
            yield f"## {episode.number}. {link(episode)}\n"
            yield bullets(episode.keypoints) + "\n"


class Exercises(Generated):
    """The graded exercises, in the order in which they are done."""

    def depends_on(self) -> Iterable[Path]:
        return sorted(self.root.glob(f"solutions/*/{METADATA}"))

    def markdown(self, lesson: Lesson) -> Iterator[str]:
        yield "| Exercise | Minutes | Points | Check it with |\n| --- | --- | --- | --- |"
        for one in all_exercises(self.root):
            yield f"| {cell(one.title)} | {one.minutes} | {one.points} | `workshop check {one.slug}` |"


class Errors(Generated):
    """The catalogue of confusions; each is found by its message."""

    def depends_on(self) -> Iterable[Path]:
        return sorted(FOLDER.glob("*.toml"))

    def markdown(self, lesson: Lesson) -> Iterator[str]:
        titles = {episode.slug: episode for episode in lesson.episodes}
        for entry in catalogue():
            yield f"(error-{entry.slug})=\n## {entry.title}\n"
            yield "" if entry.message else "Nothing complains. What you see:\n"
            yield code("text", entry.message or entry.shows)
            yield f"**Cause.** {entry.cause}\n\n**Cure.** {entry.cure}\n"
            yield code("python", entry.code) if entry.code else ""
            if entry.platform:
                yield f"This happens on {entry.platform} alone.\n"
            if entry.episode in titles:
                yield f"Episode {titles[entry.episode].number}: {link(titles[entry.episode])}\n"


def code(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```\n"


class Collect(SphinxDirective):
    """A place for parts of the episodes; `lesson_site.collected` fills it in."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        self.env.metadata[self.env.docname][COLLECTS] = True  # survives reading in several processes
        return [collected(what=self.arguments[0])]


def fill_in(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Replace each place by what it stands for, from the episodes as they are now."""
    for place in list(document.findall(collected)):
        found = []
        for episode in app.lesson.episodes:
            resolved = resolve(app, episode.docname)
            found += WHAT[place["what"]](episode, resolved)
        place.replace_self(found)


def resolve(app: Sphinx, docname: str) -> nodes.document:
    """Return a page with its links made; its ids get the name of the page, so that no two are the same."""
    known = getattr(app, "lesson_resolved", {})
    app.lesson_resolved = known
    if docname not in known:
        known[docname] = app.env.get_and_resolve_doctree(docname, app.builder)
    document = known[docname].deepcopy()
    prefix = docname.rpartition("/")[2]
    for node in document.findall(nodes.Element):
        for key in ("ids", "backrefs"):
            node[key] = [f"{prefix}-{name}" for name in node.get(key, [])]
        if "refid" in node:
            node["refid"] = f"{prefix}-{node['refid']}"
    return document


def whole(episode: Episode, document: nodes.document) -> list[nodes.Node]:
    return list(document.children)


def boxes_of(*kinds: str):
    """Return a function that gives the boxes of these kinds, below the title of their episode."""

    def boxes(episode: Episode, document: nodes.document) -> list[nodes.Node]:
        found = [node for node in document.findall(box) if node["kind"] in kinds]
        return below_title(episode, found)

    return boxes


def figures(episode: Episode, document: nodes.document) -> list[nodes.Node]:
    """Return the drawings; what cells draw is left out."""
    drawn = [image for image in document.findall(nodes.image) if "/fig/" in f"/{image['uri']}"]
    return below_title(episode, [with_caption(image) for image in drawn])


def with_caption(image: nodes.image) -> nodes.Node:
    caption = nodes.paragraph("", image.get("alt", ""))
    return nodes.container("", image.deepcopy(), caption, classes=["drawing"])


def below_title(episode: Episode, found: list[nodes.Node]) -> list[nodes.Node]:
    if not found:
        return []
    name = f"{episode.number}. {episode.title}"
    link = nodes.reference("", name, refuri=address(episode.docname), internal=True)
    title = nodes.title("", "", link)
    return [nodes.section("", title, *found, ids=[episode.slug])]


WHAT = {
    "episodes": whole,
    "challenges": boxes_of("challenge", "discussion"),
    "instructor": boxes_of("instructor"),
    "figures": figures,
}


def note_reading(app: Sphinx, env, docnames: list[str]) -> None:
    app.lesson_was_read = bool(docnames)
    env.lesson = app.lesson  # where directives find it


def write_again(app: Sphinx, env) -> list[str]:
    """Write the pages that hold parts of others, when any of those was read anew."""
    return (
        sorted(name for name in env.found_docs if COLLECTS in env.metadata[name])
        if app.lesson_was_read
        else []
    )


def setup(app: Sphinx) -> None:
    app.add_node(collected)
    directives = {
        "schedule": Schedule,
        "all-keypoints": KeyPoints,
        "all-exercises": Exercises,
        "errors": Errors,
    }
    for name, directive in directives.items():
        app.add_directive(name, directive)
    app.add_directive("collect", Collect)
    app.connect("env-before-read-docs", note_reading)
    app.connect("env-updated", write_again)
    app.connect("doctree-resolved", fill_in)
