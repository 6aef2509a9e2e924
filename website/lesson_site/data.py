"""What one build knows of the lesson. Every part of the extension finds it here, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from lesson_site.execution import Store
from lesson_site.lesson import Lesson, read_lesson

__all__ = ["LessonData", "configure", "data_of"]


@dataclass(eq=False, repr=False)
class LessonData:
    """The lesson as it was read, what its cells showed, and what the build has found out so far."""

    lesson: Lesson
    store: Store
    was_read: bool = False
    """Whether any page was read anew, so that pages made of others have to be written."""
    resolved: dict[str, nodes.document] = field(default_factory=dict)
    """Pages with their links made, by name."""

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
    config.lesson_data = LessonData(lesson, store)
    config.project = lesson.title
    # What every page shows of the others: their titles, and their order.
    config.lesson_contents = [(one.slug, one.title) for one in lesson.episodes]
