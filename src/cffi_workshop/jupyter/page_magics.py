"""%lesson and %show: a page of the lesson works in a copy of the demos it is about.

The checkout stays as it is, whatever a page builds and writes. A page that is run again starts
anew.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import tempfile
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments
from IPython.display import display
from pygments.lexers import get_lexer_for_filename
from pygments.util import ClassNotFound

from cffi_workshop.authoring.answer_files import lay_out
from cffi_workshop.authoring.answers import find_answer
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.exercise import KEPT_BACK
from cffi_workshop.exercises.markers import solution_text
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.notebooks.execute import sources
from cffi_workshop.notebooks.plain_environment import plain_environment

from .magic_words import with_help

__all__ = ["Fragment", "Lesson", "excerpt", "language"]

JOB = ".sbatch"  # a script for bash that Slurm runs
KINDS = ("demo", "exercises", "solutions")
ANSWER = re.compile(r"solutions/(?P<slug>[\w-]+)/answers/(?P<id>(?P<kind>\w+)/[\w-]+)")
# What Markdown would not show; an underscore between letters it does.
MARKUP = re.compile(r"[\\`*\[\]<>&]|(?<![^\W_])_|_(?![^\W_])")


@magics_class
class Lesson(Magics):
    """The magics of a page.

    The scratch folder goes when the kernel ends, or at the next %lesson.
    """

    shell: Any  # never None where IPython made the object
    scratch: tempfile.TemporaryDirectory | None = None
    root: Path | None = None

    @no_var_expand
    @magic_arguments()
    @argument(
        "folders", nargs="+", metavar="FOLDER", help="A folder of the workshop, such as demo/add."
    )
    @with_help
    @line_magic
    def lesson(self, line: str) -> None:
        """Copy folders of the workshop side by side into a fresh one, and go into the first."""
        folders = self.lesson.parser.parse_args(shlex.split(line)).folders
        try:
            root = self.root = self.root or find_root()  # the next time, this is no longer below it
            self.begin(root, folders)
        except WorkshopError as error:
            raise UsageError(str(error)) from None

    def begin(self, root: Path, folders: list[str]) -> None:
        names = [Path(folder).name for folder in folders]
        if len(set(names)) < len(names):
            raise UsageError(
                "Two of these folders have the same name, and they are to stand side by side."
            )
        writers = [source_of(root, folder) for folder in folders]
        old = self.scratch
        self.scratch = tempfile.TemporaryDirectory(prefix="lesson-", ignore_cleanup_errors=True)
        place = Path(self.scratch.name).resolve()
        for name, write in zip(names, writers, strict=True):
            write(place / name)
        os.chdir(place / names[0])
        if old:
            forget_modules(Path(old.name).resolve())
            old.cleanup()
        as_in_a_terminal()
        self.shell.InteractiveTB.set_mode("Minimal")

    @no_var_expand
    @magic_arguments()
    @argument("file", help="A file, seen from the working directory.")
    @argument(
        "--from", dest="first", metavar="TEXT", help="Begin at the first line that contains TEXT."
    )
    @argument("--to", dest="last", metavar="TEXT", help="End at the next line that contains TEXT.")
    @with_help
    @line_magic
    def show(self, line: str) -> None:
        """Show a file, or a part of it, with its name and with colours."""
        asked = self.show.parser.parse_args(shlex.split(line))
        try:
            text = Path(asked.file).read_text(encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{asked.file} cannot be shown: {error.strerror}.") from None
        shown = excerpt(asked.file, text, asked.first, asked.last)
        display({"text/markdown": shown.markdown, "text/plain": shown.plain}, raw=True)


def source_of(root: Path, name: str) -> Callable[[Path], None]:
    """Return what writes a folder of the workshop, or a collected answer, into a fresh folder."""
    if answer := ANSWER.fullmatch(name.rstrip("/")):
        return partial(lay_out, find_answer(load_exercise(root, answer["slug"]), answer["id"]))
    return partial(copy, root, source_folder(root, name))


def source_folder(root: Path, name: str) -> Path:
    """Return a folder of the workshop by its name; raise UsageError for any other."""
    folder = root / name
    parts = Path(name).parts
    if ".." in parts or parts[0] not in KINDS or len(parts) < 2 or not folder.is_dir():
        raise UsageError(
            f"{name} is no folder that a page can work in; expected demo/NAME, exercises/NAME or "
            "solutions/NAME, as it is called in the workshop's folder."
        )
    return folder


def copy(root: Path, folder: Path, place: Path) -> None:
    """Copy what was written by hand; of a solution, as learners read it, without marks."""
    for path in sources(folder):
        name = path.relative_to(folder)
        if name.parts[0] not in KEPT_BACK:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place / name)
    if (folder / "exercise.toml").is_file() and folder.parent == root / "solutions":
        exercise = load_exercise(root, folder.name)
        for editable in exercise.editable:
            (place / editable).write_text(solution_text(exercise, editable), encoding="utf-8")


def forget_modules(folder: Path) -> None:
    """Let the next import read the file of the new folder."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and Path(file).is_relative_to(folder):
            del sys.modules[name]


def as_in_a_terminal() -> None:
    """Make `python` the kernel's own, and have programs print what a page can store."""
    wanted = plain_environment()
    for name in set(os.environ) - set(wanted):
        del os.environ[name]
    os.environ.update(wanted)


@dataclass(frozen=True)
class Fragment:
    """A part of a file, ready to be shown."""

    title: str
    language: str
    text: str

    @property
    def plain(self) -> str:
        return f"{self.title}\n{self.text}"

    @property
    def markdown(self) -> str:
        fence = "```" if "```" not in self.text else "`````"
        return f"**{as_text(self.title)}**\n\n{fence}{self.language}\n{self.text}\n{fence}"


def as_text(name: str) -> str:
    """Return Markdown that shows this name: __init__ would be bold otherwise.

    Most stay as they are.
    """
    return MARKUP.sub(r"\\\g<0>", name)


def excerpt(name: str, text: str, first: str | None = None, last: str | None = None) -> Fragment:
    """Return the lines from one that contains `first` to the next that contains `last`."""
    lines = text.rstrip("\n").split("\n")
    begin = 0 if first is None else line_with(first, lines, 0, name)
    end = len(lines) - 1 if last is None else line_with(last, lines, begin, name)
    shown = textwrap.dedent("\n".join(lines[begin : end + 1])).rstrip()
    return Fragment(titled(name, begin, end, len(lines)), language(name), shown)


def line_with(wanted: str, lines: list[str], begin: int, name: str) -> int:
    for number, line in enumerate(lines[begin:], begin):
        if wanted in line:
            return number
    raise UsageError(
        f"No line of {name} from line {begin + 1} on contains {wanted!r}; change the %show line."
    )


def titled(name: str, begin: int, end: int, length: int) -> str:
    if (begin, end) == (0, length - 1):
        return name
    return (
        f"{name}, line {begin + 1}" if begin == end else f"{name}, lines {begin + 1} to {end + 1}"
    )


@cache
def language(name: str) -> str:
    if name.endswith(JOB):
        return "bash"
    try:
        return get_lexer_for_filename(name).aliases[0]
    except ClassNotFound:
        return "text"
