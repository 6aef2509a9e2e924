"""What a cell of %%writefile replaces, and no cell of the notebook wrote: it is kept in a backup.

Somebody who has solved an exercise in an editor may run all cells of its notebook afterwards.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.markers import stub_text
from cffi_workshop.files import shown_path
from cffi_workshop.learner.reset import keep

__all__ = ["Overwritten"]

WRITES = re.compile(r"%%(?:writefile|file)[ \t]{1,9}(\S{1,200})[ \t]{0,9}\n")


class Overwritten:
    """A look at each cell before it is run, for one IPython shell."""

    def __init__(self, exercise_here: Callable[[], Exercise | None]) -> None:
        self.exercise_here = exercise_here
        self.written: dict[str, str] = {}

    def look(self, info: Any) -> None:
        """Keep the file that the cell replaces, where nothing else has its text."""
        cell = info.raw_cell or ""
        writes, exercise = WRITES.match(cell), self.exercise_here()
        if writes is None or exercise is None or exercise.folder.resolve() != Path.cwd():
            return
        name, comes = writes[1], cell[writes.end() :]
        if name in exercise.editable and Path(name).is_file():
            there = Path(name).read_text(encoding="utf-8", errors="replace").strip()
            known = (comes, stub_text(exercise, name), self.written.get(name, ""), *saved_cells())
            if there not in map(str.strip, known):
                keep_and_tell(exercise, name)
        self.written[name] = comes


def keep_and_tell(exercise: Exercise, name: str) -> None:
    try:
        where = shown_path(keep(exercise, [name], datetime.now()), exercise.root)
    except WorkshopError as error:
        where = str(error)
    print(f"{name} had lines that no cell of this notebook wrote. They are kept in {where}/.")


def saved_cells() -> Iterator[str]:
    """Yield what the cells of the notebook wrote before, as it was saved last."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        notebook = Path(os.environ.get("JPY_SESSION_NAME", ""))  # the server says which one this is
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            yield "".join(cell["source"]).partition("\n")[2]
