"""From the folder of a hand-in to a collected answer."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import KEPT_BACK, Exercise, always_handed_out
from cffi_workshop.exercises.markers import solution_of, solution_text
from cffi_workshop.grading.submission import BUILD_FOLDERS, BUILD_PRODUCTS, LARGEST

from .answer_files import below, copy_file, texts, walk
from .answer_tables import differences, fits_toml, put_table
from .answers import Answer, handed_in

__all__ = ["HandIn", "keep_answer", "look_at", "with_files"]


@dataclass(frozen=True)
class HandIn:
    """What lies in a folder: texts for TOML, other files as they are, and the names left out.

    `absent` are the files that are edited and not there.
    """

    texts: dict[str, str]
    raw: dict[str, Path]
    absent: tuple[str, ...]
    left_out: tuple[str, ...]


def look_at(exercise: Exercise, folder: Path) -> HandIn:
    """Read a folder as it is handed in.

    What was built, and what is handed out and not edited, is nobody's work and is left out. Raise
    WorkshopError for a file of the hand-in that no repository should hold.
    """
    found, raw, left_out = {}, {}, []
    for path in walk(folder):
        name = path.relative_to(folder).as_posix()
        if is_nobodys_work(exercise, name):
            continue
        if any(part.startswith(".") for part in path.relative_to(folder).parts) or not is_kept(
            path
        ):
            left_out.append(name)
        elif (text := text_for_toml(path, name)) is not None:
            found[name] = text
        elif not differs_in_line_ends_alone(exercise, name, path):
            raw[name] = path
    absent = tuple(name for name in exercise.editable if not is_there(folder / name))
    refuse_to_leave_out(exercise, left_out)
    return HandIn(found, raw, absent, tuple(left_out))


def is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def is_nobodys_work(exercise: Exercise, name: str) -> bool:
    """Say whether a build made it, or it is as in every folder of the exercise."""
    parts = name.split("/")
    if name in handed_in(exercise):
        return False
    return (
        parts[0] in {*always_handed_out(exercise.slug), *KEPT_BACK}
        or bool({*parts} & {*BUILD_FOLDERS})
        or name.endswith(BUILD_PRODUCTS)
        or name == f"_{exercise.slug}.c"
    )


def is_kept(path: Path) -> bool:
    """Say whether a repository can hold it: a link, or a regular file of bounded size."""
    return path.is_symlink() or (path.is_file() and path.stat().st_size <= LARGEST)


def refuse_to_leave_out(exercise: Exercise, left_out: list[str]) -> None:
    for name in left_out:
        if name in handed_in(exercise):
            raise WorkshopError(
                f"{name} is no regular file of at most {LARGEST // 1024} kB, so that it cannot be "
                "collected; make a smaller one that shows the same."
            )


def text_for_toml(path: Path, name: str) -> str | None:
    """Return the text of a file, without solution marks, or None where TOML cannot hold it."""
    if path.is_symlink() or len(name.split()) > 1:
        return None
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        return None
    return without_marks(text) if fits_toml(text) else None


def without_marks(text: str) -> str:
    """Return a text without the marks of a solution, if that is what it has."""
    try:
        return solution_of(text)
    except WorkshopError:  # only lines that look like marks
        return text


def differs_in_line_ends_alone(exercise: Exercise, name: str, path: Path) -> bool:
    """Say whether it is the solution's file, saved by an editor of Windows."""
    if path.is_symlink() or name not in handed_in(exercise):
        return False
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return text == solution_text(exercise, name)


def with_files(answer: Answer, hand_in: HandIn) -> Answer:
    """Return the answer with what differs in a hand-in from the solution, or from what it is on."""
    base = texts(below(answer)) if answer.on else {}
    told = differences(answer.exercise, hand_in.texts, base)
    return replace(answer, **told)


def keep_answer(answer: Answer, raw: dict[str, Path]) -> None:
    """Write an answer into the collection, in place of one with its name.

    The folder comes before the table: half an answer is then one that the next reader refuses.
    """
    with tempfile.TemporaryDirectory() as staged:  # the files may come from that folder
        for name, source in raw.items():
            copy_file(source, Path(staged, name))
        if answer.folder.exists():
            shutil.rmtree(answer.folder)
        for name in raw:
            copy_file(Path(staged, name), answer.folder / name)
    put_table(answer)
