"""Changes of C, C++ and Fortran by their tokens, and what the compiler makes of them."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.languages import LANGUAGES, language_of
from cffi_workshop.grading.toolchain import Toolchain

from .mutant import Mutant, own_lines, replaced

__all__ = ["c_mutants"]

TOKEN = re.compile(
    r"(?P<skip>//.*|/\*.*?(?:\*/|$)|!.*|\"(?:[^\"\\]|\\.)*\"|#.*)"
    r"|(?P<operator>->|<<|>>|<=|>=|==|!=|&&|\|\||\+\+|--|[-+*/%]=|[-+*/%<>=])"
    r"|(?P<number>\b\d+(?:\.\d+)?\b)"
    r"|(?P<word>[A-Za-z_]\w*)"
)
OTHERS = {
    "<": ("<=", ">"),
    "<=": ("<", ">="),
    ">": (">=", "<"),
    ">=": (">", "<="),
    "==": ("!=",),
    "!=": ("==",),
    "&&": ("||",),
    "||": ("&&",),
    "+": ("-",),
    "-": ("+",),
    "*": ("+",),
    "/": ("*",),
    "+=": ("-=", "="),
    "-=": ("+=",),
    "++": ("--",),
    "--": ("++",),
}


def c_mutants(exercise: Exercise, file: str, text: str, own: set[int]) -> Iterator[Mutant]:
    """Yield each change that the compiler takes, and of which it makes something else."""
    with tempfile.TemporaryDirectory() as folder:
        for name in exercise.locked:
            target = Path(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((exercise.solution / name).read_bytes())
        same = _assembly(exercise, Path(folder), file, text)
        for mutant in _changed(file, text, own):
            made = _assembly(exercise, Path(folder), file, mutant.text)
            if made is not None and made != same:
                yield mutant


def _changed(file: str, text: str, own: set[int]) -> Iterator[Mutant]:
    begins = [0]
    for line in text.split("\n"):
        begins.append(begins[-1] + len(line) + 1)
    words = sorted(
        {
            found["word"]
            for _, line in own_lines(text, own)
            for found in TOKEN.finditer(line)
            if found["word"]
        }
    )
    for number, line in own_lines(text, own):
        begin = begins[number - 1]
        if line.rstrip().endswith(";") or language_of(file) == "fortran":
            yield replaced(file, text, begin, begin + len(line), "")
        for found in TOKEN.finditer(line):
            for new in _others(found, words):
                yield replaced(file, text, begin + found.start(), begin + found.end(), new)


def _others(found: re.Match[str], words: list[str]) -> Iterator[str]:
    if found["operator"]:
        yield from OTHERS.get(found["operator"], ())
    elif found["number"]:
        value = found["number"]
        kind = float if "." in value else int
        yield str(kind(value) + 1)
        yield str(kind(value) - 1)
    elif found["word"]:
        yield from (word for word in words if word != found["word"])


def _assembly(exercise: Exercise, folder: Path, file: str, text: str) -> str | None:
    """Return what the compiler makes of a text, optimised, so that equal meanings look alike."""
    (folder / file).write_text(text)
    language = language_of(file)
    compiler = Toolchain.find().compilers[language]
    modules = [name for name in exercise.locked if language_of(name) == language == "fortran"]
    for module in modules:
        subprocess.run(
            [compiler, "-fsyntax-only", module], cwd=folder, check=True, capture_output=True
        )
    argv = [compiler, *LANGUAGES[language].flags[:1], "-O1", "-w", "-S", "-o", "-", file]
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else None
