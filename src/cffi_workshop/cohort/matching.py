"""Which files of a hand-in belong to which exercise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.metadata import all_exercises
from cffi_workshop.grading.beside import beside
from cffi_workshop.grading.notebook_submission import files_in, names_written

from .contents import Contents, File, copy_number, is_notebook, original_name, same_name
from .misnamed import misnamed

__all__ = ["Found", "files_for", "listing", "notebook_lacks"]

# Files that any project may have: they do not say which exercise they belong to.
COMMON = ("Makefile", "setup.py", "pyproject.toml", "MANIFEST.in", "CMakeLists.txt", "meson.build")
MOST_SHOWN = 6


@dataclass(frozen=True)
class Found:
    """What one person handed in for one exercise, by the names that the exercise has.

    Where there are none, `problem` says why; `changed` is when the newest was changed. There are
    `others` in folders that were not taken.
    """

    files: dict[str, bytes]
    remarks: tuple[str, ...] = ()
    problem: str = ""
    changed: float | None = None
    others: tuple[str, ...] = ()


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
        return beside_notebook(found, from_notebook(exercise, contents, alone=False), contents)
    return from_notebook(exercise, contents, alone)


def beside_notebook(found: Found, other: Found | None, contents: Contents) -> Found:
    """Say where a notebook holds the same files otherwise: files that lie there come first."""
    if not other or not other.files or other.files == found.files:
        return found
    books = listing(path for path in contents.files if is_notebook(path))
    remark = f"{books} holds other contents of these files; those that lie beside it were taken."
    return replace(found, remarks=(*found.remarks, remark))


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


def folders_of(contents: Contents) -> list[str]:
    """Return each folder that something lies in or below, the top as an empty name."""
    folders = {""}
    for path in contents.files:
        parts = path.split("/")[:-1]
        folders |= {"/".join(parts[: count + 1]) for count in range(len(parts))}
    return sorted(folders)


def is_meant(exercise: Exercise, contents: Contents, folder: str, alone: bool) -> bool:
    """Say whether what lies in a folder can be meant for the exercise."""
    names = present(exercise, contents, folder)
    if not names:
        return False
    named = same_name(folder.rpartition("/")[2])
    if named == exercise.slug or alone:
        return True
    others = kin_of(exercise)
    if any(named == other.slug or is_of(other, exercise, contents, folder) for other in others):
        return False
    return any(Path(name).name not in COMMON for name in names)


@cache
def kin_of(exercise: Exercise) -> list[Exercise]:
    """Return the exercises that share files with this one, as one that goes on with another."""
    others = (other for other in all_exercises(exercise.root) if other.slug != exercise.slug)
    own = {name for name in exercise.editable if Path(name).name not in COMMON}
    return [other for other in others if own & set(other.editable)]


def is_of(other: Exercise, exercise: Exercise, contents: Contents, folder: str) -> bool:
    """Say whether a folder fits another exercise better, by the files that only one of them has."""
    ours = set(exercise.editable) - {*other.editable, *other.locked}
    theirs = set(other.editable) - {*exercise.editable, *exercise.locked}
    if ours:
        return not any(join(folder, name) in contents.files for name in ours)
    return any(join(folder, name) in contents.files for name in theirs)


def present(exercise: Exercise, contents: Contents, folder: str) -> list[str]:
    return [name for name in exercise.editable if join(folder, name) in contents.files]


def join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def rank(exercise: Exercise, contents: Contents, folder: str) -> tuple[int, bool, float, int]:
    """Put the most files first, then the exercise's name, then the newest, then the top."""
    names = present(exercise, contents, folder)
    return (
        len(names),
        same_name(folder.rpartition("/")[2]) == exercise.slug,
        newest(exercise, contents, folder) or 0.0,
        -len(folder),
    )


def newest(exercise: Exercise, contents: Contents, folder: str) -> float | None:
    times = [
        contents.files[join(folder, name)].changed for name in present(exercise, contents, folder)
    ]
    return max((time for time in times if time is not None), default=None)


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
    paths = [*contents.files, *contents.other]
    return [path.removeprefix(above) for path in paths if path.startswith(above)]


def from_notebook(exercise: Exercise, contents: Contents, alone: bool) -> Found | None:
    """Take the files out of a notebook, the one of the exercise's name before others."""
    books = [path for path in contents.files if is_notebook(path)]
    books.sort(key=lambda path: exercise.slug not in same_name(path.rpartition("/")[2]))
    problem = ""
    for path in books:
        try:
            name = path.rpartition("/")[2]
            files = files_in(exercise, contents.files[path].content, name)
        except WorkshopError as error:
            problem = problem or str(error)
            if not alone and begins(exercise, contents.files[path].content, name):
                return Found({}, contents.told, str(error), contents.files[path].changed)
            continue
        return Found(files, contents.told, changed=contents.files[path].changed)
    named = bool(books) and exercise.slug in same_name(books[0].rpartition("/")[2])
    if problem and (alone or named):
        return Found({}, contents.told, problem)
    return Found({}, contents.told, nothing_found(exercise, contents)) if alone else None


def begins(exercise: Exercise, content: bytes, notebook: str) -> bool:
    """Say whether a notebook that does not give the exercise holds some of it, and of no other."""
    try:
        names = names_written(content, notebook)
    except WorkshopError:
        return False
    return is_meant(exercise, Contents({name: File(b"") for name in names}), "", alone=False)


def notebook_lacks(contents: Contents, exercises: list[Exercise]) -> tuple[str, str]:
    """Return why the notebooks of a hand-in give nothing, and of which exercise they may be.

    Two empty texts where no notebook has to do with any exercise.
    """
    for path in filter(is_notebook, contents.files):
        content, name = contents.files[path].content, path.rpartition("/")[2]
        slug = ""
        try:
            there = set(names_written(content, name)).difference(COMMON)
            held = {one: there.intersection(one.editable) for one in exercises}
            for one in sorted(filter(held.get, held), key=lambda one: -len(held[one])):
                slug = one.slug
                files_in(one, content, name)
        except WorkshopError as error:
            return slug, str(error)
    return "", ""


def nothing_found(exercise: Exercise, contents: Contents) -> str:
    if contents.refused:
        return " ".join(contents.refused)
    there = [*contents.files, *contents.other]
    found = f"found {listing(there)}" if there else "found no file"
    wanted = listing(exercise.editable)
    return f"None of the files of {exercise.slug} is there; {found}, expected {wanted}."


def listing(names: Iterable[str]) -> str:
    names = list(names)
    more = f" and {len(names) - MOST_SHOWN} more" if len(names) > MOST_SHOWN else ""
    return ", ".join(names[:MOST_SHOWN]) + more
