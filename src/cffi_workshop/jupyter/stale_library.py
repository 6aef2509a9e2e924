"""Keep a notebook from being answered by a library or a module that was built before the last edit.

An open library stays open as long as the kernel runs, whatever `make` builds in its place. So the
modules of an exercise are not imported into the kernel; and once a library that was opened by hand
is replaced, cells of Python are refused until the kernel is restarted.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterable
from importlib.abc import MetaPathFinder
from pathlib import Path

from IPython.core.error import InputRejected

from cffi_workshop.exercises.exercise import Exercise

from .overwritten import Overwritten

__all__ = ["Guards"]

LIBRARY = re.compile(r"\.(so|dylib)\b")
MAPS = Path("/proc/self/maps")  # Linux alone has it

# IPython's magics that run nothing of the learner's in the kernel; %run and %timeit do.
HARMLESS = {
    "load_ext", "reload_ext", "unload_ext", "writefile", "file", "bash", "sh", "python", "script",
    "cat", "ls", "pwd", "sx", "system",
}  # fmt: skip


class KeptOut(ImportError):
    """An import that a child process does better; IPython shows the sentence alone."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Outdated(InputRejected):
    """A cell that an old library would answer; IPython shows the sentence alone."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Guards:
    """The import hook and the two looks at each cell, for one IPython shell.

    `ours` are magics of the workshop.
    """

    def __init__(
        self, shell, exercise_here: Callable[[], Exercise | None], ours: Iterable[str]
    ) -> None:
        self.shell = shell
        self.finder = OwnModules(exercise_here)
        self.cells = NoOldLibrary(HARMLESS | set(ours))
        self.files = Overwritten(exercise_here)

    def set_up(self) -> None:
        sys.meta_path.insert(0, self.finder)
        self.shell.ast_transformers.append(self.cells)
        self.shell.events.register("post_run_cell", self.cells.remember)
        self.shell.events.register("pre_run_cell", self.files.look)

    def take_down(self) -> None:
        sys.meta_path.remove(self.finder)
        self.shell.ast_transformers.remove(self.cells)
        self.shell.events.unregister("post_run_cell", self.cells.remember)
        self.shell.events.unregister("pre_run_cell", self.files.look)


class OwnModules(MetaPathFinder):
    """Refuse the modules of the exercise that the notebook is about."""

    def __init__(self, exercise_here: Callable[[], Exercise | None]) -> None:
        self.exercise_here = exercise_here

    def find_spec(self, name: str, path: object, target: object = None) -> None:
        if path is not None or not is_beside_us(name):
            return
        exercise = self.exercise_here()
        if exercise and (f"{name}.py" in exercise.editable or name == f"_{exercise.slug}"):
            raise KeptOut(
                f"{name} was not imported into the notebook itself: a crash in C would end it, and "
                f"it would go on with the old {name} after each change. Start the cell with "
                "`%%terminal python`, which runs it in a process of its own.",
                name=name,
            )


def is_beside_us(name: str) -> bool:
    here = Path.cwd()
    return (here / f"{name}.py").is_file() or any(here.glob(f"{name}.*so"))


class NoOldLibrary(ast.NodeTransformer):
    """Refuse cells of Python while a library is open that was replaced since."""

    def __init__(self, harmless: set[str]) -> None:
        self.harmless = harmless
        self.seen: dict[str, tuple[int, int]] = {}

    def remember(self, *_: object) -> None:
        """Note which libraries of this folder are open, and how they look on disk."""
        for name in open_libraries():
            if not name.endswith(" (deleted)"):
                self.seen.setdefault(name, looks(name))

    def visit_Module(self, tree: ast.Module) -> ast.Module:
        old = self.outdated()
        if old and not all(is_harmless(statement, self.harmless) for statement in tree.body):
            raise Outdated(
                f"{Path(old).name} was built again after this notebook had opened it, and the old "
                "one would answer. Restart the kernel (Kernel > Restart Kernel), and start cells "
                "that call your C with `%%terminal python`, which opens it anew each time."
            )
        return tree

    def outdated(self) -> str | None:
        """Return a library that is open, but is no longer what its file holds."""
        for name in open_libraries():
            path = name.removesuffix(" (deleted)")
            if path != name or looks(path) != self.seen.get(path, looks(path)):
                return path
        return None


def open_libraries() -> set[str]:
    """Return the files of this folder that are mapped into the kernel."""
    try:
        lines = MAPS.read_text(errors="replace").splitlines()
    except OSError:
        return set()
    names = {line[line.index("/") :] for line in lines if "/" in line}
    return {name for name in names if name.startswith(f"{Path.cwd()}/") and LIBRARY.search(name)}


def looks(path: str) -> tuple[int, int]:
    try:
        status = Path(path).stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_ino)


def is_harmless(statement: ast.stmt, harmless: set[str]) -> bool:
    """Say whether a statement is a magic that stays out of the kernel, or a shell command."""
    match statement:
        case ast.Expr(
            ast.Call(ast.Attribute(ast.Call(ast.Name("get_ipython")), method), arguments)
        ):
            named = arguments and isinstance(arguments[0], ast.Constant) and arguments[0].value
            return method == "system" or named in harmless
    return False
