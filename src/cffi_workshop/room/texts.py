"""What the instructor's checkout knows of an exercise. Learners send ids, never these texts."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from cffi_workshop.cohort.pages.first_mistake import one_line
from cffi_workshop.episodes import episode_name
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.hints import digest_of, next_hint, read_hints
from cffi_workshop.exercises.metadata import all_exercises

__all__ = ["Texts"]

EXPLAIN = 1  # levels of a hint that come before the one that says what is behind it


class KnownCheck(NamedTuple):
    """What is known of a check before it is run."""

    title: str
    points: int
    episode: str | None


@dataclass(frozen=True)
class Failed:
    """A failed check as a room knows it: without its message."""

    id: str
    cause: str | None
    message: str = ""


class Texts:
    """The texts of all exercises at a root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.exercises: dict[str, Exercise] = {one.slug: one for one in all_exercises(root)}
        self._misconceptions: dict[str, dict[str, str]] = {}

    @cached_property
    def checks(self) -> dict[str, dict[str, KnownCheck]]:
        """The checks by exercise and id; pytest collects them, in half a second."""
        files = [one.solution / f"test_{slug}.py" for slug, one in self.exercises.items()]
        command = [sys.executable, "-Pm", "cffi_workshop.room.list_checks", *map(str, files)]
        run = subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=True)
        return {
            slug: {name: KnownCheck(**one) for name, one in checks.items()}
            for slug, checks in json.loads(run.stdout).items()
        }

    def check(self, exercise: str, check: str) -> KnownCheck:
        """Return what is known of a check; of one from another version, its id."""
        known = self.checks.get(exercise, {}).get(check)
        return known or KnownCheck(check, 0, None)

    def title(self, exercise: str, check: str) -> str:
        return self.check(exercise, check).title.replace("`", "")

    def says(self, exercise: str, misconception: str | None) -> str:
        """Return the text of a misconception; nothing for a digest of no text of ours."""
        if exercise not in self._misconceptions and exercise in self.exercises:
            hints = read_hints(self.exercises[exercise])
            texts = {digest_of(one.says): one_line(one.says) for one in hints.misconceptions}
            self._misconceptions[exercise] = texts
        return self._misconceptions.get(exercise, {}).get(misconception or "", "")

    def advice(self, exercise: str, check: str, cause: str | None) -> str:
        """Return what to say to those who fail a check: what is behind it."""
        if exercise not in self.exercises:
            return ""
        hint = next_hint(self.exercises[exercise], Failed(check, cause), EXPLAIN)
        return one_line(hint.text) if hint else ""

    def episode(self, exercise: str, check: str) -> str:
        known = self.exercises.get(exercise)
        slug = self.check(exercise, check).episode or (known.episode if known else "")
        return episode_name(slug, self.root) if slug else ""
