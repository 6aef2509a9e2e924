"""exercise.toml, read strictly: a mistake is told to its author in a sentence of file and key."""

from __future__ import annotations

import tomllib
from pathlib import Path, PurePosixPath

from cffi_workshop.errors import WorkshopError
from cffi_workshop.toml_schema import Table, nearest

from .checkout import episode_slugs
from .exercise import METADATA, Exercise, always_handed_out

__all__ = ["all_exercises", "load_exercise", "read_toml"]


def all_exercises(root: Path) -> list[Exercise]:
    """Return all exercises of the checkout, in the order of the path through them."""
    exercises = [load_exercise(root, slug) for slug in slugs_in(root)]
    return sorted(exercises, key=lambda exercise: (exercise.order, exercise.slug))


def slugs_in(root: Path) -> list[str]:
    return sorted(path.parent.name for path in (root / "solutions").glob(f"*/{METADATA}"))


def load_exercise(root: Path, slug: str) -> Exercise:
    """Read solutions/SLUG/exercise.toml; raise WorkshopError for what does not fit."""
    known = slugs_in(root)
    if slug not in known:
        meant = nearest(slug, known)
        there_are = f" {listing(known).capitalize()}" if meant else f"; {listing(known)}"
        raise WorkshopError(f"No exercise {slug!r}{meant}{there_are}.")
    shown = f"solutions/{slug}/{METADATA}"
    table = Table(read_toml(root / shown, shown), shown)
    return read_exercise(table, root, slug)


def listing(known: list[str]) -> str:
    return f"there are: {', '.join(known)}" if known else "there are none yet"


def read_toml(path: Path, shown: str) -> dict:
    """Return what a TOML file holds; raise WorkshopError where it is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WorkshopError(f"{shown}: not valid TOML: {error}.") from None


def read_exercise(table: Table, root: Path, slug: str) -> Exercise:
    files = table.inner("files")
    exercise = Exercise(
        slug=slug,
        title=table.text("title"),
        episode=table.text("episode"),
        minutes=table.number("minutes"),
        points=table.number("points"),
        order=table.number("order"),
        adds=table.text("adds", default=""),
        assumes=table.text("assumes", default=""),
        editable=files.texts("editable"),
        locked=files.texts("locked", default=()),
        library=files.text("library", default=slug),
        system=files.text("system", default=""),
        root=root,
        episode_api=table.text("episode_api", default=""),
    )
    files.nothing_else()
    table.nothing_else()
    require_episode(exercise, table)
    require_files(exercise, files)
    return exercise


def require_episode(exercise: Exercise, table: Table) -> None:
    known = ["", *episode_slugs(exercise.root)]
    for key, slug in (("episode", exercise.episode), ("episode_api", exercise.episode_api)):
        if slug not in known:
            raise table.error(
                key, f"{slug!r} is not an episode of _config.yml" + nearest(slug, known)
            )


def require_files(exercise: Exercise, files: Table) -> None:
    seen = set(always_handed_out(exercise.slug))
    for key, names in (("editable", exercise.editable), ("locked", exercise.locked)):
        for name in names:
            if name in seen:
                raise files.error(key, f"{name!r} is handed out already; name it once at most")
            seen.add(name)
            require_file(exercise, files, key, name)


def require_file(exercise: Exercise, files: Table, key: str, name: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or str(path) != name:
        raise files.error(key, f"{name!r} is not a plain file name inside the exercise")
    if not (exercise.solution / name).is_file():
        present = [path.name for path in exercise.solution.iterdir() if path.is_file()]
        raise files.error(
            key, f"{name!r} does not exist in solutions/{exercise.slug}/{nearest(name, present)}"
        )
