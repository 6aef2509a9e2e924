"""What one build knows of the lesson.

Every part of the extension finds it here, and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.metadata import all_exercises
from lesson_site.execution import Store
from lesson_site.lesson import Lesson, read_lesson
from lesson_site.source_errors import LessonError
from lesson_site.verdicts import ToldMistake

__all__ = ["LessonData", "configure", "data_of"]


@dataclass(eq=False, repr=False)
class LessonData:
    """The lesson as it was read, what its cells showed, and what the build has found out so far."""

    lesson: Lesson
    exercises: tuple[Exercise, ...]
    store: Store
    mistakes: dict[str, ToldMistake] = field(default_factory=dict)
    """What the checker says of a typical mistake, by exercise."""
    read: frozenset[str] = frozenset()
    """The pages that were read anew: what is made of them has to be written."""
    resolved: dict[str, nodes.document] = field(default_factory=dict)
    """Pages with their links made, by name."""
    seen: dict[str, str] = field(default_factory=dict)
    """What changes with all that the page of an episode shows, by the episode's slug; below "" with
    what all of them show."""
    definitions: dict[str, str] = field(default_factory=dict)
    """What the glossary says of each term, by the name that links lead to."""

    def exercise(self, slug: str | None) -> Exercise | None:
        return next((one for one in self.exercises if one.slug == slug), None)

    def exercises_of(self, episode: str) -> list[Exercise]:
        """Return the exercises that belong to an episode, in their order."""
        return [one for one in self.exercises if one.episode == episode]

    def __getstate__(self) -> dict:
        """Keep nothing from build to build: Sphinx stores its settings, and this is one of them."""
        return {}


def data_of(owner: Sphinx | Config) -> LessonData:
    """Return the data of this build; `owner` is what an event or a directive has at hand."""
    return getattr(owner, "config", owner).lesson_data


def configure(app: Sphinx, config: Config) -> None:
    """Read _config.yml and the episodes, and tell Sphinx what it has to know."""
    root = Path(app.srcdir)
    lesson = read_lesson(root)
    store = Store(root, Path(app.doctreedir).parent / "executed")
    config.lesson_data = LessonData(lesson, read_exercises(root), store)
    config.project = lesson.title
    # What every page shows of the others: their titles, and their order.
    config.lesson_contents = [(one.slug, one.title) for one in lesson.episodes]


def read_exercises(root: Path) -> tuple[Exercise, ...]:
    """Return the exercises in their order; a mistake in one ends the build with its sentence."""
    try:
        return tuple(all_exercises(root))
    except WorkshopError as error:
        raise LessonError(f"The lesson cannot be built:\n{error}") from None
