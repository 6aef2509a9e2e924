"""Which files of a hand-in belong to which exercise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.grading.beside import beside

from ..hand_ins.contents import Contents
from ..hand_ins.file_names import copy_number, is_notebook, original_name
from ..hand_ins.hand_in import Found, listing
from .folders import folders_of, is_meant, join, newest, rank
from .from_notebooks import from_notebooks
from .misnamed import misnamed

__all__ = ["files_for"]


def files_for(exercise: Exercise, contents: Contents, alone: bool) -> Found | None:
    """Return what a hand-in holds for an exercise, None for nothing.

    Where an exercise stands `alone`, nothing else can be meant, and files of the commonest names
    count as well.
    """
    contents = with_own_names(exercise, contents)
    folders = [
        folder for folder in folders_of(contents) if is_meant(exercise, contents, folder, alone)
    ]
    if folders:
        best = max(folders, key=lambda folder: rank(exercise, contents, folder))
        found = found_in(exercise, contents, best, [one for one in folders if one != best])
        return beside_notebook(
            exercise, found, from_notebooks(exercise, contents, alone=False), contents
        )
    return from_notebooks(exercise, contents, alone)


def beside_notebook(
    exercise: Exercise, found: Found, other: Found | None, contents: Contents
) -> Found:
    """Take out of a notebook what lacks beside it, and say where it holds the rest otherwise.

    Files that lie there come first.
    """
    if not other or not other.files or other.files == found.files:
        return found
    books = listing(path for path in contents.files if is_notebook(path))
    lacking = [name for name in exercise.editable if name in other.files.keys() - found.files]
    remarks = list(found.remarks)
    if lacking:
        remarks.append(
            f"{listing(lacking)} {'was' if len(lacking) == 1 else 'were'} taken out of "
            f"{books}; no such file lies beside it."
        )
    if any(
        other.files[name] != content for name, content in found.files.items() if name in other.files
    ):
        remarks.append(
            f"{books} holds other contents of these files; those that lie beside it were taken."
        )
    return replace(
        found,
        files=found.files | {name: other.files[name] for name in lacking},
        remarks=tuple(remarks),
    )


def with_own_names(exercise: Exercise, contents: Contents) -> Contents:
    """Give copies that a platform numbered their own names; of several, the last one counts."""
    wanted = {Path(name).name for name in (*exercise.editable, *exercise.locked)}
    own = Contents({}, list(contents.remarks), contents.other, contents.refused)
    for path in sorted(contents.files, key=lambda path: copy_number(path.rpartition("/")[2])):
        folder, slash, name = path.rpartition("/")
        numbered = name not in wanted and original_name(name) in wanted
        target = f"{folder}{slash}{original_name(name)}" if numbered else path
        if numbered and target in own.files:
            own.remarks.append(f"{path} was taken for the newest {original_name(name)}.")
        own.files[target] = contents.files[path]
    return own


def found_in(exercise: Exercise, contents: Contents, folder: str, others: list[str]) -> Found:
    names = [*exercise.editable, *exercise.locked]
    files = {
        name: contents.files[path].content
        for name in names
        if (path := join(folder, name)) in contents.files
    }
    files |= beside(exercise, files, paths_in(contents, folder))
    remarks = [*contents.told, *misnamed(exercise, contents, folder)]
    if others:
        where = listing([f"{other or 'the top'}" for other in others])
        remarks.append(
            f"Files of {exercise.slug} lie in {folder or 'the top folder'}, which was taken, and "
            f"in {where}."
        )
    told, changed = tuple(dict.fromkeys(remarks)), newest(exercise, contents, folder)
    return Found(files, told, changed=changed, others=tuple(others))


def paths_in(contents: Contents, folder: str) -> list[str]:
    """Return what lies in a folder and below it, by paths from there."""
    above = f"{folder}/" if folder else ""
    return [path.removeprefix(above) for path in contents.paths if path.startswith(above)]
