"""Rules of grading.toml that do nothing, or leave nothing to earn: slips of the hand."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from cffi_workshop.exercises.exercise import Exercise

from ..book.book import Book
from .policy import Policy
from .standing import most_of, standings

__all__ = ["idle_rules"]


def idle_rules(
    book: Book, known: list[Exercise], course: list[Exercise], policy: Policy
) -> Iterator[str]:
    """Yield a sentence for each of them; the exercises of `course` are those that were graded."""
    yield from idle_patterns(book, known, policy)
    yield from idle_names(book, policy)
    yield from without_points(book, course, policy)


def without_points(book: Book, exercises: list[Exercise], policy: Policy) -> Iterator[str]:
    """Yield a sentence for each rule of a course that leaves nothing to earn: a slip, too."""
    for exercise in exercises:
        if not most_of(book, exercise, policy.of(exercise.slug)):
            yield (
                f"exercises.{exercise.slug}.leave_out: no check is left that counts, so that "
                "nobody gets a point; name only those that are not to count."
            )
    if exercises and not sum(policy.of(one.slug).weight for one in exercises):
        yield (
            "weight: it is 0 for each exercise, so that nobody has a percentage; give one of them "
            "a weight."
        )


def idle_patterns(book: Book, exercises: list[Exercise], policy: Policy) -> Iterator[str]:
    """Yield a sentence for each pattern of `leave_out` that fits no check: a slip of the hand."""
    left = {slug: rule.leave_out for slug, rule in policy.exercises.items() if rule.leave_out}
    for standing in standings(book, [one for one in exercises if one.slug in left], policy):
        for cell in standing.cells:
            if cell.verdict and cell.exercise.slug in left:
                checks = [check.id for check in cell.verdict.checks]
                for pattern in left.pop(cell.exercise.slug):
                    if not any(fnmatchcase(check, pattern) for check in checks):
                        yield (
                            f"exercises.{cell.exercise.slug}.leave_out: {pattern!r} fits no check; "
                            f"there are: {', '.join(checks)}."
                        )
        if not left:
            return


def idle_names(book: Book, policy: Policy) -> Iterator[str]:
    """Yield a sentence for who has more time, or is excused, and is nobody or several by a name."""
    people = list(book.people())
    for slug, rule in policy.exercises.items():
        named = [("extensions", who) for who in rule.extensions]
        for key, who in (*named, *(("excused", who) for who in rule.excused)):
            theirs = [one.label for one in people if one.is_called(who)]
            if len(theirs) != 1 and not any(one.is_in(who) for one in people):
                whose = f"is of {' and of '.join(theirs)}" if theirs else "is nobody's"
                yield (
                    f"exercises.{slug}.{key}: {who!r} {whose}; name one person by an id, a "
                    "login or an address, or a team."
                )
