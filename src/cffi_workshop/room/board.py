"""What the board shows, as one JSON object: the same for each reader, so that it is made once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cffi_workshop.cohort.pages.first_mistake import Kind, kind_of

from .file import RoomFile
from .people import STATES, Person, people, stuck_after
from .texts import Texts

__all__ = ["board", "sample"]

MOST_SAMPLES = 12 * 60  # minutes that the curve goes back


def board(file: RoomFile, texts: Texts, now: float) -> dict:
    """Return all that the board shows. Times are seconds since 1970."""
    everybody = people(file, now)
    return {
        "now": now,
        "room": room(file, texts),
        "counts": counts(everybody),
        "people": [person(one, texts) for one in everybody],
        "groups": groups(file, everybody, texts),
        "help": line(file, texts),
        "curve": curve(file),
    }


def room(file: RoomFile, texts: Texts) -> dict:
    exercise = file.setting("exercise")
    return {
        "code": file.setting("code"),
        "address": file.setting("address"),
        "locked": file.setting("locked") == "yes",
        "anonymous": file.setting("anonymous") == "yes",
        "stuck_minutes": stuck_after(file),
        "exercise": exercise,
        "exercises": [[slug, one.title] for slug, one in texts.exercises.items()],
    }


def counts(everybody: Iterable[Person]) -> dict[str, int]:
    found = Counter(one.state for one in everybody)
    return {state: found[state] for state in STATES}


def person(one: Person, texts: Texts) -> dict:
    return {
        "id": one.id,
        "name": one.name,
        "state": one.state,
        "since": one.since,
        "exercise": one.exercise,
        "check": texts.title(one.exercise, one.failed) if one.failed else "",
        "cause": one.cause,
    }


def groups(file: RoomFile, everybody: Iterable[Person], texts: Texts) -> list[dict]:
    """Return who fails alike, the largest group first."""
    found: dict[tuple[str, Kind], list[Person]] = {}
    for one in everybody:
        if one.failed:
            found.setdefault(alike(one.exercise, one, texts), []).append(one)
    examples: dict[tuple[str, Kind], list[int]] = {}
    for row in file.rows("SELECT id, exercise, failed, cause, misconception FROM shared"):
        kind = kind_of(
            row["failed"], row["cause"], texts.says(row["exercise"], row["misconception"])
        )
        examples.setdefault((row["exercise"], kind), []).append(row["id"])
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return [group(key, members, examples.get(key, []), texts) for key, members in ranked]


def alike(exercise: str, one: Person, texts: Texts) -> tuple[str, Kind]:
    return exercise, kind_of(one.failed or "", one.cause, texts.says(exercise, one.misconception))


def group(key: tuple[str, Kind], members: list[Person], examples: list[int], texts: Texts) -> dict:
    exercise, (what, cause, says) = key
    check = members[0].failed or ""
    return {
        "key": " ".join((exercise, what, cause, says)),
        "exercise": exercise,
        "check": texts.title(exercise, check),
        "cause": cause,
        "says": says,
        "advice": texts.advice(exercise, check, cause),
        "episode": texts.episode(exercise, check),
        "people": len(members),
        "stuck": sum(one.state == "stuck" for one in members),
        "names": [one.name for one in members],
        "examples": examples,
    }


def line(file: RoomFile, texts: Texts) -> list[dict]:
    """Return who asked for help, in the order in which they asked."""
    rows = file.rows(
        "SELECT learner.id, name, help.*, failed FROM help JOIN learner ON learner.id = learner "
        "LEFT JOIN standing USING (learner, exercise) ORDER BY asked"
    )
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "exercise": row["exercise"],
            "check": texts.title(row["exercise"], row["failed"]) if row["failed"] else "",
            "asked": row["asked"],
            "taken": row["taken"] is not None,
        }
        for row in rows
    ]


def curve(file: RoomFile) -> list[list[int]]:
    """Return minute, done, working, stuck and waiting, oldest first."""
    rows = file.rows(
        "SELECT minute, done, working, stuck, waiting FROM sample WHERE exercise = ? "
        "ORDER BY minute DESC LIMIT ?",
        *(file.setting("exercise"), MOST_SAMPLES),
    )
    return [list(row) for row in reversed(rows)]


def sample(file: RoomFile, now: float) -> None:
    """Keep how many are where in this minute, for the curve."""
    found = counts(people(file, now))
    if sum(found.values()):
        values = (int(now // 60), file.setting("exercise"), *(found[state] for state in STATES))
        file.do("INSERT OR REPLACE INTO sample VALUES (?, ?, ?, ?, ?, ?)", *values)
