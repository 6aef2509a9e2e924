"""A notebook that is handed in as it is: take the files out of its %%writefile cells."""

from __future__ import annotations

import itertools
import json
import re
import shlex
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.files import NotReadable, read_regular_file, shown_text
from cffi_workshop.sentences import listed

from .beside import beside

__all__ = ["Held", "files_of", "held_in", "is_notebook", "names_meant", "unpacked"]

LARGEST = 16 * 1024 * 1024  # bytes of a notebook; pictures in its outputs count
WRITES = re.compile(r"%%(?:writefile|file)\s+(?P<arguments>.*)")
FORM_OF_COLAB = "#@"  # Colab takes `#@title` for its own, and looks for a magic behind it


@dataclass(frozen=True)
class Held:
    """What a notebook holds of an exercise; `lacking` are files to write, `lacks` says it."""

    files: dict[str, bytes]
    lacking: tuple[str, ...] = ()
    lacks: str = ""


def is_notebook(path: Path) -> bool:
    return path.suffix == ".ipynb" and not path.is_dir()


@contextmanager
def unpacked(exercise: Exercise, path: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Give a scratch folder with the files of a notebook, and sentences about what it lacks.

    Raise errors as `files_of` does, but where some of the files are there.
    """
    held = held_in(exercise, content_of(path), path.name)
    if len(held.lacking) == len(exercise.editable):
        raise WorkshopError(held.lacks)
    with tempfile.TemporaryDirectory(prefix="workshop-") as name:
        for filename, content in held.files.items():
            (Path(name) / filename).parent.mkdir(parents=True, exist_ok=True)
            (Path(name) / filename).write_bytes(content)
        yield Path(name), (held.lacks,) if held.lacks else ()


def files_of(exercise: Exercise, path: Path) -> dict[str, bytes]:
    """Return what the cells of a notebook write: all editable files, and locked ones.

    Raise WorkshopError as `held_in` does, and where the notebook lacks an editable file.
    """
    held = held_in(exercise, content_of(path), path.name)
    if held.lacks:
        raise WorkshopError(held.lacks)
    return held.files


def names_meant(exercise: Exercise, content: bytes, notebook: str) -> list[str]:
    """Return the names of the files that the cells of a notebook write, or would have written."""
    cells = cells_of(content, notebook)
    names = [*(name for name, _ in written(cells, notebook)), *misplaced(cells)]
    return [own_name(exercise, name) for name in names]


def own_name(exercise: Exercise, path: str) -> str:
    """Return the name that an exercise has for a file, wherever a cell writes it.

    `/content/libm_abi.py` is libm_abi.py, and `exercises/pi/Makefile` is no file of fibonacci.
    """
    for name in (*exercise.editable, *exercise.locked):
        above = path.removesuffix(f"/{name}")
        if above != path:
            folder = above.rpartition("/")[2]
            is_anothers = folder != exercise.slug and (exercise.folder.parent / folder).is_dir()
            return path if is_anothers and folder not in ("", "..") else name
    return path


def held_in(exercise: Exercise, content: bytes, notebook: str) -> Held:
    """Return what the cells of a notebook write of the files of an exercise.

    Of other files there is the name alone, as `beside` gives it. Raise WorkshopError where the
    notebook cannot be read, or holds an editable file twice.
    """
    sources = cells_of(content, notebook)
    cells = [(own_name(exercise, path), text) for path, text in written(sources, notebook)]
    found = [name for name, _ in cells]
    twice = [name for name in exercise.editable if found.count(name) > 1]
    if twice:
        raise WorkshopError(
            f"{notebook} holds {listed(twice)} more than once, so it is not clear which one "
            f"counts; leave one cell that starts with `%%writefile {twice[0]}`."
        )
    wanted = {*exercise.editable, *exercise.locked}
    files = {name: text.encode(errors="replace") for name, text in cells if name in wanted}
    files |= beside(exercise, files, found)
    lacking = tuple(name for name in exercise.editable if name not in found)
    return Held(files, lacking, lacks(exercise, lacking, sources, notebook) if lacking else "")


def lacks(exercise: Exercise, lacking: Sequence[str], sources: list[str], notebook: str) -> str:
    """Return a sentence about the files that a notebook does not hold."""
    nothing = len(lacking) == len(exercise.editable)
    what = "holds none of the files" if nothing else f"lacks {listed(lacking)}"
    below = {own_name(exercise, path) for path in misplaced(sources)}
    if too_low := sorted(below.intersection(lacking), key=lacking.index):
        return (
            f"{notebook} {what} of {exercise.slug}; `%%writefile {too_low[0]}` is there, but not "
            "in the first line of its cell, where alone Jupyter takes it: move it up."
        )
    return (
        f"{notebook} {what} of {exercise.slug}; expected a cell that starts with "
        f"`%%writefile {lacking[0]}` and holds the file."
    )


def misplaced(sources: Iterable[str]) -> set[str]:
    """Return the files that a cell would write if what says so were its first line."""
    lines = (line.strip() for source in sources for line in head_and_rest(source)[1].splitlines())
    found = filter(None, map(WRITES.fullmatch, lines))
    return {words[-1].removeprefix("./") for one in found if (words := one["arguments"].split())}


def cells_of(content: bytes, notebook: str) -> list[str]:
    """Return the sources of the code cells, or raise WorkshopError with what is wrong."""
    if len(content) > LARGEST:
        raise too_large(notebook, f"is larger than {LARGEST >> 20} MB")
    try:
        book = json.loads(content)
    except (ValueError, RecursionError):  # bytes that are no UTF-8 are a ValueError, too
        raise broken(notebook, "it is no valid JSON") from None
    if not isinstance(book, dict) or not isinstance(book.get("cells"), list):
        raise broken(notebook, "it has no list of cells")
    if not all(isinstance(cell, dict) for cell in book["cells"]):
        raise broken(notebook, "a cell in it is no object")
    return [source_of(cell, notebook) for cell in book["cells"] if cell.get("cell_type") == "code"]


def broken(notebook: str, why: str) -> WorkshopError:
    return WorkshopError(
        f"{notebook} cannot be read as a notebook: {why}; open it in JupyterLab, save it, and try "
        "again."
    )


def content_of(path: Path) -> bytes:
    """Return the content of a regular file of bounded size; a link may lead elsewhere."""
    try:
        return read_regular_file(path.parent, path.name, LARGEST)
    except FileNotFoundError:
        raise WorkshopError(f"{shown_text(path.name)} is not there; expected a notebook.") from None
    except NotReadable as error:
        name = shown_text(path.name)
        if "larger" in error.found:
            raise too_large(name, error.found) from None
        raise WorkshopError(f"{name} {error.found}; expected a notebook file.") from None


def too_large(notebook: str, found: str) -> WorkshopError:
    return WorkshopError(
        f"{notebook} {found}; clear its outputs (Edit > Clear Outputs of All Cells), save it, and "
        "try again."
    )


def source_of(cell: dict, notebook: str) -> str:
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    if not isinstance(source, str):
        raise broken(notebook, "the source of a cell is no text")
    return source


def written(sources: list[str], notebook: str) -> list[tuple[str, str]]:
    """Return name and text of each file that a cell writes, as IPython would write it."""
    found = []
    for source in sources:
        first, text = head_and_rest(source)
        writes = WRITES.fullmatch(first.rstrip())
        if writes and text.strip():  # IPython refuses an empty one
            name = name_in(writes["arguments"], notebook)
            found.append((name, text if text.endswith("\n") else f"{text}\n"))
    return found


def head_and_rest(source: str) -> tuple[str, str]:
    """Return the line of a cell in which a magic may stand, and what is behind it."""
    lines = source.replace("\r\n", "\n").split("\n")
    ahead = itertools.takewhile(lambda line: not line or line.startswith(FORM_OF_COLAB), lines)
    number = min(sum(1 for _ in ahead), len(lines) - 1)
    return lines[number], "\n".join(lines[number + 1 :])


def name_in(arguments: str, notebook: str) -> str:
    """Return the file that is named after %%writefile; `./NAME` is NAME."""
    try:
        words = shlex.split(arguments)
    except ValueError:
        words = arguments.split()
    if {"-a", "--append"} & set(words):
        raise WorkshopError(
            f"{notebook} puts a file together from several cells (`%%writefile {arguments}`); "
            "write each file in one cell, without -a."
        )
    return str(PurePosixPath(words[-1])) if words else ""
