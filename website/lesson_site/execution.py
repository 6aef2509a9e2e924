"""Run the cells of all pages, several at once, and keep what they showed.

What is kept is found again by a key of all that it depends on: the cells, the folders that the page
works in, the packages. So a page is run again when a C file of its demo changes, and not when a
sentence does.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from sphinx.util import logging
from sphinx.util.display import status_iterator

import cffi_workshop
from cffi_workshop.cache import Cache
from cffi_workshop.jupyter import page_magics
from cffi_workshop.notebooks.execute import sources
from cffi_workshop.notebooks.forked_kernels import KernelServer
from cffi_workshop.notebooks.plain_environment import plain_environment
from cffi_workshop.notebooks.runner import run_notebook
from cffi_workshop.unasked_packages import out_of_sight
from lesson_site import cell_outputs
from lesson_site.cell_outputs import complaints, is_shown, says_nothing, tidy
from lesson_site.source_errors import Problems

__all__ = ["Store", "key_of"]

logger = logging.getLogger(__name__)

logging.logging.getLogger("traitlets").setLevel("WARNING")  # nbclient tells of every page
CELL_TIMEOUT_S = 300  # by the clock: on a busy machine a course is graded in two minutes
USES_PACKAGE = re.compile(r"(?<!%load_ext cffi_)workshop|%(check|hint|solution|terminal)\b")
PACKAGES = ("cffi", "cffi-workshop", "ipython", "numpy")
READ = f"cells as myst-nb {version('myst-nb')} reads them"
Job = Callable[[], str]
"""What returns the name to show when it is done."""


class Store:
    """What the cells of the pages showed, kept in `folder`.

    `keys` has what changes with the outputs, by the name of a page; `outputs` has them, by its
    cells.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.cache = root, Cache(folder)
        self.keys: dict[str, str] = {}
        self.outputs: dict[str, list] = {}
        self.digests: dict[Path, str] = {}

    def run(self, pages: dict[Path, nbformat.NotebookNode], beside: Job | None = None) -> None:
        """Run the pages whose outputs are not kept yet, and something else beside them.

        Raise LessonError with a sentence for each cell that fails. The pages with the most commands
        come first, so that no processor is left alone with a long one at the end.
        """
        problems = Problems(self.root)
        missing = [path for path, book in pages.items() if not self.is_kept(path, text_of(book))]
        missing.sort(key=lambda path: -commands_in(pages[path]))
        jobs: list[Job] = [beside] if beside else []
        # Two more than there are cores: a page waits for kernels, pauses and the network, too.
        with KernelServer() as kernels, ThreadPoolExecutor((os.cpu_count() or 1) + 2) as pool:
            jobs += [
                partial(self.run_page, path, pages[path], problems, kernels) for path in missing
            ]
            ran = pool.map(lambda job: job(), jobs)
            for _ in status_iterator(
                ran, "running cells... ", length=len(jobs), stringify_func=str
            ):
                pass
        self.cache.prune()  # what this build has used goes last
        problems.stop_if_any()

    def has(self, path: Path, text: str) -> bool:
        """Say whether what a page shows is kept; text that was seen before is not parsed again."""
        known = self.cache.get(Cache.key(READ, text))
        return known is not None and self.is_kept(path, known["cells"])

    def note(self, text: str, book: nbformat.NotebookNode) -> None:
        """Keep which cells stand in the text of a page."""
        self.cache.put(Cache.key(READ, text), {"cells": text_of(book)})

    def name(self, path: Path) -> str:
        """Return the name that Sphinx has for a page."""
        return path.relative_to(self.root).with_suffix("").as_posix()

    def is_kept(self, path: Path, cells: str) -> bool:
        """Note the key of a page, and take its outputs if they are kept."""
        key = self.keys[self.name(path)] = key_of(self.root, cells, self.digest)
        entry = self.cache.get(key)
        if entry:
            self.outputs[cells] = entry["outputs"]
        return entry is not None

    def digest(self, path: Path) -> str:
        """Return what changes with a file, or with the files of a folder; each is read once."""
        if path not in self.digests:
            self.digests[path] = digest_of(path)
        return self.digests[path]

    def run_page(
        self,
        path: Path,
        book: nbformat.NotebookNode,
        problems: Problems,
        kernels: KernelServer | None = None,
    ) -> str:
        """Run a page in a fresh folder; keep its outputs if all went well."""
        with self.fresh_folder() as folder:
            ran = run_cells(book, folder, kernels)
        found = list(complaints(ran))
        for line, sentence in found:
            problems.add(path, line, sentence)
        if not found:
            outputs = [cell.outputs for cell in ran.cells if cell.cell_type == "code"]
            self.cache.put(self.keys[self.name(path)], {"outputs": outputs})
            self.outputs[text_of(book)] = outputs
        return path.stem

    @contextmanager
    def fresh_folder(self) -> Iterator[Path]:
        """Yield a folder for one page, two levels below `_build`.

        A page whose %lesson fails reaches no file of ours from there.
        """
        place = self.root / "_build"
        place.mkdir(exist_ok=True)
        with TemporaryDirectory(prefix="page-", dir=place, ignore_cleanup_errors=True) as scratch:
            folder = Path(scratch, "here")
            folder.mkdir()
            yield folder

    def fill_in(self, notebook: nbformat.NotebookNode) -> None:
        """Give the code cells the outputs that they had when the page was run."""
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        kept = self.outputs.get(text_of(notebook)) if cells else []
        if kept is None:
            logger.warning("an episode was changed while the site was being built; build it again")
            return
        for number, (cell, outputs) in enumerate(zip(cells, kept, strict=True), 1):
            cell.outputs = [
                nbformat.from_dict(output) for output in outputs if is_shown(cell, output)
            ]
            cell.execution_count = number


def text_of(notebook: nbformat.NotebookNode) -> str:
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return json.dumps([(cell.source, cell.metadata.get("tags", [])) for cell in cells])


def commands_in(book: nbformat.NotebookNode) -> int:
    """Return how many commands of a shell a page runs: they take longer than what Python does."""
    code = "\n".join(cell.source for cell in book.cells if cell.cell_type == "code")
    return len(re.findall(r"^[!%]", code, re.MULTILINE))


def files_of(path: Path) -> list[Path]:
    """Return a file, or the files of a folder that are written by hand."""
    return sources(path) if path.is_dir() else [path]


def digest_of(path: Path) -> str:
    """Return what changes with a file, or with the files of a folder."""
    return Cache.key([(file.name, file.read_bytes()) for file in files_of(path)])


def key_of(root: Path, cells: str, digest: Callable[[Path], str] = digest_of) -> str:
    """Return what changes when a page may show something else."""
    packages = {package: version(package) for package in PACKAGES}
    return Cache.key(cells, packages, sys.version, [digest(one) for one in depends_on(root, cells)])


def depends_on(root: Path, cells: str) -> Iterator[Path]:
    """Yield what runs cells, the folders that %lesson names, and of the package what they reach."""
    yield from (Path(__file__), Path(cell_outputs.__file__))
    is_used = USES_PACKAGE.search(cells)
    yield Path(cffi_workshop.__file__).parent if is_used else Path(page_magics.__file__)
    for names in re.findall(r"%lesson ([^\"\\]+)", cells):
        for name in names.split():
            if (root / name).is_dir():
                yield root / name
            elif (
                tables := (root / name).parent.with_suffix(".toml")
            ).is_file():  # a collected answer
                yield tables


def run_cells(
    book: nbformat.NotebookNode, folder: Path, kernels: KernelServer | None = None
) -> nbformat.NotebookNode:
    """Return the notebook with the outputs of its cells.

    The run goes on after an error, so that all errors are found at once.
    """
    environment = out_of_sight(plain_environment(), folder.with_name("first"))
    ran = run_notebook(
        book, folder, environment, CELL_TIMEOUT_S, allow_errors=True, kernels=kernels
    )
    for cell in ran.cells:
        cell.outputs = [
            tidy(output) for output in cell.get("outputs", ()) if not says_nothing(output)
        ]
    return ran
