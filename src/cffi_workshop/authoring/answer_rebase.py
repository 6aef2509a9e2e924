"""Carry collected answers over to a solution that has changed, as git merges two branches.

What an edit was made for is in the history: the newest commit in which all of the answer fits.
Between it and the solution of today the answer's lines are merged; where both changed the same
lines, the answer keeps its own, and a person has to read it.
"""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.markers import solution_of
from cffi_workshop.toml_schema import Table

from .answer_files import below, text_below, texts
from .answer_tables import differences, put_table
from .answers import Answer, all_answers, read_answer, shown_file
from .edits import EditError, apply_edit
from .merge import merge

__all__ = ["Outcome", "rebase"]

FURTHEST = 50  # commits of the exercise that are looked into


@dataclass(frozen=True)
class Outcome:
    """What became of an answer: `fits`, `carried over`, `to read` or `by hand`, and why."""

    answer: Answer
    state: str
    why: str = ""


def rebase(exercise: Exercise, since: str | None) -> Iterator[Outcome]:
    """Make every answer fit the solution as it is now, and say of each what became of it.

    `since` names the commit that the edits were made for; without it, it is looked for. An answer
    that cannot be carried over stays as it is written.
    """
    if since:
        require_commit(exercise, since)
    for answer in all_answers(exercise):  # the accepted ones first: others build on them
        try:
            texts(answer)
        except EditError as error:
            yield carried_over(answer, since, str(error))
        else:
            yield Outcome(answer, "fits")


def carried_over(answer: Answer, since: str | None, problem: str) -> Outcome:
    for commit in [since] if since else commits(answer.exercise):
        if (merged := merge_since(answer, commit)) is None:
            continue
        files, both_changed = merged
        told = differences(answer.exercise, files, base_now(answer))
        if not {*answer.edits, *answer.wholes} <= {*told["edits"], *told["wholes"], *told["stubs"]}:
            return Outcome(answer, "by hand", "the solution has become what the answer is")
        put_table(replace(answer, **(told | {"stubs": (*answer.stubs, *told["stubs"])})))
        if not both_changed:
            return Outcome(answer, "carried over")
        return Outcome(
            answer, "to read", f"both changed the same lines of {', '.join(both_changed)}"
        )
    return Outcome(answer, "by hand", problem)


def base_now(answer: Answer) -> dict[str, str]:
    return texts(below(answer)) if answer.on else {}


def merge_since(answer: Answer, commit: str) -> tuple[dict[str, str], list[str]] | None:
    """Return the files of the answer merged into those of today, and where both had changed a line.

    None where the answer does not fit the solution of that commit.
    """
    base = base_now(answer)
    files, both_changed = dict(answer.wholes), []
    for name, edit in answer.edits.items():
        try:
            old = text_at(answer, commit, name)
            mine = apply_edit(old, edit)
        except WorkshopError:
            return None
        files[name], clean = merge(text_below(answer, base, name), old, mine)
        if not clean:
            both_changed.append(name)
    return files, both_changed


def text_at(answer: Answer, commit: str, name: str) -> str:
    """Return the text that an edit was made in, as in a commit; raise WorkshopError for none."""
    below = answer_at(answer, commit) if answer.on else None
    if below and name in below.wholes:
        return below.wholes[name]
    solved = solution_of(file_at(answer.exercise, commit, name))
    return apply_edit(solved, below.edits.get(name, "")) if below else solved


def answer_at(answer: Answer, commit: str) -> Answer:
    """Return the answer that this one builds on, as it was in a commit."""
    exercise, shown = answer.exercise, shown_file(answer.exercise, "accepted")
    document = Table(tomllib.loads(file_at(exercise, commit, "answers/accepted.toml")), shown)
    return read_answer(exercise, "accepted", answer.on, document.inner(answer.on))


def require_commit(exercise: Exercise, name: str) -> None:
    if git(exercise, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") is None:
        raise WorkshopError(f"git knows no commit {name!r}; expected one, such as HEAD~1.")


def file_at(exercise: Exercise, commit: str, name: str) -> str:
    text = git(exercise, "show", f"{commit}:./solutions/{exercise.slug}/{name}")
    if text is None:
        raise WorkshopError(f"{commit} has no solutions/{exercise.slug}/{name}")
    return text.removeprefix("\ufeff")


def commits(exercise: Exercise) -> list[str]:
    """Return the commits that changed the exercise, newest first."""
    folder = f"./solutions/{exercise.slug}"
    listed = git(exercise, "log", f"--max-count={FURTHEST}", "--format=%h", "--", folder)
    if listed is None:
        raise WorkshopError(
            "An answer is carried over by what git knows of its solution, and this folder is in no "
            "repository; mend the edits by hand."
        )
    return listed.split()


def git(exercise: Exercise, *arguments: str) -> str | None:
    """Return what a git command prints, or None where it fails."""
    command = ["git", "-C", str(exercise.root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        raise WorkshopError("git was not found; install it to carry answers over.") from None
    return done.stdout.decode() if done.returncode == 0 else None
