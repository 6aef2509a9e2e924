"""Put an exercise back to its stub, and keep what was there."""

from __future__ import annotations

import shutil
from datetime import datetime
from fnmatch import fnmatchcase
from itertools import count
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.markers import stub_files
from cffi_workshop.notebooks.exercise_notebook import stub_notebook

from .progress import forget

__all__ = ["reset"]

BACKUPS = Path(".workshop") / "backups"

# Whatever a build or a run leaves behind can be made again.
PRODUCTS = (
    "*.o",
    "*.so",
    "*.dylib",
    "*.dSYM",
    "*.pyd",
    "*.png",
    "*.html",
    "_*.c",
    "build",
    "*.egg-info",
)
CACHES = ("__pycache__", ".pytest_cache", ".ipynb_checkpoints", ".ruff_cache")


def reset(exercise: Exercise, now: datetime | None = None) -> Path | None:
    """Write the stub over an exercise; return the folder that keeps what was there.

    None means that nothing had to be kept: each file was as handed out, or missing. What was known
    of the learner's progress on the exercise is forgotten. Files made by a build stay where they
    are.
    """
    stub = stub_files(exercise) | {exercise.notebook: stub_notebook(exercise)}
    wanted = {name: text.encode("utf-8") for name, text in stub.items()}
    changed = [name for name in own_files(exercise) if differs(exercise, name, wanted.get(name))]
    backup = keep(exercise, changed, now or datetime.now()) if changed else None
    for name in changed:
        (exercise.folder / name).unlink()
    remove_empty_folders(exercise.folder)
    restore(exercise, wanted)
    forget(exercise)
    return backup


def own_files(exercise: Exercise) -> list[str]:
    """Return all files in the learner's folder, build products excluded."""
    folder = exercise.folder
    names = [path.relative_to(folder) for path in sorted(folder.rglob("*")) if not is_folder(path)]
    return [name.as_posix() for name in names if not any(map(is_product, name.parts))]


def is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def is_product(name: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in (*PRODUCTS, *CACHES))


def differs(exercise: Exercise, name: str, wanted: bytes | None) -> bool:
    path = exercise.folder / name
    return path.is_symlink() or wanted is None or path.read_bytes() != wanted


def keep(exercise: Exercise, names: list[str], now: datetime) -> Path:
    """Copy the files into a backup folder of their own, before anything is changed."""
    try:
        backup = new_folder(exercise.root / BACKUPS / f"{exercise.slug}-{now:%Y%m%d-%H%M%S}")
        for name in names:
            (backup / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(exercise.folder / name, backup / name, follow_symlinks=False)
    except OSError as error:
        raise WorkshopError(
            f"Cannot write a backup to {BACKUPS}: {error.strerror}; nothing was reset."
        ) from None
    return backup


def new_folder(path: Path) -> Path:
    """Make the folder; a second one of the same name gets -2, the next -3."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        unique = path if number == 1 else path.with_name(f"{path.name}-{number}")
        try:
            unique.mkdir()
        except FileExistsError:
            continue
        return unique
    raise AssertionError("unreachable: count() does not end")


def remove_empty_folders(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if is_folder(path) and not is_product(path.name) and not any(path.iterdir()):
            path.rmdir()


def restore(exercise: Exercise, wanted: dict[str, bytes]) -> None:
    for name, content in wanted.items():
        path = exercise.folder / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
