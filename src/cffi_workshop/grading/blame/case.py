"""What a finding is held against: the learner's files that
may have caused it, and the solution's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.markers import solution_text, stub_text
from cffi_workshop.grading.submission import Submission

from .differences import own_lines
from .functions import Function, functions_of

__all__ = ["Case"]


@dataclass(frozen=True)
class Case:
    """The files of a part, in the order in which one would mend them, and what its check is called.

    A file of `whole` that is still as it was handed out, or empty, explains whatever fails.
    """

    exercise: Exercise
    submission: Submission
    files: tuple[str, ...]
    title: str = ""
    whole: tuple[str, ...] = ()
    _sources: dict[str, Source] = field(default_factory=dict, compare=False, repr=False)

    def source(self, name: str) -> Source:
        if name not in self._sources:
            self._sources[name] = Source(name, self.submission.text(name), self.exercise)
        return self._sources[name]

    @property
    def there(self) -> list[Source]:
        """The files that were handed in."""
        return [self.source(name) for name in self.files if name in self.submission.files]

    @property
    def build_script(self) -> Source | None:
        """The script that makes the extension module, if it was handed in."""
        return next((source for source in self.there if source.name.endswith("_build.py")), None)


@dataclass(frozen=True)
class Source:
    """A file of the learner's, line by line."""

    name: str
    text: str
    exercise: Exercise

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def lines_with(self, text: str) -> list[int]:
        """Return the numbers of the lines that hold a text."""
        return [number for number, line in enumerate(self.lines, start=1) if text in line]

    @cached_property
    def own(self) -> list[int]:
        """The lines that are not the solution's, and where one of the solution's is missing."""
        return own_lines(self.name, self.text, self.solution)

    @cached_property
    def solution(self) -> str:
        return solution_text(self.exercise, self.name)

    @cached_property
    def functions(self) -> list[Function]:
        return functions_of(self.name, self.text)

    @cached_property
    def stub(self) -> str:
        return stub_text(self.exercise, self.name)

    def function_at(self, line: int) -> Function | None:
        """Return the innermost function around a line."""
        around = [each for each in self.functions if each.first <= line <= each.last]
        return max(around, key=lambda each: each.first, default=None)
