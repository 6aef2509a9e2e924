"""What learners did wrong before, as the collected answers tell it: which operations it was about.

An answer in code of one's own has other names and another order than the solution. What is left
alike are the functions of C and of cffi, what is raised and compared, and the numbers.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.grading.diagnose import Diagnosis

from ..files.case import Case, Source
from ..files.differences import LONGEST, without_comments

__all__ = ["Weights", "collected", "likeness", "mistakes_in", "mistakes_like", "weight_of"]

TOKEN = re.compile(r"\w+|[-+*/%&|^]=|<<|>>|<=|>=|==|!=|&&|\|\||//|->|[-+*/%<>&|^~!]")
ALIKE = {"utf8": "utf-8", "f8": "float64", "double": "float64", "NULL": "null", "None": "null"}
STAYS, GONE, COME = 0.4, 1.0, 1.1  # what a line counts that is beside, that is missing, that is new
OTHER_CAUSE, OTHER_CHECK = 0.7, 0.5


@dataclass(frozen=True)
class Mistake:
    """Lines of a collected answer, by what became of them, and how alike its verdict is."""

    weight: float
    lines: tuple[tuple[float, str], ...]


class Weights:
    """How much a token tells: the fewer lines have it, the more."""

    def __init__(self, name: str, lines: Iterable[str]) -> None:
        self.name = name
        found = [set(tokens(name, line)) for line in lines]
        self._count, self._lines = Counter(token for each in found for token in each), len(found)

    def of(self, token: str) -> float:
        return math.log((self._lines + 2) / (self._count[token] + 0.5))

    def likeness(self, one: str, other: str) -> float:
        """Return how alike two lines are, from 0 to 1."""
        mine, theirs = set(tokens(self.name, one)), set(tokens(self.name, other))
        both, all_mine, all_theirs = (
            sum(map(self.of, each)) for each in (mine & theirs, mine, theirs)
        )
        return both / math.sqrt(all_mine * all_theirs) if both else 0.0


@lru_cache(maxsize=4096)  # each line is compared with each mistake
def tokens(name: str, line: str) -> list[str]:
    """Return the words and the operators of a line, in one spelling."""
    return [
        ALIKE.get(found, found) for found in TOKEN.findall(without_comments(name, line[:LONGEST]))
    ]


def likeness(weights: Weights, mistakes: list[Mistake], line: str) -> float:
    """Return how much a line is like one that went wrong before, with the same verdict."""
    return max(
        (
            mistake.weight * counts * weights.likeness(line, text)
            for mistake in mistakes
            for counts, text in mistake.lines
        ),
        default=0.0,
    )


def mistakes_like(finding: Diagnosis, case: Case, source: Source) -> list[Mistake]:
    """Return the collected mistakes in such a file, those with another verdict at less weight."""
    return [
        Mistake(weight_of(answer, finding, case.check), tuple(changed_lines(edit)))
        for answer, edit in mistakes_in(source)
    ]


def mistakes_in(source: Source) -> Iterator[tuple[dict, str]]:
    """Yield the collected wrong answers with an edit of such a file, and the edit."""
    ending = ending_of(source.name)
    for answer in collected(source.exercise, "wrong"):
        for names, edit in answer.items():
            if isinstance(edit, str) and ending in map(ending_of, names.split()):
                yield answer, edit


def weight_of(answer: dict, finding: Diagnosis, check: str) -> float:
    """Return how alike a collected answer's verdict is, from 0.35 to 1."""
    same_cause = finding.cause in (answer.get("cause", ""), *answer.get("cause", ()))
    same_check = stem(answer.get("check", "")) == stem(check)
    return (1.0 if same_check else OTHER_CHECK) * (1.0 if same_cause else OTHER_CAUSE)


def stem(check: str) -> str:
    """Return what a check is called in each mode."""
    return re.sub(r"^(?:together-)?(?:abi|api|c|cpp|fortran)-", "", check)


def ending_of(name: str) -> str:
    return re.sub(r"^.*(?=_(?:abi|api|build)\.py$)|^.*(?=\.\w+$)", "", name).replace("_abi", "_api")


@cache
def collected(exercise: Exercise, kind: str) -> list[dict]:
    """Return the tables of the collected answers of a kind; each finding asks for them again."""
    file = exercise.solution / "answers" / f"{kind}.toml"
    return [*tomllib.loads(file.read_text(encoding="utf-8")).values()] if file.is_file() else []


def changed_lines(edit: str) -> Iterator[tuple[float, str]]:
    for line in edit.split("\n"):
        counts = {"-": GONE, "+": COME, " ": STAYS}.get(line[:1])
        if counts and len(line.strip()) > 2:
            yield counts, line[1:]
