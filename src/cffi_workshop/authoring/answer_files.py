"""The files of a collected answer: the solution's, with the edits made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.markers import solution_text, stub_text
from cffi_workshop.toml_schema import nearest

from .answers import Answer, handed_in, read_answers
from .edits import EditError, apply_edit

__all__ = ["below", "lay_out", "raw_files", "texts"]


def texts(answer: Answer) -> dict[str, str]:
    """Return the text of each file that differs from the solution's and that TOML holds.

    Raise WorkshopError for an edit that does not fit any more.
    """
    base = texts(below(answer)) if answer.on else {}
    made = {name: stub_text(answer.exercise, name) for name in answer.stubs}
    for name, edit in answer.edits.items():
        before = base[name] if name in base else solution_text(answer.exercise, name)
        made[name] = edited(before, edit, f"{answer.shown}: {name}", answer.exercise.slug)
    return {**base, **made, **answer.wholes}


def below(answer: Answer) -> Answer:
    """Return the answer that this one builds on."""
    accepted = {one.name: one for one in read_answers(answer.exercise, "accepted") if not one.on}
    if answer.on not in accepted:
        raise WorkshopError(
            f"{answer.shown}: on: {answer.on!r} is not an accepted answer that edits the solution"
            f"{nearest(answer.on, list(accepted))}."
        )
    return accepted[answer.on]


def edited(text: str, edit: str, shown: str, slug: str) -> str:
    try:
        return apply_edit(text, edit)
    except EditError as error:
        sentence = f"{shown}: {error}; mend the edit, or try `workshop answers rebase {slug}`."
        raise EditError(sentence) from None


def lay_out(answer: Answer, folder: Path) -> None:
    """Write what is handed in into a folder: the solution's files, and the answer's over them."""
    differing = texts(answer)
    if answer.on:
        lay_out(below(answer), folder)
    else:
        solved = {name: solution_text(answer.exercise, name) for name in handed_in(answer.exercise)}
        differing = {**solved, **differing}
    for name, text in differing.items():
        write(folder / name, text)
    for source in raw_files(answer):
        copy(source, folder / source.relative_to(answer.folder))
    for name in answer.without:
        (folder / name).unlink()


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def copy(source: Path, target: Path) -> None:
    """Copy a file with its mode; a link stays a link."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    shutil.copy2(source, target, follow_symlinks=False)


def raw_files(answer: Answer) -> Iterator[Path]:
    """Return the files and links of the answer's folder; a link to a folder is one of them."""
    for place, folders, files in os.walk(answer.folder):
        links = [name for name in folders if Path(place, name).is_symlink()]
        yield from (Path(place, name) for name in sorted([*files, *links]))
