"""The files of a collected answer: the solution's, with the edits made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.markers import solution_text, stub_text
from cffi_workshop.toml_schema import nearest

from .answers import Answer, handed_in, read_answers
from .edits import EditError, apply_edit

__all__ = ["below", "copy_file", "lay_out", "raw_files", "text_below", "texts", "walk"]


def texts(answer: Answer) -> dict[str, str]:
    """Return the text of each file that differs from the solution's and that TOML holds.

    Raise EditError, with a sentence, for an edit that does not fit any more.
    """
    base = texts(below(answer)) if answer.on else {}
    made = {}
    for name, edit in answer.edits.items():
        try:
            made[name] = apply_edit(text_below(answer, base, name), edit)
        except EditError as error:
            slug = answer.exercise.slug
            sentence = f"{answer.shown}: {name}: {error}; mend the edit, or try"
            raise EditError(f"{sentence} `workshop answers rebase {slug}`.") from None
    stubs = {name: stub_text(answer.exercise, name) for name in answer.stubs}
    return {**base, **stubs, **made, **answer.wholes}


def text_below(answer: Answer, base: dict[str, str], name: str) -> str:
    """Return the text that an edit of the answer is made in; `base` is what it builds on."""
    return base[name] if name in base else solution_text(answer.exercise, name)


def below(answer: Answer) -> Answer:
    """Return the answer that this one builds on."""
    accepted = {one.name: one for one in read_answers(answer.exercise, "accepted") if not one.on}
    if answer.on not in accepted:
        raise WorkshopError(
            f"{answer.shown}: on: {answer.on!r} is not an accepted answer that edits the solution"
            f"{nearest(answer.on, list(accepted))}."
        )
    return accepted[answer.on]


def lay_out(answer: Answer, folder: Path, raw: Mapping[str, Path] | None = None) -> None:
    """Write what is handed in into a folder: the solution's files, and the answer's over them.

    `raw` has the files that no TOML holds, where they do not lie beside the tables yet.
    """
    differing = texts(answer)
    if answer.on:
        lay_out(below(answer), folder)
    else:
        solved = {name: solution_text(answer.exercise, name) for name in handed_in(answer.exercise)}
        differing = {**solved, **differing}
    for name, text in differing.items():
        write(folder / name, text)
    for name, source in (raw_files(answer) if raw is None else raw).items():
        copy_file(source, folder / name)
    for name in answer.without:
        (folder / name).unlink()


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def copy_file(source: Path, target: Path) -> None:
    """Copy a file with its mode; a link stays a link."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    shutil.copy2(source, target, follow_symlinks=False)


def raw_files(answer: Answer) -> dict[str, Path]:
    """Return the files and links in the answer's own folder, by name."""
    return {path.relative_to(answer.folder).as_posix(): path for path in walk(answer.folder)}


def walk(folder: Path) -> Iterator[Path]:
    """Return all that lies in a folder and below, but no folders; a link to one is a link."""
    for place, folders, files in os.walk(folder):
        links = [name for name in folders if Path(place, name).is_symlink()]
        yield from (Path(place, name) for name in sorted([*files, *links]))
