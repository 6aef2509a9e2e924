"""What an exercise is: the metadata in solutions/SLUG/exercise.toml, read strictly.

A mistake in that file is told to its author in one sentence that names file and key.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cffi_workshop.errors import WorkshopError
from cffi_workshop.languages import natives
from cffi_workshop.table import Table, nearest

__all__ = [
    "LEVELS",
    "Exercise",
    "Hint",
    "Misconception",
    "all_exercises",
    "episode_slugs",
    "find_root",
    "load_exercise",
]

LEVELS = ("orient", "explain", "example", "bottom_out")

METADATA = "exercise.toml"


@dataclass(frozen=True)
class Hint:
    """Four texts of rising detail for the checks that match; no causes means any cause."""

    checks: tuple[str, ...]
    causes: tuple[str, ...]
    orient: str
    explain: str
    example: str
    bottom_out: str


@dataclass(frozen=True)
class Misconception:
    """One particular mistake, recognised by check, cause and the check's message."""

    checks: tuple[str, ...]
    cause: str
    match: str | None
    says: str


@dataclass(frozen=True)
class Exercise:
    """One exercise of the checkout at `root`; file names are relative to its folder.

    `adds` is what is new in it and `assumes` what is known already, each in a sentence.
    `library` names its C: library.h, library.c, and liblibrary.so built of them. `system` is the short name
    of a library of the operating system that the scripts open beside it, or instead of it: "m", "c".
    """

    slug: str
    title: str
    episode: str
    minutes: int
    points: int
    order: int
    adds: str
    assumes: str
    editable: tuple[str, ...]
    locked: tuple[str, ...]
    library: str
    system: str
    hints: tuple[Hint, ...]
    misconceptions: tuple[Misconception, ...]
    root: Path

    @property
    def folder(self) -> Path:
        """Where a learner works."""
        return self.root / "exercises" / self.slug

    @property
    def solution(self) -> Path:
        """The source of truth."""
        return self.root / "solutions" / self.slug

    @property
    def source(self) -> str | None:
        """The C of the exercise; none where the scripts call only what the system has."""
        name = f"{self.library}.c"
        return name if name in (*self.editable, *self.locked) else None

    @property
    def natives(self) -> dict[str, str]:
        """The sources in other languages, by language: each makes a library like that of the C."""
        return natives(self.editable)

    @property
    def notebook(self) -> str:
        return f"{self.slug}.ipynb"

    @property
    def handed_out(self) -> tuple[str, ...]:
        """Every file name that belongs into exercises/SLUG, the notebook included."""
        return (*always_handed_out(self.slug), *self.editable, *self.locked)


def always_handed_out(slug: str) -> tuple[str, ...]:
    return ("README.md", METADATA, f"test_{slug}.py", f"{slug}.ipynb")


def find_root(start: Path | None = None) -> Path:
    """Return the checkout around `start` (default: the working directory).

    Outside of any checkout, the one that the package is installed from (`pip install -e`) is used.
    """
    start = Path.cwd() if start is None else Path(start).resolve()
    for folder in (start, *start.parents, Path(__file__).resolve().parents[2]):
        if is_root(folder):
            return folder
    raise WorkshopError(
        f"No workshop found from {start} upwards; expected a folder with _config.yml, exercises/ "
        "and solutions/: change into your clone of cffi-workshop."
    )


def is_root(folder: Path) -> bool:
    return (
        (folder / "_config.yml").is_file()
        and (folder / "exercises").is_dir()
        and (folder / "solutions").is_dir()
    )


def episode_slugs(root: Path) -> list[str]:
    """Return the slugs of the `episodes:` list in _config.yml, in order.

    The list is plain `- slug` lines, so that learners need no YAML library.
    """
    lines = iter((root / "_config.yml").read_text(encoding="utf-8").splitlines())
    slugs = []
    for line in lines:
        if line.partition("#")[0].rstrip() == "episodes:":
            break
    for line in lines:
        text = line.partition("#")[0].strip()
        if not text:
            continue
        item = re.fullmatch(r"-\s+[\"']?([\w-]+)[\"']?", text)
        if not item:
            break
        slugs.append(item[1])
    if not slugs:
        raise WorkshopError(
            "_config.yml: no episodes found, expected a line `episodes:` and `- slug` lines below."
        )
    return slugs


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
        raise WorkshopError(f"No exercise {slug!r}{nearest(slug, known)}; {listing(known)}.")
    shown = f"solutions/{slug}/{METADATA}"
    table = Table(parse(root / shown, shown), shown)
    return read_exercise(table, root, slug)


def listing(known: list[str]) -> str:
    return f"there are: {', '.join(known)}" if known else "there are none yet"


def parse(path: Path, shown: str) -> dict:
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
        hints=tuple(read_hint(entry) for entry in table.entries("hints")),
        misconceptions=tuple(read_misconception(entry) for entry in table.entries("misconceptions")),
        root=root,
    )
    files.nothing_else()
    table.nothing_else()
    require_episode(exercise, table)
    require_files(exercise, files)
    return exercise


def read_hint(entry: Table) -> Hint:
    hint = Hint(
        checks=entry.texts("checks"),
        causes=entry.causes("causes"),
        **{level: entry.text(level) for level in LEVELS},
    )
    entry.nothing_else()
    return hint


def read_misconception(entry: Table) -> Misconception:
    misconception = Misconception(
        checks=entry.texts("checks"),
        cause=entry.cause("cause"),
        match=entry.pattern("match"),
        says=entry.text("says"),
    )
    entry.nothing_else()
    return misconception


def require_episode(exercise: Exercise, table: Table) -> None:
    known = episode_slugs(exercise.root)
    if exercise.episode not in known:
        raise table.error(
            "episode",
            f"{exercise.episode!r} is not an episode of _config.yml" + nearest(exercise.episode, known),
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
            key,
            f"{name!r} does not exist in solutions/{exercise.slug}/{nearest(name, present)}",
        )
