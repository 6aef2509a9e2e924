"""Hand-ins that are the same text once what everybody was given is taken away."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from cffi_workshop.exercises.exercise import Exercise

__all__ = ["Alike", "own_lines"]


def own_lines(exercise: Exercise, files: dict[str, bytes]) -> list[str]:
    """Return the lines, comments and all, that hand-out and solution have not."""
    own = []
    for name in sorted(set(files) & set(exercise.editable)):
        given = lines_of((exercise.solution / name).read_bytes())
        if (exercise.folder / name).is_file():
            given |= lines_of((exercise.folder / name).read_bytes())
        own += [f"{name}: {line}" for line in in_order(files[name]) if line not in given]
    return own


def in_order(content: bytes) -> list[str]:
    lines = content.decode("utf-8-sig", errors="replace").splitlines()
    return [" ".join(line.split()) for line in lines if line.strip()]


def lines_of(content: bytes) -> set[str]:
    return set(in_order(content))


@dataclass
class Alike:
    """Groups of people whose own lines are the same, in one exercise."""

    exercise: Exercise
    # By source: what a team handed in together is like itself.
    _people: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    _lines: dict[str, int] = field(default_factory=dict)

    def add(self, who: str, files: dict[str, bytes], source: str) -> None:
        own = own_lines(self.exercise, files)
        if own:
            key = hashlib.sha256("\n".join(own).encode()).hexdigest()
            self._people.setdefault(key, {}).setdefault(source, []).append(who)
            self._lines[key] = len(own)

    def groups(self) -> Iterable[tuple[int, list[str]]]:
        """Return how many own lines they share, and who they are: the most lines first."""
        shared = [
            (self._lines[key], [who for people in by_source.values() for who in people])
            for key, by_source in self._people.items()
            if len(by_source) > 1
        ]
        return sorted(shared, key=lambda group: (-group[0], group[1]))
