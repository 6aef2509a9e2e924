"""Changes of C, C++ and Fortran by their tokens, and what the compiler makes of them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from cffi_workshop.exercises.languages import LANGUAGES, language_of
from cffi_workshop.grading.building.toolchain import Toolchain

from .cdef_slips import OTHER_TYPES
from .mutant import Base, Change, Mutant, begins_of, folder_until_the_end, own_lines, replaced

__all__ = ["Compiled", "c_mutants"]

TOKEN = re.compile(
    r"(?P<skip>//.*|/\*.*?(?:\*/|$)|!.*|\"(?:[^\"\\]|\\.)*\"|#.*)"
    r"|(?P<operator>->|<<|>>|<=|>=|==|!=|&&|\|\||\+\+|--|[-+*/%]=|[-+*/%<>=])"
    r"|(?P<number>\b\d+(?:\.\d+)?\b)"
    r"|(?P<word>[A-Za-z_]\w*)"
)
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=", "&&", "||")
LEFT_OUT = (
    ("condition", re.compile(r" (?:&&|\|\|) [^&|()]{1,60}(?=\))")),
    ("condition", re.compile(r"(?<=\()[^&|()]{1,60} (?:&&|\|\|) ")),
    ("operand left out", re.compile(r" [-+*/%] [\w.>()-]{1,40}(?=[;),\]])")),
    ("operand left out", re.compile(r"(?<=[=(\[ ])[\w.>-]{1,40} [-+*/] (?=[\w(])")),
    ("part left out", re.compile(r"\[[^\[\]]{1,60}\]|\.\w{1,40}\b|->\w{1,40}\b")),
    ("part left out", re.compile(r"\((?:size_t|u?int64_t|double|int|long)\)|(?<=[ (])[*&!](?=\w)")),
)
COUNTED = re.compile(r"(?<=[\w\])])(?=\])|(?:[<>]=?|[=!]=) [\w.>-]{1,40}(?=[;)]| )")
PAIR = re.compile(r"(?<=\w\()([^(),]{1,60}), ([^(),]{1,60})(?=[,)])")
IF = re.compile(r"\s*(?:} else )?if \(.*\)(?: \{)?\s*$")
LEAVES = re.compile(r"\s*(?:return|continue|break|goto)\b")
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


def c_mutants(file: str, text: str, own: set[int], *, with_slips: bool = True) -> Iterator[Mutant]:
    """Yield each change, also those that no compiler takes (Compiled)."""
    begins, lines = begins_of(text), dict(own_lines(text, own))
    words = sorted(
        {found["word"] for line in lines.values() for found in TOKEN.finditer(line)} - {None}
    )
    is_fortran = language_of(file) == "fortran"
    for number, line in lines.items():
        changes = [*_of_tokens(line, words)]
        if line.rstrip().endswith(";") or is_fortran:
            changes.append(("statement left out", 0, len(line), ""))
        if with_slips:
            changes += _of_line(line)
            changes += _of_two_lines(line, lines.get(number + 1, ""), is_fortran=is_fortran)
        for operator, start, end, new in changes:
            begin = begins[number - 1]
            yield replaced(file, text, begin + start, begin + end, new, operator)


def _of_tokens(line: str, words: list[str]) -> Iterator[Change]:
    for found in TOKEN.finditer(line):
        for operator, new in _others(found, words):
            yield operator, *found.span(), new


def _of_line(line: str) -> Iterator[Change]:
    for found in TOKEN.finditer(line):
        for other in OTHER_TYPES.get(found["word"] or "", ()):
            yield "other type", *found.span(), other
    for operator, pattern in LEFT_OUT:
        for found in pattern.finditer(line):
            yield operator, *found.span(), ""
    for found in COUNTED.finditer(line):
        yield "off by one", found.end(), found.end(), " + 1"
        yield "off by one", found.end(), found.end(), " - 1"
    for found in PAIR.finditer(line):
        turned = f"{found[2]}, {found[1]}"
        yield "arguments exchanged", *found.span(), turned
        yield "argument left out", *found.span(), found[1]


def _of_two_lines(line: str, after: str, *, is_fortran: bool) -> Iterator[Change]:
    """Yield a line and the next in each other's place, and a condition with what it is asked for."""
    if IF.match(line):
        is_leaving = LEAVES.match(after) is not None
        yield "condition left out", 0, len(line), ""
        if is_leaving:
            yield "guard left out", 0, len(line) + 1 + len(after), ""
    is_plain = is_fortran or (line.rstrip().endswith(";") and after.rstrip().endswith(";"))
    if is_plain and after.strip() and not LEAVES.match(line):
        yield "statements exchanged", 0, len(line) + 1 + len(after), f"{after}\n{line}"


def _others(found: re.Match[str], words: list[str]) -> Iterator[tuple[str, str]]:
    if found["operator"]:
        kind = "comparison" if found["operator"] in COMPARISONS else "arithmetic"
        yield from ((kind, other) for other in OTHERS.get(found["operator"], ()))
    elif found["number"]:
        value = found["number"]
        kind = float if "." in value else int
        yield "off by one", str(kind(value) + 1)
        yield "off by one", str(kind(value) - 1)
    elif found["word"]:
        yield from (("other name", word) for word in words if word != found["word"])


class Compiled:
    """What a compiler makes of a file, optimised, so that equal meanings look alike."""

    def __init__(self, base: Base, file: str) -> None:
        self._folder = folder_until_the_end()
        self._file, self._language = file, language_of(file)
        for name, text in base.texts.items():
            target = Path(self._folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        self._compiler = Toolchain.find().compilers[self._language]
        modules = [name for name in base.exercise.locked if language_of(name) == "fortran"]
        for module in modules if self._language == "fortran" else ():
            self._run("-fsyntax-only", module).check_returncode()
        self._same, self._text = "", base.texts[file]

    def is_other(self, text: str) -> bool:
        """Say whether the compiler takes a text, and makes something else of it."""
        self._same = self._same or self._assembly(self._text) or ""
        return self._assembly(text) not in (None, self._same)

    def _assembly(self, text: str) -> str | None:
        Path(self._folder, self._file).write_text(text)
        flag = LANGUAGES[self._language].flags[0]
        done = self._run(flag, "-O1", "-w", "-S", "-o", "-", self._file)
        return done.stdout if done.returncode == 0 else None

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        argv = [self._compiler, *arguments]
        return subprocess.run(argv, cwd=self._folder, capture_output=True, text=True, check=False)
