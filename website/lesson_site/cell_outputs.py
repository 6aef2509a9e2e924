"""What the cells of a page showed: tidied, and held against what the page says of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import nbformat

from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.notebooks.execute import places_of_this_machine
from cffi_workshop.notebooks.runner import ENDED

__all__ = ["complaints", "is_shown", "says_nothing", "tidy"]

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
SCRATCH = r"/[\w./-]*/lesson-\w+"


def is_shown(cell: nbformat.NotebookNode, output: dict) -> bool:
    """Say whether the tags of the cell let its reader see this."""
    hiding = {"remove-cell", "remove-output", f"remove-{output.get('name')}"}  # stdout or stderr
    return not hiding & set(cell.metadata.get("tags", []))


def error_in(output: nbformat.NotebookNode) -> str | None:
    """Return the error that an output tells of; IPython prints those of its own magics."""
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    printed = re.search(r"^UsageError: .*", output.get("text", ""), re.MULTILINE)
    return printed and printed[0]


def says_nothing(output: nbformat.NotebookNode) -> bool:
    """Say whether this is what %%writefile prints: the name of the file stands in the cell."""
    return re.fullmatch(r"(Writing|Overwriting) \S+\n", output.get("text", "")) is not None


def tidy(output: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Take colours of a terminal out, and the line ends that it adds."""
    if "text" in output:
        output.text = COLOURS.sub("", output.text).replace("\r\n", "\n")
    if "traceback" in output:
        output.traceback = [COLOURS.sub("", line).rstrip("\n") for line in output.traceback]
    return output


def complaints(book: nbformat.NotebookNode) -> Iterator[tuple[int, str]]:
    """Yield line and sentence for each cell that did not do what the page says."""
    lines = book.metadata["source_map"]
    for cell, line in zip(book.cells, lines, strict=True):
        for sentence in complaints_about(cell) if cell.cell_type == "code" else ():
            yield line, sentence
    if ENDED in book.metadata:
        yield 1, f"the page does not run to its end: {book.metadata[ENDED]}"


def complaints_about(cell: nbformat.NotebookNode) -> Iterator[str]:
    tags = cell.metadata.get("tags", [])
    errors = [error for output in cell.outputs if (error := error_in(output))]
    if errors and "raises-exception" not in tags:
        yield f"this cell fails: {errors[0]}"
    if "raises-exception" in tags and not errors:
        yield "this cell is tagged raises-exception, and raises none"
    shown = json.dumps([output for output in cell.outputs if is_shown(cell, output)])
    places = [re.escape(f"{place}/") for place in places_of_this_machine(find_root())]
    place = re.search("|".join([SCRATCH, *places]), shown)
    if place:
        yield f"this cell shows {place[0]}, a path of this machine; show a relative name"
