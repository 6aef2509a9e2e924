"""Pages that a program writes, as Markdown: schedule, key points, exercises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from cffi_workshop.cache import Cache
from cffi_workshop.exercises.exercise import METADATA
from cffi_workshop.notebooks.code_in_markdown import with_code
from lesson_site.builder import address
from lesson_site.data import LessonData, data_of
from lesson_site.exercises import docname
from lesson_site.lesson import Episode, Lesson
from lesson_site.notebook import bullets
from lesson_site.repository_links import launch_links
from lesson_site.schedule import Row, rows

__all__ = ["Generated", "code", "link", "setup"]

SHOWN_CALL = "demo/sqrtf/sqrtf_abi.py"
PICTURE = (
    "fig/first-call.svg",
    "Python calls sqrtf of a C library through cffi, and the result comes back as a Python float",
)
COUNTED = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")


SEEN = "lesson_seen"
"""Where the environment keeps what a generated page was made of."""


def seen(data: LessonData) -> str:
    """Return what changes with all that generated pages say of the lesson.

    That is _config.yml, the front matter of the episodes (not their text), and what the checker
    says of mistakes.
    """
    return Cache.key(repr(data.lesson), repr(sorted(data.mistakes.items())))


def outdated(app: Sphinx, env, added: set[str], altered: set[str], removed: set[str]) -> list[str]:
    """Return the generated pages that would say something else now."""
    now = seen(data_of(app))
    return [name for name in env.found_docs if env.metadata[name].get(SEEN, now) != now]


class Generated(SphinxDirective):
    """Markdown that a program writes. Subclasses say what in `markdown`."""

    def run(self) -> list[nodes.Node]:
        data = data_of(self.config)
        lesson = data.lesson
        self.env.metadata[self.env.docname][SEEN] = seen(data)
        for path in self.depends_on():
            self.env.note_dependency(str(path))
        return self.parse_text_to_nodes(
            "\n".join(self.markdown(lesson)), allow_section_headings=True
        )

    @property
    def root(self) -> Path:
        return Path(self.env.srcdir)

    def depends_on(self) -> Iterable[Path]:
        """Return the files that it is made of beside what `seen` knows of."""
        return ()

    def markdown(self, lesson: Lesson) -> Iterator[str]:
        raise NotImplementedError


class Schedule(Generated):
    """The half-days: when which episode starts, and what it answers."""

    def markdown(self, lesson: Lesson) -> Iterator[str]:
        days = lesson.days()
        for count, (start, episodes) in zip(COUNTED[: len(days)], days, strict=True):
            yield f"## {count} half-day\n"
            yield "| Time | Min. | Episode | Questions |\n| --- | --- | --- | --- |"
            for row in rows(start, episodes, lesson.breaks_after, lesson.break_minutes):
                yield (
                    f"| {row.time} | {row.minutes or ''} | {what_of(row)} | {questions(row.what)} |"
                )
            yield ""


def what_of(row: Row) -> str:
    return (
        f"{row.what.number}. {link(row.what)}" if isinstance(row.what, Episode) else f"*{row.what}*"
    )


def questions(what: object) -> str:
    """Return the questions of an episode, a line each within a cell of a table."""
    asked = what.questions if isinstance(what, Episode) else ()
    return "<br>".join(cell(with_code(text)) for text in asked)


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
        yield (
            "| Exercise | Episode | Minutes | Points | Check it with |\n| --- | --- | --- | --- | "
            "--- |"
        )
        for one in data_of(self.config).exercises:
            episode = lesson.episode(f"episodes/{one.episode}")
            title, number = (
                f"[{cell(one.title)}](/{docname(one.slug)}.md)",
                f"[{episode.number}](/{episode.docname}.md)",
            )
            yield (
                f"| {title} | {number} | {one.minutes} | {one.points} | `workshop check "
                f"{one.slug}` |"
            )


class Verdict(Generated):
    """What the checker says first of the typical mistake of an exercise.

    The argument of the directive is the name of the exercise.
    """

    required_arguments = 1

    def markdown(self, lesson: Lesson) -> Iterator[str]:
        told = data_of(self.config).mistakes.get(self.arguments[0])
        yield code("text", told.brief) if told else ""


class FirstScreen(Verdict):
    """What the first page shows first: where to start, a call, a verdict, and a picture.

    The verdict is what the checker says of a mistake.
    """

    def run(self) -> list[nodes.Node]:
        return [nodes.container("", *super().run(), classes=["first"])]

    def depends_on(self) -> Iterable[Path]:
        return [self.root / SHOWN_CALL]

    def markdown(self, lesson: Lesson) -> Iterator[str]:
        yield f"{lesson.description}\n"
        yield (
            f'<p class="start"><a class="go" href="{address(lesson.episodes[0].docname)}">Start</a>'
        )
        yield '<a href="setup.html">Set up your computer</a></p>\n'
        yield code("python", "\n".join(self.call()))
        yield from super().markdown(lesson)
        yield f"![{PICTURE[1]}](/{PICTURE[0]})"

    def call(self) -> Iterator[str]:
        """Yield three lines of a tested program.

        They declare a function of C, open its library, and call the function.
        """
        lines = (self.root / SHOWN_CALL).read_text(encoding="utf-8").splitlines()
        for wanted in ("ffi.cdef(", "ffi.dlopen(", "sqrtf(2.0)"):
            yield next(line.strip() for line in lines if wanted in line)


class Launch(Generated):
    """Links that open the workshop in a browser, where the repository's address is known."""

    def markdown(self, lesson: Lesson) -> Iterator[str]:
        yield from (f"- [{name}]({url})" for url, name in launch_links(lesson))


def code(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```\n"


def setup(app: Sphinx) -> None:
    directives = {
        "schedule": Schedule,
        "all-keypoints": KeyPoints,
        "all-exercises": Exercises,
        "first-screen": FirstScreen,
        "launch": Launch,
        "verdict": Verdict,
    }
    for name, directive in directives.items():
        app.add_directive(name, directive)
    app.connect("env-get-outdated", outdated)
