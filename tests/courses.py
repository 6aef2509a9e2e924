"""A course to grade, the command that grades it, and what came of that."""

import contextlib
import csv
import io
import sqlite3
import subprocess

from cffi_workshop.cli.main import workshop
from cffi_workshop.cli.process import told_in_a_sentence
from cffi_workshop.exercises.markers import solution_of

from .surroundings import COMMAND, REPOSITORY, run_apart

LIBM = {
    name: solution_of((REPOSITORY / "solutions/libm" / name).read_text())
    for name in ("libm_abi.py", "libm_build.py", "libm_api.py")
}
WRONG = {**LIBM, "libm_abi.py": LIBM["libm_abi.py"].replace("lib.cbrt(x)", "x ** (1 / 3)")}


def lay(folder, files):
    """Write files, of text or of bytes, below a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def rows_of(book):
    """Return what each person handed in for each exercise: the row of the book, and the files."""
    return {
        (person.label, row.exercise): (row, book.files(row.content) if row.content else {})
        for person in book.people()
        for row in book.hand_ins(person.id)
    }


def tree(folder):
    return {path for path in folder.rglob("*") if "grades" not in path.parts}


def grade_apart(*arguments, **settings):
    """Give the command as a process of its own."""
    return run_apart([*COMMAND, "grade", *map(str, arguments)], **settings)


def grade(*arguments, root=REPOSITORY):
    """Give the command in this process, where all that it imports is there already."""
    out, err, status = io.StringIO(), io.StringIO(), 0
    with contextlib.chdir(root), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            with told_in_a_sentence():
                workshop(["grade", *map(str, arguments)], standalone_mode=False)
        except SystemExit as ended:
            status = ended.code
    return subprocess.CompletedProcess(arguments, status, out.getvalue(), err.getvalue())


def table(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def verdicts(grades, columns="content, seed, attempts, settled, graded, verdict"):
    with contextlib.closing(sqlite3.connect(grades / "book.sqlite")) as book:
        return book.execute(f"SELECT {columns} FROM verdict ORDER BY content, round").fetchall()
