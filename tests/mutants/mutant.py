"""One changed file, and the lines of a solution or of an answer that may be changed."""

from __future__ import annotations

import atexit
import difflib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cffi_workshop.authoring.answer_files import texts
from cffi_workshop.authoring.answers import Answer, handed_in
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.markers import sides, solution_text, source_text

__all__ = ["Base", "Change", "Mutant", "accepted", "begins_of", "own_lines", "solved"]

NEAR = 2  # lines
Change = tuple[str, int, int, str]  # the operator, and what is put in the place of text[start:end]


@dataclass(frozen=True)
class Mutant:
    """A single change of a file of a solution, or of an accepted answer.

    `text` is the whole file after the change; `before` and `after` are the changed lines, as in a
    diff, the first of which is `line`. `operator` is the kind of the change.
    """

    file: str
    line: int
    before: str
    after: str
    text: str
    last: int = 0
    operator: str = ""
    of: str = ""

    @property
    def id(self) -> str:
        return f"{self.file}: {self.before} -> {self.after}"

    def is_near(self, place: dict | None) -> bool:
        """Say whether a place that a report tells is within two lines of what was changed."""
        line = place["line"] if place and place["file"] == self.file else -NEAR
        return self.line - NEAR <= (line or -NEAR) <= max(self.last, self.line) + NEAR


@dataclass(frozen=True)
class Base:
    """What is changed: the texts of what is handed in, and which lines of them a learner wrote.

    `name` is that of an accepted answer, "" for the solution.
    """

    exercise: Exercise
    texts: dict[str, str]
    own: dict[str, set[int]]
    name: str = ""


def solved(exercise: Exercise, file: str) -> tuple[str, set[int]]:
    """Return a file as the solution has it, and the numbers of the lines that a learner writes."""
    kept = [
        (line, side) for line, side in sides(source_text(exercise, file), file) if side != "stub"
    ]
    own = {number for number, (_, side) in enumerate(kept, start=1) if side == "solution"}
    return "\n".join(line for line, _ in kept), own


def solution(exercise: Exercise) -> Base:
    found = {name: solved(exercise, name) for name in exercise.editable}
    given = {name: solution_text(exercise, name) for name in exercise.locked}
    mine = {name: text for name, (text, _) in found.items()}
    return Base(exercise, given | mine, {name: own for name, (_, own) in found.items()})


def accepted(answer: Answer) -> Base:
    """Return an accepted answer as a base: what differs from the solution is to be changed."""
    exercise = answer.exercise
    given = {name: solution_text(exercise, name) for name in handed_in(exercise)}
    other = {name: text for name, text in texts(answer).items() if name in exercise.editable}
    own = {name: _written(exercise, name, text) for name, text in other.items()}
    left = {name: text for name, text in (given | other).items() if name not in answer.without}
    return Base(exercise, left, own, answer.name)


def _written(exercise: Exercise, file: str, text: str) -> set[int]:
    """Return the lines of an answer that are none of the solution's, nor handed out."""
    solution, _ = solved(exercise, file)
    matcher = difflib.SequenceMatcher(None, solution.split("\n"), text.split("\n"), autojunk=False)
    blocks = matcher.get_matching_blocks()
    alike = {match.b + at + 1 for match in blocks for at in range(match.size)}
    return {*range(1, text.count("\n") + 2)} - alike


def folder_until_the_end() -> Path:
    """Return a new folder, which goes when all is judged."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def own_lines(text: str, own: set[int]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if number in own:
            yield number, line


def begins_of(text: str) -> list[int]:
    """Return where each line begins."""
    begins = [0]
    for line in text.split("\n"):
        begins.append(begins[-1] + len(line) + 1)
    return begins


def replaced(file: str, text: str, start: int, end: int, new: str, operator: str = "") -> Mutant:
    """Return the mutant that has `new` in the place of text[start:end]."""
    changed = text[:start] + new + text[end:]
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    before = " ".join(text[first:last].split())
    after = " ".join(changed[first : last + len(changed) - len(text)].split())
    line = text.count("\n", 0, start) + 1
    until = line + new.count("\n")
    return Mutant(file, line, before, after or "(deleted)", changed, until, operator)


def of_other_meaning(
    mutants: Iterable[Mutant], text: str, meaning: Callable[[str], object]
) -> Iterator[Mutant]:
    """Yield the mutants that can be read, and that say something else."""
    same = meaning(text)
    for mutant in mutants:
        if meaning(mutant.text) not in (None, same):
            yield mutant
