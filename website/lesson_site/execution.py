"""Run the cells of all pages, as many pages at once as there are cores, and keep what they showed.

What is kept is found again by a key of all that it depends on: the cells, the folders that the page works in,
the packages. So a page is run again when a C file of its demo changes, and not when a sentence does.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import nbclient
import nbformat
from sphinx.util import logging
from sphinx.util.display import status_iterator

from cffi_workshop.cache import Cache
from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.jupyter import page_magics
from cffi_workshop.notebooks.execute import places_of_this_machine, reason, sources
from cffi_workshop.notebooks.plain_environment import plain_environment
from lesson_site.problems import Problems

__all__ = ["Store", "fill_in", "key_of"]

logger = logging.getLogger(__name__)

logging.logging.getLogger("traitlets").setLevel("WARNING")  # nbclient tells of every page
CELL_TIMEOUT_S = 60
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
SCRATCH = r"/[\w./-]*/lesson-\w+"
USES_PACKAGE = re.compile(r"(?<!%load_ext cffi_)workshop|%(check|hint|solution|terminal)\b")
PACKAGES = ("cffi", "cffi-workshop", "ipython", "numpy")

outputs_of: dict[str, list] = {}
"""The outputs of the code cells of each page that was run, by what the cells say."""


class Store:
    """What the cells of the pages showed, kept in `folder`."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.cache = root, Cache(folder)
        self.keys: dict[str, str] = {}

    def run(self, pages: dict[Path, nbformat.NotebookNode]) -> None:
        """Run what is not kept yet; raise LessonError with a sentence for each cell that fails."""
        problems = Problems(self.root)
        missing = [path for path, book in pages.items() if not self.is_kept(path, book)]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            ran = pool.map(lambda path: self.run_page(path, pages[path], problems), missing)
            for _ in status_iterator(ran, "running cells... ", length=len(missing), stringify_func=str):
                pass
        self.cache.prune()  # what this build has used goes last
        problems.stop_if_any()

    def name(self, path: Path) -> str:
        """Return the name that Sphinx has for a page."""
        return path.relative_to(self.root).with_suffix("").as_posix()

    def is_kept(self, path: Path, book: nbformat.NotebookNode) -> bool:
        """Note the key of a page, and take its outputs if they are kept."""
        key = self.keys[self.name(path)] = key_of(self.root, text_of(book))
        entry = self.cache.get(key)
        if entry:
            outputs_of[text_of(book)] = entry["outputs"]
        return entry is not None

    def run_page(self, path: Path, book: nbformat.NotebookNode, problems: Problems) -> str:
        """Run a page as if its kernel had been started beside it; keep its outputs if all went well."""
        ran = run_cells(book, path.parent)
        found = list(complaints(ran))
        for line, sentence in found:
            problems.add(path, line, sentence)
        if not found:
            outputs = [cell.outputs for cell in ran.cells if cell.cell_type == "code"]
            self.cache.put(self.keys[self.name(path)], {"outputs": outputs})
            outputs_of[text_of(book)] = outputs
        return path.stem


def fill_in(notebook: nbformat.NotebookNode) -> None:
    """Give the code cells the outputs that they had when the page was run."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    kept = outputs_of.get(text_of(notebook)) if cells else []
    if kept is None:
        logger.warning("an episode was changed while the site was being built; build it again")
        return
    for number, (cell, outputs) in enumerate(zip(cells, kept, strict=True), 1):
        cell.outputs = [nbformat.from_dict(output) for output in outputs if is_shown(cell, output)]
        cell.execution_count = number


def is_shown(cell: nbformat.NotebookNode, output: dict) -> bool:
    """Say whether the tags of the cell let its reader see this."""
    hiding = {"remove-cell", "remove-output", f"remove-{output.get('name')}"}  # stdout or stderr
    return not hiding & set(cell.metadata.get("tags", []))


def text_of(notebook: nbformat.NotebookNode) -> str:
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return json.dumps([(cell.source, cell.metadata.get("tags", [])) for cell in cells])


def key_of(root: Path, cells: str) -> str:
    """Return what changes when a page may show something else."""
    packages = {package: version(package) for package in PACKAGES}
    files = [(path.name, path.read_bytes()) for path in depends_on(root, cells)]
    return Cache.key(cells, packages, sys.version, files)


def depends_on(root: Path, cells: str) -> Iterator[Path]:
    """Yield this file, those of the folders that %lesson names, and of the package what the cells reach."""
    yield Path(__file__)
    package = Path(page_magics.__file__).parent
    yield from sources(package) if USES_PACKAGE.search(cells) else [Path(page_magics.__file__)]
    for names in re.findall(r"%lesson ([^\"\\]+)", cells):
        for name in names.split():
            if (root / name).is_dir():
                yield from sources(root / name)
            elif (tables := (root / name).parent.with_suffix(".toml")).is_file():  # a collected answer
                yield tables


def run_cells(book: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """Return the notebook with outputs; it goes on after an error, so that all are found at once."""
    client = nbclient.NotebookClient(
        nbformat.from_dict(book),
        timeout=CELL_TIMEOUT_S,
        kernel_name="python3",
        allow_errors=True,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        asyncio.run(client.async_execute(env=plain_environment(), stderr=subprocess.DEVNULL))
    except (nbclient.exceptions.CellControlSignal, RuntimeError) as error:
        client.nb.metadata["ended"] = reason(error)
    for cell in client.nb.cells:
        cell.outputs = [tidy(output) for output in cell.get("outputs", ()) if not says_nothing(output)]
    return client.nb


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
    if "ended" in book.metadata:
        yield 1, f"the page does not run to its end: {book.metadata['ended']}"


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
