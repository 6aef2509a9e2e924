"""What the notebooks of a hand-in hold of an exercise."""

from __future__ import annotations

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.grading.notebook_submission import Held, held_in, names_meant

from .contents import Contents, File, is_notebook, same_name
from .folders import COMMON, is_meant
from .hand_in import Found, listing

__all__ = ["from_notebooks", "notebook_lacks"]


def from_notebooks(exercise: Exercise, contents: Contents, alone: bool) -> Found | None:
    """Take the files out of a notebook that has them all; else what there is, out of each.

    The notebook of the exercise's name comes before others.
    """
    books = [path for path in contents.files if is_notebook(path)]
    books.sort(key=lambda path: exercise.slug not in same_name(path.rpartition("/")[2]))
    parts: dict[str, Held] = {}
    problem = ""
    for path in books:
        try:
            held = held_in(exercise, contents.files[path].content, path.rpartition("/")[2])
        except WorkshopError as error:
            problem = problem or str(error)
            if not alone and begins(exercise, contents.files[path]):
                return Found({}, contents.told, str(error), contents.files[path].changed)
            continue
        if not held.lacking:
            return Found(held.files, contents.told, changed=contents.files[path].changed)
        problem = problem or held.lacks
        if alone or begins(exercise, contents.files[path]):
            parts[path] = held
    if any(set(held.files).intersection(exercise.editable) for held in parts.values()):
        return together(exercise, contents, parts)
    named = bool(books) and exercise.slug in same_name(books[0].rpartition("/")[2])
    if problem and (alone or named or parts):
        return Found({}, contents.told, problem)
    return Found({}, contents.told, nothing_found(exercise, contents)) if alone else None


def together(exercise: Exercise, contents: Contents, parts: dict[str, Held]) -> Found:
    """Return what several notebooks hold; of a file that several have, the most complete gives it.

    What none of them has is told: the check says that it is not there, and not where it was looked
    for.
    """
    files: dict[str, bytes] = {}
    for held in sorted(parts.values(), key=lambda held: len(held.lacking)):
        files = held.files | files
    lacking = [held for held in parts.values() if not set(held.lacking) <= set(files)]
    told = tuple(held.lacks for held in lacking) if len(lacking) == len(parts) else ()
    times = [time for path in parts if (time := contents.files[path].changed) is not None]
    return Found(files, (*contents.told, *told), changed=max(times, default=None))


def begins(exercise: Exercise, book: File) -> bool:
    """Say whether a notebook that does not give the exercise holds some of it, and of no other."""
    try:
        names = names_meant(book.content, "")
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
            there = set(names_meant(content, name)).difference(COMMON)
            held = {one: there.intersection(one.editable) for one in exercises}
            for one in sorted(filter(held.get, held), key=lambda one: -len(held[one])):
                slug = one.slug
                if lacks := held_in(one, content, name).lacks:
                    return slug, lacks
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
