"""Make exercises/ out of solutions/, so that what exists twice is written once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.markers import stub_files
from cffi_workshop.exercises.metadata import all_exercises, load_exercise

from .generated_files import committed_files, differing, read_manifest, write_generated

__all__ = ["generate", "outdated"]


def generate(root: Path, slugs: Iterable[str] = (), force: bool = False) -> list[Path]:
    """Write exercises/SLUG (default: all) from solutions/SLUG; return the paths that changed.

    Raise WorkshopError, and write nothing, where edits would be lost; `force` overwrites them.
    """
    return write_generated(root, wanted_files(root, slugs), force)


def outdated(root: Path, slugs: Iterable[str] = ()) -> list[Path]:
    """Return the paths that `generate` would change."""
    return sorted(differing(wanted_files(root, slugs)))


def wanted_files(root: Path, slugs: Iterable[str]) -> dict[Path, str | None]:
    """Return the text that each path should have; None for a stray generated file."""
    chosen = [load_exercise(root, slug) for slug in slugs] or all_exercises(root)
    wanted: dict[Path, str | None] = {}
    for exercise in chosen:
        wanted |= dict.fromkeys(strays(exercise))
        wanted |= {exercise.folder / name: text for name, text in stub_files(exercise).items()}
    return wanted


def strays(exercise: Exercise) -> list[Path]:
    """Return files that were generated or committed once and are no longer handed out."""
    root = exercise.root
    known = committed_files(root, exercise.folder) | {root / name for name in read_manifest(root)}
    kept = {exercise.folder / name for name in exercise.handed_out}
    return [
        path
        for path in sorted(known - kept)
        if path.is_relative_to(exercise.folder) and path.is_file()
    ]
