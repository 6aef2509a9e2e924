"""What an exercise is: its texts, its files and where they lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .languages import natives
from .readme import README

__all__ = ["KEPT_BACK", "METADATA", "Exercise", "always_handed_out"]

METADATA = "exercise.toml"

KEPT_BACK = ("answers", "checker", "hints.toml")
"""What of a solution's folder no learner is handed."""


@dataclass(frozen=True)
class Exercise:
    """One exercise of the checkout at `root`; file names are relative to its folder.

    `adds` is what is new in it and `assumes` what is known already, each in a sentence. `library`
    names its C: library.h, library.c, and liblibrary.so built of them. `system` is the short name
    of a library of the operating system that the scripts open beside it, or instead of it: "m",
    "c".
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
    root: Path
    episode_api: str = ""  # where API mode is taught, if `episode` comes before it

    def taught_in(self, mode: str) -> str:
        """Return the episode that teaches what a check of that mode, "" for none, is about."""
        return self.episode_api if mode == "api" and self.episode_api else self.episode

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
        """Every file name that belongs in exercises/SLUG, the notebook included."""
        return (*always_handed_out(self.slug), *self.editable, *self.locked)


def always_handed_out(slug: str) -> tuple[str, ...]:
    return (README, METADATA, f"test_{slug}.py", f"{slug}.ipynb")
