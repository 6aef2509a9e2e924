"""The page of the class: why it failed, and what to teach again. It names nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median

from cffi_workshop.cache import Cache
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.hints import likely_cause
from cffi_workshop.grading.verdict import CheckResult

from ..book.book import Book, texts_of
from ..points.gradebook import figure
from ..points.policy import Policy
from ..points.standing import STATES, Cell, Standing
from .anonymity import Anonymity
from .charts import failing_checks, kept_figure, points_histogram
from .first_mistake import FirstMistake, Kind, kind_of, largest_first, lines_around, one_line
from .page import lesson, lesson_link

__all__ = ["ClassExercise", "class_page"]

EXAMPLES = 3
LONGEST = 300  # letters of a message


@dataclass
class ClassExercise:
    """What the hand-ins of one exercise have in common; people are added one at a time."""

    exercise: Exercise
    anonymity: Anonymity
    states: Counter[str] = field(default_factory=Counter)
    points: list[float] = field(default_factory=list)
    max_points: float = 0.0
    titles: dict[str, str] = field(default_factory=dict)
    causes: dict[str, Counter[str]] = field(default_factory=dict)
    not_reached: Counter[str] = field(default_factory=Counter)
    misconceptions: Counter[str] = field(default_factory=Counter)
    first: dict[Kind, FirstMistake] = field(default_factory=dict)

    def add(self, standing: Standing, cell: Cell, book: Book | None) -> None:
        """Count one person's cell."""
        self.states[cell.state] += 1
        if cell.verdict is None:
            return
        self.max_points = max(self.max_points, cell.max_points)
        self.points.append(cell.earned or 0.0)
        for check in cell.verdict.checks:
            self._count(check)
        failed = [one for one in cell.verdict.checks if one.status == "failed"]
        sources = texts_of(book, cell.hand_in) if failed else {}
        self.misconceptions.update({self.likely(one, sources) for one in failed} - {""})
        if cell.first_failure:
            self._add_first(standing, cell, cell.first_failure, sources)

    def likely(self, check: CheckResult, sources: Mapping[str, str]) -> str:
        """Return the likely cause of a failed check, or nothing."""
        return one_line(likely_cause(self.exercise, check, sources) or "")

    def _count(self, check: CheckResult) -> None:
        self.titles[check.id] = check.title.replace("`", "")
        self.causes.setdefault(check.id, Counter())
        if check.status == "failed":
            self.causes[check.id][check.cause or "unknown"] += 1
        self.not_reached[check.id] += check.status == "not-run"

    def _add_first(
        self, standing: Standing, cell: Cell, check: CheckResult, sources: Mapping[str, str]
    ) -> None:
        says = self.likely(check, sources)
        kind = kind_of(check.id, check.cause, says)
        mistake = self.first.setdefault(kind, FirstMistake(check, says))
        mistake.people += 1
        mistake.points_lost += cell.max_points - (cell.earned or 0.0)
        if len(mistake.examples) < EXAMPLES:
            texts = (check.message[:LONGEST], excerpt(check, sources))
            example = tuple(self.anonymity.of(text, standing.person) for text in texts)
            if example not in mistake.examples:
                mistake.examples.append(example)

    def mistakes(self) -> list[FirstMistake]:
        return largest_first(self.first.values())


def excerpt(check: CheckResult, sources: Mapping[str, str]) -> str:
    """Return the lines around the mistake without comments, where the place is known."""
    place = check.location
    if place is None or place.file not in sources:
        return ""
    return lines_around(place.file, sources[place.file], place.line)


def class_page(parts: list[ClassExercise], policy: Policy, layers: list[str]) -> dict:
    """Return what the template shows."""
    return {
        "people": max((part.states.total() for part in parts), default=0),
        "layers": layers,
        "again": list(teach_again(parts, policy)),
        "parts": [part_of(part, number) for number, part in enumerate(parts)],
    }


def teach_again(parts: list[ClassExercise], policy: Policy) -> Iterator[dict]:
    """Yield the episodes in which most first mistakes are taught, and what was wrong there."""
    found: dict[str, list[tuple[ClassExercise, FirstMistake]]] = {}
    for part in parts:
        for mistake in part.mistakes():
            found.setdefault(mistake.check.episode or part.exercise.episode, []).append(
                (part, mistake)
            )
    ranked = sorted(found.items(), key=lambda item: -sum(one.people for _, one in item[1]))
    for slug, mistakes in ranked:
        root = mistakes[0][0].exercise.root
        yield {
            "lesson": lesson(root, slug),
            "link": lesson_link(policy.site, slug),
            "people": sum(one.people for _, one in mistakes),
            "points": figure(sum(one.points_lost for _, one in mistakes)),
            "why": [
                (one.people, part.exercise.slug, about(one))
                for part, one in by_people(mistakes)[:EXAMPLES]
            ],
        }


def by_people(
    mistakes: list[tuple[ClassExercise, FirstMistake]],
) -> list[tuple[ClassExercise, FirstMistake]]:
    return sorted(mistakes, key=lambda pair: -pair[1].people)


def about(mistake: FirstMistake) -> str:
    return mistake.says or f"{mistake.check.title.replace('`', '')} ({mistake.check.cause})"


def part_of(part: ClassExercise, number: int) -> dict:
    cache = Cache.of_checkout(part.exercise.root)
    failing = [(check, causes) for check, causes in part.causes.items() if causes]
    named = [(part.titles[check], causes) for check, causes in failing]
    return {
        "title": part.exercise.title,
        "slug": part.exercise.slug,
        "states": [(STATES[state], count) for state, count in part.states.most_common()],
        "points": kept_figure(
            cache, points_histogram, f"points-{number}", part.points, part.max_points
        )
        if part.points
        else "",
        "mean": figure(sum(part.points) / len(part.points)) if part.points else "",
        "median": figure(median(part.points)) if part.points else "",
        "max_points": figure(part.max_points),
        "figure": kept_figure(cache, failing_checks, f"checks-{number}", named) if named else "",
        "checks": [
            {
                "title": part.titles[check],
                "failed": causes.total(),
                "not_reached": part.not_reached[check],
                "causes": ", ".join(f"{cause} {count}" for cause, count in causes.most_common()),
            }
            for check, causes in failing
        ],
        "misconceptions": part.misconceptions.most_common(),
        "mistakes": [
            {
                "people": one.people,
                "title": one.check.title.replace("`", ""),
                "cause": one.check.cause,
                "says": one.says,
                "examples": one.examples,
            }
            for one in part.mistakes()
        ],
    }
