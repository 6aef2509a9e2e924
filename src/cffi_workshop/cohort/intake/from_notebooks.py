"""What the notebooks of a hand-in hold of an exercise."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.grading.notebook_submission import Held, held_in, names_meant

from ..hand_ins.contents import Contents, File
from ..hand_ins.file_names import copy_number, is_notebook, original_name, same_name
from ..hand_ins.hand_in import Found, listing
from .folders import COMMON, is_meant
from .misnamed import misnamed_anywhere

__all__ = ["from_notebooks", "notebook_lacks"]


def from_notebooks(exercise: Exercise, contents: Contents, alone: bool) -> Found | None:
    """Take the files out of a notebook that has them all; else what there is, out of each."""
    books = sorted(filter(is_notebook, contents.files), key=partial(rank, exercise, contents))
    wholes: dict[str, Held] = {}
    parts: dict[str, Held] = {}
    problem, is_meant_by_it = "", False

    def begun(path: str) -> bool:
        return alone or begins(exercise, contents.files[path])

    for path in books:
        try:
            held = held_in(exercise, contents.files[path].content, path.rpartition("/")[2])
        except WorkshopError as error:
            problem, is_meant_by_it = problem or str(error), is_meant_by_it or begun(path)
            continue
        if not held.lacking:
            wholes[path] = held
        elif begun(path):
            parts[path] = held
        problem = problem or held.lacks
    if wholes:
        return first_of(contents, wholes)
    if some := {path: held for path, held in parts.items() if own_of(exercise, held.files, ())}:
        return together(exercise, contents, some)
    named = bool(books) and exercise.slug in same_name(books[0].rpartition("/")[2])
    if problem and (alone or named or parts or is_meant_by_it):
        return Found({}, contents.told, problem)
    return Found({}, contents.told, nothing_found(exercise, contents)) if alone else None


def rank(exercise: Exercise, contents: Contents, path: str) -> tuple[bool, bool, int, float]:
    """Put the notebook that is called as the exercise first; of copies, the last; the newest."""
    name = path.rpartition("/")[2]
    is_its_own = same_name(original_name(name)) == f"{exercise.slug}.ipynb"
    age = contents.files[path].changed or 0.0
    return exercise.slug not in same_name(name), not is_its_own, -copy_number(name), -age


def first_of(contents: Contents, wholes: dict[str, Held]) -> Found:
    """Return what the first of these notebooks holds, and name those that hold something else."""
    taken, held = next(iter(wholes.items()))
    others = [path for path, other in wholes.items() if other.files != held.files]
    hold = "holds" if len(others) == 1 else "hold"
    remark = f"{taken} was taken; {listing(others)} {hold} other contents of the same files."
    told = (*contents.told, remark) if others else contents.told
    return Found(held.files, told, changed=contents.files[taken].changed)


def together(exercise: Exercise, contents: Contents, parts: dict[str, Held]) -> Found:
    """Return what several notebooks hold; of a file that several have, the most complete gives it.

    What none of them has is told: the check says that it is not there, and not where it was looked
    for.
    """
    files: dict[str, bytes] = {}
    for held in sorted(parts.values(), key=lambda held: len(held.lacking)):
        files = held.files | files
    told = list(contents.told)
    if lacking := [name for name in exercise.editable if name not in files]:
        none = f"None of {listing(sorted(parts))} holds {listing(lacking)} of {exercise.slug}."
        told.append(none if len(parts) > 1 else next(iter(parts.values())).lacks)
    times = [time for path in parts if (time := contents.files[path].changed) is not None]
    return Found(files, tuple(told), changed=max(times, default=None))


def begins(exercise: Exercise, book: File) -> bool:
    """Say whether a notebook that does not give the exercise holds some of it, and of no other."""
    try:
        names = names_meant(exercise, book.content, "")
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
            held = {one: own_of(one, names_meant(one, content, name)) for one in exercises}
            for one in sorted(filter(held.get, held), key=lambda one: -len(held[one])):
                slug = one.slug
                if lacks := held_in(one, content, name).lacks:
                    return slug, lacks
        except WorkshopError as error:
            return slug, str(error)
    return "", ""


def own_of(exercise: Exercise, names: Iterable[str], common: Iterable[str] = COMMON) -> set[str]:
    return set(names).difference(common).intersection(exercise.editable)


def nothing_found(exercise: Exercise, contents: Contents) -> str:
    if contents.refused:
        return " ".join(contents.refused)
    found = f"found {listing(contents.paths) or 'no file'}"
    wanted = listing(exercise.editable)
    near = misnamed_anywhere([exercise], contents)
    none = f"None of the files of {exercise.slug} is there; {found}, expected {wanted}."
    return " ".join([none, *near])
