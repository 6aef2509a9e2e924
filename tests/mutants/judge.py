"""The mutants of an exercise, and what the warm judge says of them."""

from __future__ import annotations

import random
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from cffi_workshop.authoring.answers import read_answers
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.languages import language_of
from cffi_workshop.grading.servers.check_server import CheckServer

from .c_mutants import Compiled, c_mutants
from .mutant import Base, Mutant, accepted, folder_until_the_end, solution
from .project_mutants import manifest_mutants, stub_mutants, toml_mutants
from .python_mutants import python_mutants

__all__ = [
    "bases_of",
    "changes_of",
    "first_failure",
    "known_survivors",
    "mutants_of",
    "root_without",
]

SURVIVORS = Path(__file__).with_name("survivors")


def bases_of(exercise: Exercise, of: str | None) -> list[Base]:
    """Return what is changed: the solution, or the accepted answer `of` that name, or all."""
    if of in (None, "solution"):
        return [solution(exercise)]
    answers = [each for each in read_answers(exercise, "accepted") if of in ("accepted", each.name)]
    return [base for base in map(accepted, answers) if base.own]


def mutants_of(
    exercise: Exercise,
    only: str | None = None,
    sample: int | None = None,
    seed: int = 0,
    of: str | None = None,
) -> list[Mutant]:
    """Return the mutants of each file, or of `only` one; a drawn `sample` where one is wanted.

    Of a sample each operator has as large a part as there are mutants for. What learners' hands slip
    to is left out of the solution, unless it is changed `of` its own name, "solution".
    """
    unlike = [*changes_of(exercise, only, of)]
    drawn = _drawn(unlike, random.Random(seed)) if sample else iter(unlike)
    counted = []
    for mutant, compiler in drawn:
        if compiler is None or compiler.is_other(mutant.text):
            counted.append(mutant)
        if len(counted) == sample:
            break
    return sorted(counted, key=lambda mutant: mutant.of)


def changes_of(
    exercise: Exercise, only: str | None = None, of: str | None = None
) -> Iterable[tuple[Mutant, Compiled | None]]:
    """Return the changes of each file, or of `only` one, and what compiles them, each text once."""
    unlike: dict[tuple[str, str], tuple[Mutant, Compiled | None]] = {}
    for base in bases_of(exercise, of):
        compiled = {name: Compiled(base, name) for name in base.own if language_of(name)}
        for file in base.own if only is None else {only} & base.own.keys():
            for mutant in _of_file(base, file, with_slips=of is not None):
                made = replace(mutant, of=base.name)
                unlike.setdefault((made.file, made.text), (made, compiled.get(file)))
    return unlike.values()


def _drawn(mutants: list, rng: random.Random) -> Iterator:
    """Yield one of each operator after the other, in an order that is drawn."""
    rng.shuffle(mutants)
    turns: dict[str, list] = {}
    for each in mutants:
        turns.setdefault(each[0].operator, []).append(each)
    while turns:
        for operator in [*turns]:
            yield turns[operator].pop()
            if not turns[operator]:
                del turns[operator]


def _of_file(base: Base, file: str, *, with_slips: bool) -> Iterator[Mutant]:
    text, own = base.texts[file], base.own[file]
    if file.endswith(".py"):
        yield from python_mutants(file, text, own, with_slips=with_slips)
    elif file.endswith(".pyi"):
        yield from stub_mutants(file, text, own)
    elif file.endswith(".toml"):
        yield from toml_mutants(file, text, own)
    elif file in ("MANIFEST.in", "Makefile"):
        yield from manifest_mutants(file, text, own)
    elif language_of(file):
        yield from c_mutants(file, text, own, with_slips=with_slips)


def first_failure(
    server: CheckServer, exercise: Exercise, mutant: Mutant, *, lines: bool = False
) -> dict | None:
    """Judge a mutant; return the first check that fails, with its line where `lines` are wanted."""
    base = next(each for each in bases_of(exercise, mutant.of or None))
    root = root_without(exercise, mutant.of)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**base.texts, mutant.file: mutant.text}.items():
            target = Path(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        options = {"until_first_failure": True, "only_changed": True, "line_by_trial": lines}
        verdict = server.check(exercise.slug, Path(folder), root=root, **options)
    return next(
        (check for check in verdict["checks"] if check["status"] in ("failed", "grader-error")),
        None,
    )


@cache
def root_without(exercise: Exercise, answer: str) -> Path:
    """Return a checkout of the exercise in which nobody has read this accepted answer before."""
    if not answer:
        return exercise.root
    root = folder_until_the_end()
    (root / "solutions").mkdir()
    others = [each for each in exercise.root.iterdir() if each.name != "solutions"]
    others += [each for each in exercise.solution.parent.iterdir() if each != exercise.solution]
    for each in others:
        (root / each.relative_to(exercise.root)).symlink_to(each)
    shutil.copytree(exercise.solution, root / "solutions" / exercise.slug)
    for kind in ("accepted", "wrong"):
        path = root / "solutions" / exercise.slug / "answers" / f"{kind}.toml"
        tables = re.split(r"^(?=\[[\w-]+\]$)", path.read_text(), flags=re.MULTILINE)
        head, base = f"[{answer}]\n", f'\non = "{answer}"\n'
        kept = [each for each in tables if not each.startswith(head) and base not in each]
        path.write_text("".join(kept))
    return root


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
