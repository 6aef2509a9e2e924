"""A notebook that is handed in as it is: take the files out of its %%writefile cells."""

from __future__ import annotations

import json
import re
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.files import NotReadable, read_regular_file, shown_text
from cffi_workshop.sentences import listed

from .beside import beside

__all__ = ["files_in", "files_of", "is_notebook", "names_written", "unpacked"]

LARGEST = 16 * 1024 * 1024  # bytes of a notebook; pictures in its outputs count
WRITES = re.compile(r"%%(?:writefile|file)\s+(?P<arguments>.*)")


def is_notebook(path: Path) -> bool:
    return path.suffix == ".ipynb" and not path.is_dir()


@contextmanager
def unpacked(exercise: Exercise, path: Path) -> Iterator[Path]:
    """Give a scratch folder with the files of a notebook; raise errors as `files_of` does."""
    files = files_of(exercise, path)
    with tempfile.TemporaryDirectory(prefix="workshop-") as name:
        for filename, content in files.items():
            (Path(name) / filename).parent.mkdir(parents=True, exist_ok=True)
            (Path(name) / filename).write_bytes(content)
        yield Path(name)


def files_of(exercise: Exercise, path: Path) -> dict[str, bytes]:
    """Return what the cells of a notebook write; raise WorkshopError as `files_in` does."""
    return files_in(exercise, content_of(path), path.name)


def names_written(content: bytes, notebook: str) -> list[str]:
    """Return the names of the files that the cells of a notebook write."""
    return [name for name, _ in written(cells_of(content, notebook), notebook)]


def files_in(exercise: Exercise, content: bytes, notebook: str) -> dict[str, bytes]:
    """Return what the cells of a notebook write, by file name: all editable files, and locked ones.

    Of other files there is the name alone, as `beside` gives it. Raise WorkshopError where the
    notebook cannot be read, lacks an editable file, or holds one twice.
    """
    cells = written(cells_of(content, notebook), notebook)
    found = [name for name, _ in cells]
    twice = [name for name in exercise.editable if found.count(name) > 1]
    if twice:
        raise WorkshopError(
            f"{notebook} holds {listed(twice)} more than once, so it is not clear which one "
            f"counts; leave one cell that starts with `%%writefile {twice[0]}`."
        )
    lacking = [name for name in exercise.editable if name not in found]
    if lacking:
        nothing = len(lacking) == len(exercise.editable)
        what = "holds none of the files" if nothing else f"lacks {listed(lacking)}"
        raise WorkshopError(
            f"{notebook} {what} of {exercise.slug}; expected a cell that starts with "
            f"`%%writefile {lacking[0]}` and holds the file."
        )
    wanted = {*exercise.editable, *exercise.locked}
    files = {name: text.encode(errors="replace") for name, text in cells if name in wanted}
    return files | beside(exercise, files, found)


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
        first, _, text = source.replace("\r\n", "\n").lstrip("\n").partition("\n")
        writes = WRITES.fullmatch(first.rstrip())
        if writes and text.strip():  # IPython refuses an empty one
            name = name_in(writes["arguments"], notebook)
            found.append((name, text if text.endswith("\n") else f"{text}\n"))
    return found


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
