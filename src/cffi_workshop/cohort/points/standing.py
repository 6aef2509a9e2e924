"""Where everybody stands: points after lateness, and after what was adjusted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.grading.verdict import CheckResult, Verdict

from ..book.book import Adjustment, Book, HandInRow, PersonRow
from ..hand_ins.hand_in import listing
from .policy import ExercisePolicy, Policy

__all__ = [
    "STATES",
    "Cell",
    "Standing",
    "most_of",
    "standing_of",
    "standings",
]

STATES = {
    "graded": "graded",
    "missing": "not handed in",
    "excused": "excused",
    "unreadable": "nothing that can be graded",
    "ours": "the checker failed",
    "waiting": "not graded yet",
}


def clock(time: datetime, *, seconds: bool = False) -> str:
    return f"{time.astimezone():{'%Y-%m-%d %H:%M:%S' if seconds else '%Y-%m-%d %H:%M'}}"


@dataclass(frozen=True)
class Cell:
    """One person in one exercise. `points` is None where nobody can say how many there are."""

    exercise: Exercise
    state: str
    points: float | None
    max_points: float
    earned: float | None = None  # before lateness and adjustment
    percent_off: float = 0.0
    adjustment: Adjustment | None = None
    hand_in: HandInRow | None = None
    verdict: Verdict | None = None
    others: tuple[HandInRow, ...] = ()
    extended: datetime | None = None  # until when this person had more time than others
    due: datetime | None = None
    lacks: tuple[str, ...] = ()  # files that the hand-in before had

    @property
    def has_grade(self) -> bool:
        """Say whether somebody handed in what counts, or was given points by hand."""
        return self.state not in ("missing", "excused") or self.adjustment is not None

    @property
    def first_failure(self) -> CheckResult | None:
        return self.verdict.first_failure if self.verdict else None

    @property
    def by_checks(self) -> str:
        """What the checks alone say, in words."""
        if self.earned is None:
            return "the checks give no points"
        return f"the checks give {self.earned:g} of {self.max_points:g}"

    def why_late(self, changed: datetime | None) -> str:
        """Say when it came and was due, or whose word it is that it was late."""
        due = self.extended or self.due
        if due is None or changed is None:
            return "the platform says so, and not how late, which counts as one day"
        same = clock(changed) == clock(due)  # but for the seconds
        came, end = (clock(time, seconds=same) for time in (changed, due))
        return f"handed in {came}, due {end}"

    @property
    def notes(self) -> list[str]:
        """What there is to say about the points, in sentences."""
        is_plain = self.state in ("graded", "missing")
        changed = self.hand_in.changed if self.hand_in else None
        notes = [] if is_plain else [f"{STATES[self.state].capitalize()}."]
        if self.hand_in and self.hand_in.problem:
            notes.append(self.hand_in.problem)
        if self.state == "ours" and self.hand_in:
            notes.append(self.hand_in.ours)
        if self.percent_off and not self.adjustment:  # which stands over lateness, too
            notes.append(
                f"Late: {self.percent_off:g} % taken off; {self.why_late(changed)}. Before that, "
                f"{self.by_checks}."
            )
        elif self.due and self.verdict and not changed:
            notes.append("When it was handed in is not known.")
        if self.lacks:
            notes.append(f"What was handed in before had {listing(self.lacks)} as well.")
        if self.extended:
            notes.append(f"More time, until {clock(self.extended)}.")
        if self.adjustment:
            one = self.adjustment
            notes.append(f"Adjusted to {one.points:g} by {one.who} on {one.made[:10]}: {one.note}")
            if self.hand_in and self.hand_in.received > one.made:
                notes.append(f"Handed in anew after that; {self.by_checks}.")
        remarks = self.hand_in.remarks if self.hand_in else ()
        return notes + [one for one in remarks if not any(one in note for note in notes)]


@dataclass(frozen=True)
class Standing:
    """A person, and a cell for each exercise of the course."""

    person: PersonRow
    cells: tuple[Cell, ...]
    notes: tuple[str, ...] = ()

    def percent(self, policy: Policy) -> float | None:
        """Return the weighted mean of all exercises; None while the checker owes one of them.

        What somebody is excused of is left out.
        """
        cells = [cell for cell in self.cells if cell.state != "excused"]
        weights = [policy.of(cell.exercise.slug).weight for cell in cells]
        if any(cell.points is None for cell in cells) or not sum(weights):
            return None
        shares = [
            weight * (cell.points or 0.0) / cell.max_points if cell.max_points else 0.0
            for weight, cell in zip(weights, cells, strict=True)
        ]
        return 100 * sum(shares) / sum(weights)


def standings(
    book: Book, exercises: list[Exercise], policy: Policy, round_: int | None = None
) -> Iterator[Standing]:
    """Yield where each person stands, one at a time: a course may have many."""
    for person in book.people():
        yield standing_of(book, person, exercises, policy, round_)


def standing_of(
    book: Book,
    person: PersonRow,
    exercises: list[Exercise],
    policy: Policy,
    round_: int | None = None,
) -> Standing:
    handed_in = book.hand_ins(person.id, round_)
    adjusted = book.adjustments(person.id)
    cells = tuple(
        cell_of(
            exercise,
            [one for one in handed_in if one.exercise == exercise.slug],
            adjusted.get(exercise.slug),
            policy,
            book,
            person,
        )
        for exercise in exercises
    )
    return Standing(person, cells, tuple(one.problem for one in handed_in if not one.exercise))


def cell_of(
    exercise: Exercise,
    handed_in: list[HandInRow],
    adjustment: Adjustment | None,
    policy: Policy,
    book: Book,
    person: PersonRow,
) -> Cell:
    """Return the cell that the last hand-in makes; an adjustment stands over everything."""
    rule = policy.of(exercise.slug)
    one = handed_in[-1] if handed_in else None
    extended = rule.extended(person)
    state = state_of(one, excused=rule.excuses(person) and not adjustment)
    verdict = Verdict.from_json(one.verdict) if one and one.verdict and state == "graded" else None
    earned, most = points_of(verdict, rule) if verdict else (None, most_of(book, exercise, rule))
    off = (
        policy.late.percent_off(extended or rule.due, one.changed, one.late)
        if one and verdict
        else 0.0
    )
    points = 0.0 if state in ("missing", "unreadable") else None
    if adjustment:
        points = adjustment.points
    elif earned is not None:
        points = earned * (1 - off / 100)
    return Cell(
        exercise,
        state,
        points,
        most,
        earned,
        off,
        adjustment,
        one,
        verdict,
        tuple(handed_in[:-1]),
        extended,
        rule.due,
        lacking(book, handed_in),
    )


def lacking(book: Book, handed_in: list[HandInRow]) -> tuple[str, ...]:
    """Return the files of the hand-in before the last that the last does not have."""
    *_, before, last = ["", "", *(one.content or "" for one in handed_in)]
    there = book.files(last) if before and last else {}
    return tuple(name for name in book.files(before) if name not in there) if there else ()


def state_of(one: HandInRow | None, excused: bool) -> str:
    """Return the state of a hand-in; points by hand count for who is excused, too."""
    if excused:
        return "excused"
    if one is None:
        return "missing"
    if one.content is None:
        return "unreadable"
    if one.ours:
        return "ours"
    return "graded" if one.verdict else "waiting"


def points_of(verdict: Verdict, rule: ExercisePolicy) -> tuple[float, float]:
    """Return the points of the checks that count, and how many they could be."""
    counting = [check for check in verdict.checks if rule.counts(check.id)]
    earned, most = (check.points for check in counting), (check.max_points for check in counting)
    return float(sum(earned)), float(sum(most))


def most_of(book: Book, exercise: Exercise, rule: ExercisePolicy) -> float:
    """Return how many points the checks that count could be, for whom they have not judged.

    Which checks there are, a verdict on anybody says.
    """
    judged = book.verdict_on(exercise.slug) if rule.leave_out else None
    return points_of(Verdict.from_json(judged), rule)[1] if judged else float(exercise.points)
