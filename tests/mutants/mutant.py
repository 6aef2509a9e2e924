"""One changed file, and the lines of a solution that may be changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.markers import sides, source_text

__all__ = ["Mutant", "own_lines", "solved"]


@dataclass(frozen=True)
class Mutant:
    """A single change of a file of a solution.

    `text` is the whole file after the change; `before` and `after` are the changed lines, as in a
    diff.
    """

    file: str
    line: int
    before: str
    after: str
    text: str

    @property
    def id(self) -> str:
        return f"{self.file}: {self.before} -> {self.after}"


def solved(exercise: Exercise, file: str) -> tuple[str, set[int]]:
    """Return a file as the solution has it, and the numbers of the lines that a learner writes."""
    kept = [
        (line, side) for line, side in sides(source_text(exercise, file), file) if side != "stub"
    ]
    own = {number for number, (_, side) in enumerate(kept, start=1) if side == "solution"}
    return "\n".join(line for line, _ in kept), own


def own_lines(text: str, own: set[int]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if number in own:
            yield number, line


def replaced(file: str, text: str, start: int, end: int, new: str) -> Mutant:
    """Return the mutant that has `new` in the place of text[start:end]."""
    changed = text[:start] + new + text[end:]
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    before = " ".join(text[first:last].split())
    after = " ".join(changed[first : last + len(changed) - len(text)].split())
    return Mutant(file, text.count("\n", 0, start) + 1, before, after or "(deleted)", changed)
