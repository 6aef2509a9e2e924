"""The episodes of a checkout as notebooks for its JupyterLab, made anew when something changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cffi_workshop.cache import Cache
from cffi_workshop.exercises.checkout import episode_slugs
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.metadata import all_exercises

from .code_in_markdown import with_code
from .lesson import Where, as_lesson, boxed, read_episode

__all__ = ["lesson_notebooks"]


def lesson_notebooks(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the notebook of each episode that is there."""
    cache = Cache.of_checkout(root)
    exercises = all_exercises(root)
    code = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    figures = [path.read_bytes() for path in sorted((root / "fig").glob("*.svg"))]
    for number, slug in enumerate(episode_slugs(root), 1):
        path = root / "episodes" / f"{slug}.md"
        if not path.is_file():
            continue
        here = [one for one in exercises if one.episode == slug]
        key = Cache.key(
            "lesson", number, path.read_bytes(), list(map(invitation, here)), code, figures
        )
        kept = cache.get(key)
        text = kept["notebook"] if kept else notebook_text(path, number, here)
        if not kept:
            cache.put(key, {"notebook": text})
        yield f"episodes/{slug}.ipynb", text.encode()


def notebook_text(path: Path, number: int, exercises: list[Exercise]) -> str:
    import nbformat

    where = Where(path.parent, leading, prepares=True)
    book = as_lesson(read_episode(path), number, where, map(invitation, exercises))
    return nbformat.writes(book) + "\n"


def leading(href: str) -> str | None:
    """Lead to another episode; pages of the site are not there, and a notebook has no anchors."""
    page = href.partition("#")[0].removesuffix(".md")
    return None if "/" in page else f"{page}.ipynb"


def invitation(exercise: Exercise) -> str:
    """Return the box by which an episode leads to its exercise."""
    link = f"[{exercise.title}](../exercises/{exercise.slug}/{exercise.notebook})"
    about = f"About {exercise.minutes} minutes, {exercise.points} points."
    return boxed("exercise", f"Exercise: {link}", f"{about} {with_code(exercise.adds)}")
