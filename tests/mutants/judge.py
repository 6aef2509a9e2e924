"""The mutants of an exercise, and what the warm judge says of them."""

from __future__ import annotations

import random
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.languages import language_of
from cffi_workshop.exercises.markers import solution_text
from cffi_workshop.grading.check_server import CheckServer

from .c_mutants import c_mutants
from .mutant import Mutant, solved
from .project_mutants import manifest_mutants, stub_mutants, toml_mutants
from .python_mutants import python_mutants

__all__ = ["first_failure", "known_survivors", "mutants_of"]

SURVIVORS = Path(__file__).with_name("survivors")


def mutants_of(
    exercise: Exercise, only: str | None = None, sample: int | None = None, seed: int = 0
) -> list[Mutant]:
    """Return the mutants of each file, or of `only` one; a drawn `sample` where one is wanted."""
    found = [
        mutant
        for file in exercise.editable
        if only in (None, file)
        for mutant in _of_file(exercise, file)
    ]
    unlike = list({mutant.text: mutant for mutant in found}.values())
    if sample is not None and sample < len(unlike):
        return random.Random(seed).sample(unlike, sample)
    return unlike


def _of_file(exercise: Exercise, file: str) -> Iterator[Mutant]:
    text, own = solved(exercise, file)
    if file.endswith(".py"):
        yield from python_mutants(file, text, own)
    elif file.endswith(".pyi"):
        yield from stub_mutants(file, text, own)
    elif file.endswith(".toml"):
        yield from toml_mutants(file, text, own)
    elif file == "MANIFEST.in":
        yield from manifest_mutants(file, text, own)
    elif language_of(file):
        yield from c_mutants(exercise, file, text, own)


def first_failure(server: CheckServer, exercise: Exercise, mutant: Mutant) -> dict | None:
    """Judge a solution with one file changed; return the first check that fails."""
    with tempfile.TemporaryDirectory() as folder:
        for name in (*exercise.editable, *exercise.locked):
            target = Path(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(mutant.text if name == mutant.file else solution_text(exercise, name))
        options = {"until_first_failure": True, "only_changed": True, "line_by_trial": False}
        verdict = server.check(exercise.slug, Path(folder), root=exercise.root, **options)
    return next(
        (check for check in verdict["checks"] if check["status"] in ("failed", "grader-error")),
        None,
    )


def known_survivors(exercise: Exercise) -> dict[str, str]:
    """Return the mutants that are none in effect, by what they change, each with the reason."""
    path = SURVIVORS / f"{exercise.slug}.toml"
    if not path.is_file():
        return {}
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["survivor"]
    return {
        f"{entry['file']}: {entry['before']} -> {entry['after']}": entry["reason"]
        for entry in entries
    }
