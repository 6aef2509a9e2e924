"""The version of the checker: verdicts of two versions are not the same verdict."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import cffi

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.grading.building.toolchain import Toolchain

__all__ = ["checker_version"]

PACKAGE = Path(__file__).parents[2]
# What a verdict comes about by.
PARTS = (
    "grading", "sandbox", "worker", "exercises", "checks.py", "cdef", "explain", "alone.py",
    "cache.py", "errors.py", "files.py", "sentences.py", "toml_schema.py", "unasked_packages.py",
)  # fmt: skip
NO_PART_OF_THE_CHECKS = ("answers", "__pycache__", "README.md", "hints.toml")


def checker_version(exercise: Exercise) -> str:
    """Return a hash over the checks of an exercise, the package, and the compiler."""
    total = hashlib.sha256(package_version().encode())
    for path in files_below(exercise.solution):
        top = path.relative_to(exercise.solution).parts[0]
        if path.suffix != ".ipynb" and top not in NO_PART_OF_THE_CHECKS:
            add(total, path, exercise.solution)
    return total.hexdigest()


@cache
def package_version() -> str:
    total = hashlib.sha256(f"{cffi.__version__} {Toolchain.find().identity}".encode())
    for part in PARTS:
        for path in files_below(PACKAGE / part):
            add(total, path, PACKAGE)
    return total.hexdigest()


def files_below(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    for inner in sorted(path.rglob("*")):
        if inner.is_file() and "__pycache__" not in inner.parts:
            yield inner


def add(total: hashlib._Hash, path: Path, root: Path) -> None:
    content = path.read_bytes()
    total.update(f"{path.relative_to(root)}\0{len(content)}\0".encode() + content)
