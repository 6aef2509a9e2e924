"""Remember, in .workshop/progress.json, what a learner has done: points, failures, hints seen.

A file that is broken is set aside and told of on stderr; progress is never a reason to crash.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.general_hints import NOT_PYTHON
from cffi_workshop.exercises.hints import LEVELS
from cffi_workshop.exercises.markers import stub_text
from cffi_workshop.exercises.metadata import all_exercises
from cffi_workshop.files import read_regular_file, written_whole
from cffi_workshop.grading.submission import LARGEST
from cffi_workshop.grading.verdict import CheckResult, Verdict

__all__ = [
    "Failure",
    "fingerprint",
    "forget",
    "hint_level",
    "last_failure",
    "next_exercise",
    "points",
    "record",
    "remember_hint",
    "state",
]

FILE = Path(".workshop") / "progress.json"


@dataclass(frozen=True)
class Failure:
    """The first failed check of the last verdict, as far as hints need it."""

    id: str
    cause: str | None
    message: str
    kind: str = ""  # what tells it from another failure of the same check and cause


@dataclass(frozen=True)
class Entry:
    """What is known of one exercise: its last verdict, the files it judged, and hints seen."""

    passed: bool = False
    points: int = 0
    files: str = ""
    failure: Failure | None = None
    hints: dict[str, int] = field(default_factory=dict)


def record(verdict: Verdict, exercise: Exercise, files: str | None = None) -> None:
    """Keep a verdict on exercises/SLUG; a verdict in which the checker itself failed is not kept.

    `files` is the fingerprint taken before the check; without it, the files as they are now count.
    """
    if verdict.exit_status == 2:
        return
    with changing(exercise) as entries:
        entries[exercise.slug] = replace(
            entries.get(exercise.slug, Entry()),
            passed=verdict.passed,
            points=verdict.points,
            files=files or fingerprint(exercise),
            failure=failure_of(verdict.first_failure),
        )


def failure_of(check: CheckResult | None) -> Failure | None:
    return Failure(check.id, check.cause, check.message, kind_of(check)) if check else None


def kind_of(check: CheckResult) -> str:
    """Return what is the same each time that a check fails in this way.

    That is an exception's class, "syntax" for what is no Python, or nothing. Values do not count,
    which are drawn anew for each verdict.
    """
    if NOT_PYTHON in check.message:
        return "syntax"
    raised = check.observed is not None and check.observed.verb == "raised"
    return check.observed.found.partition(":")[0] if check.observed and raised else ""


def state(exercise: Exercise) -> str:
    """Return "done", "stale" (passed, but edited since), "started" or "untouched"."""
    entry = entry_of(exercise)
    if entry.passed:
        return "done" if entry.files == fingerprint(exercise) else "stale"
    return "started" if entry.files or edited(exercise) else "untouched"


def points(exercise: Exercise) -> int:
    """Return the points of the last verdict; 0 before the first."""
    return entry_of(exercise).points


def next_exercise(root: Path) -> Exercise | None:
    """Return the first exercise of the path that is not done, or None when all are."""
    return next((one for one in all_exercises(root) if state(one) != "done"), None)


def last_failure(exercise: Exercise) -> Failure | None:
    """Return the first failed check of the last verdict, or None."""
    return entry_of(exercise).failure


def hint_level(exercise: Exercise, failure: Failure) -> int:
    """Return how many levels of hint were shown for a failure like this one."""
    return entry_of(exercise).hints.get(hint_key(failure), 0)


def remember_hint(exercise: Exercise, failure: Failure, level: int) -> None:
    """Keep that `level` levels of hint were shown for such a failure."""
    with changing(exercise) as entries:
        entry = entries.get(exercise.slug, Entry())
        hints = entry.hints | {hint_key(failure): min(level, len(LEVELS))}
        entries[exercise.slug] = replace(entry, hints=hints)


def hint_key(failure: Failure) -> str:
    return " ".join(filter(None, [failure.id, failure.cause, failure.kind]))


def forget(exercise: Exercise) -> None:
    """Drop all that is known of an exercise, as after a reset."""
    with changing(exercise) as entries:
        entries.pop(exercise.slug, None)


def fingerprint(exercise: Exercise) -> str:
    """Return a hash over the editable files as they are; line ends do not count."""
    total = hashlib.sha256()
    for name in sorted(exercise.editable):
        content = present(exercise, name)
        total.update(f"{name} {-1 if content is None else len(content)}\n".encode())
        total.update(content or b"")
    return total.hexdigest()


def edited(exercise: Exercise) -> bool:
    return any(
        present(exercise, name) != stub_text(exercise, name).encode("utf-8")
        for name in exercise.editable
    )


def present(exercise: Exercise, name: str) -> bytes | None:
    try:
        return read_regular_file(exercise.folder, name, LARGEST).replace(b"\r\n", b"\n")
    except OSError:
        return None


def entry_of(exercise: Exercise) -> Entry:
    return read(exercise.root / FILE).get(exercise.slug, Entry())


def read(path: Path) -> dict[str, Entry]:
    """Return the entries by slug; a file that holds anything else is set aside."""
    try:
        return {slug: parse(entry) for slug, entry in json.loads(path.read_bytes()).items()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        complain(f"Cannot read your progress in {FILE}: {error.strerror}.")
        return {}
    except (ValueError, TypeError, AttributeError, RecursionError):
        set_aside(path)
        return {}


def parse(values: dict) -> Entry:
    """Return an entry of the file; raise TypeError where a part is not of the kind it should be."""
    failure = values.get("failure") and Failure(**values["failure"])
    entry = Entry(**{**values, "failure": failure or None})
    if failure:
        require(str, failure.id, failure.message, failure.cause or "")
    require(bool, entry.passed)
    require(str, entry.files, *entry.hints)
    require(int, entry.points, *entry.hints.values())
    return entry


def require(kind: type, *values: object) -> None:
    if any(type(value) is not kind for value in values):
        raise TypeError(f"expected {kind.__name__}, found {values!r}")


def set_aside(path: Path) -> None:
    aside = path.with_name("progress.broken.json")
    try:
        path.replace(aside)
    except OSError:
        return
    complain(
        f"{FILE} could not be read; it is now {FILE.with_name(aside.name)}, and counting restarts."
    )


@contextmanager
def changing(exercise: Exercise) -> Iterator[dict[str, Entry]]:
    """Give the entries to change, and write them; two commands at a time wait for each other."""
    path = exercise.root / FILE
    try:
        path.parent.mkdir(exist_ok=True)
        lock = path.with_suffix(".lock").open("w")
    except OSError as error:
        complain(f"Cannot keep your progress in {FILE}: {error.strerror}.")
        yield {}
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        entries = read(path)
        yield entries
        write(path, {slug: asdict(entry) for slug, entry in entries.items()})


def write(path: Path, entries: dict[str, dict]) -> None:
    """Replace the file in one step, so that a kill in between leaves the old one whole."""
    try:
        with written_whole(path) as file:  # the lock is held, so nobody else writes it
            json.dump(entries, file, indent=1, sort_keys=True)
    except OSError as error:
        complain(f"Cannot keep your progress in {FILE}: {error.strerror}.")


def complain(sentence: str) -> None:
    print(sentence, file=sys.stderr)
