"""The text of an answer's table, and its place in answers/KIND.toml among the others."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.markers import solution_text, stub_text
from cffi_workshop.files import written_whole
from cffi_workshop.toml_schema import Table

from .answers import Answer, answers_folder, handed_in, read_answer, shown_file
from .edits import edit_of

__all__ = ["differences", "fits_toml", "in_lines", "put_table", "table_text"]

HEADS = {
    "accepted": "# Right answers in other styles: each scores full.",
    "wrong": "# Mistakes that learners make: what fails first, and the cause that it names.",
    "hostile": "# Attacks on the check or the machine: none passes, none leaves anything behind.",
}
# A line end other than \n among them.
NOT_IN_TOML = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff\ud800-\udfff]")


def fits_toml(text: str) -> bool:
    """Say whether a text comes back from a TOML string as it went in, and can be read there."""
    return not NOT_IN_TOML.search(text)


def differences(exercise: Exercise, files: dict[str, str], base: dict[str, str]) -> dict[str, Any]:
    """Return `stubs`, `edits` and `wholes` of an Answer whose files have these texts.

    `base` has the texts of the answer that it builds on, where these are not the solution's.
    A file is told whole where the edit would be longer; one that does not differ is left out.
    """
    stubs: list[str] = []
    edits: dict[str, str] = {}
    wholes: dict[str, str] = {}
    for name, text in files.items():
        before = base.get(name) or (
            solution_text(exercise, name) if name in handed_in(exercise) else None
        )
        if before is None:
            wholes[name] = text
        elif before != text == stub_text(exercise, name) and name in exercise.editable:
            stubs.append(name)
        elif edit := edit_of(before, text):
            short = edit.count("\n") <= text.count("\n")
            (edits if short else wholes)[name] = edit if short else text
    return {"stubs": tuple(stubs), "edits": edits, "wholes": wholes}


def table_text(answer: Answer, comments: tuple[str, ...] = ()) -> str:
    """Return the table of an answer as TOML."""
    return (
        "\n".join([f"[{answer.name}]", *comments, *about_lines(answer), *file_lines(answer)]) + "\n"
    )


def about_lines(answer: Answer) -> Iterator[str]:
    told: dict[str, str | tuple[str, ...] | bool] = {
        "about": answer.about,
        "cause": answer.causes[0] if len(answer.causes) == 1 else answer.causes,
        "check": answer.check,
        "remark": answer.remark,
        "typical": answer.typical,
        "on": answer.on,
        "stubs": answer.stubs,
        "without": answer.without,
    }
    return (f"{key} = {quoted(value)}" for key, value in told.items() if value)


def quoted(value: str | tuple[str, ...] | bool) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(quoted, value))}]"
    if ('"' in value or "\\" in value) and "'" not in value and "\n" not in value:
        return f"'{value}'"
    escaped = (
        value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    )
    return f'"{escaped}"'


def file_lines(answer: Answer) -> Iterator[str]:
    together: dict[str, list[str]] = {}
    for name, edit in answer.edits.items():
        together.setdefault(edit, []).append(name)
    for edit, names in together.items():
        yield f"{quoted(' '.join(names))} = {in_lines(edit)}"
    for name, text in answer.wholes.items():
        yield f"{quoted(name)} = {{ whole = {in_lines(text)} }}"


def in_lines(text: str) -> str:
    """Return a text of several lines as TOML, without escapes where that is possible."""
    if "'''" not in text and not text.endswith("'"):
        return f"'''\n{text}'''"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"""\n{escaped}"""'


def put_table(answer: Answer) -> None:
    """Write an answer's table into its file, over its old one or in the order of the names."""
    path = answers_folder(answer.exercise) / f"{answer.kind}.toml"
    text = path.read_text(encoding="utf-8") if path.is_file() else HEADS[answer.kind] + "\n"
    new = with_table(text, answer)
    check_what_is_read(text, new, answer)
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(path) as file:
        file.write(new)


def with_table(text: str, answer: Answer) -> str:
    places = tables_in(text)
    old = next((place for place in places if place.name == answer.name), None)
    if old:
        return text[: old.begin] + table_text(answer, old.comments) + text[old.end :]
    before = [place for place in places if place.name < answer.name]
    if before:
        end = before[-1].end
        return f"{text[:end]}\n{table_text(answer)}{text[end:]}"
    if places:
        begin = places[0].begin
        return f"{text[:begin]}{table_text(answer)}\n{text[begin:]}"
    return f"{text}\n{table_text(answer)}"


@dataclass(frozen=True)
class Place:
    """Where a table stands in a text: from its header to its last line that says something."""

    name: str
    begin: int
    end: int
    comments: tuple[str, ...]


def tables_in(text: str) -> list[Place]:
    """Find the tables of a text; what looks like a header inside of a string is none."""
    parts: list[list[str]] = [[]]
    for line in text.splitlines(keepends=True):
        if line.startswith("[") and is_complete("".join(parts[-1])):
            parts.append([])
        parts[-1].append(line)
    at, places = len("".join(parts[0])), []
    for part in parts[1:]:
        places.append(place_of(part, at))
        at += len("".join(part))
    return places


def is_complete(text: str) -> bool:
    """Say whether no string is left open."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def place_of(lines: list[str], begin: int) -> Place:
    body = list(lines)
    while body[-1].startswith("#") or not body[-1].strip():  # they belong to what comes next
        body.pop()
    name = next(iter(tomllib.loads(body[0])))
    comments = tuple(
        line.rstrip("\n")
        for number, line in enumerate(body)
        if line.startswith("#") and is_complete("".join(body[:number]))
    )
    return Place(name, begin, begin + len("".join(body)), comments)


def check_what_is_read(old: str, new: str, answer: Answer) -> None:
    """Refuse to write what would change another answer, or would be read as another than it is."""
    shown = shown_file(answer.exercise, answer.kind)
    before, after = tomllib.loads(old), tomllib.loads(new)
    table = Table(after, shown).inner(answer.name)
    read = read_answer(answer.exercise, answer.kind, answer.name, table)
    if read != answer or {**before, answer.name: None} != {**after, answer.name: None}:
        raise WorkshopError(f"{answer.shown} cannot be written by program; write it by hand.")
