"""Where the functions of a source begin and end, whatever its language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from cffi_workshop.grading.python_code import NOT_PYTHON, parsed

from .differences import LONGEST, MOST

__all__ = [
    "Function",
    "FunctionNode",
    "calls_in",
    "first_line_of",
    "functions_of",
    "is_call_of",
    "is_none",
    "name_called",
]

# In front of the parenthesis: what a definition in C, which begins a line, is named, and what it is
# not.
C_NAME = re.compile(r"\b([A-Za-z_]\w{0,80})[ ]?$")
CPP_CLASS = re.compile(r"[ \t]{0,20}(?:class|struct) (?P<name>\w{1,80})\b[^;=(]{0,80}$")
CPP_NAME = re.compile(r"(?:^|[\s*&~:])(?P<name>\w{1,80}) ?$")
LINKAGE = 'extern "C" '
NO_NAME = {"if", "for", "while", "switch", "return", "else", "catch", "do", "sizeof", "extern"}
NO_HEAD = re.compile(r"[\s#}{/*]|(?:return|else|typedef)\b")
FORTRAN_HEAD = re.compile(r"\b(?<!end )(?:function|subroutine) (\w{1,80})", re.IGNORECASE)
FORTRAN_END = re.compile(r"[ \t]{0,80}end (?:function|subroutine)\b", re.IGNORECASE)
PYTHON_HEAD = re.compile(r"([ \t]{0,80})(?:async )?(?:def|class) (\w{1,80})")
CALL = re.compile(r"\b(\w{1,80})\(")
RULE = re.compile(r"[^\s#:=.][^:=#]{0,200}:(?!=)")

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Function:
    """The lines of a function, a class or a rule of make, from the first to the last.

    `body` is the line where what it does begins.
    """

    name: str
    first: int
    last: int
    body: int

    @property
    def span(self) -> range:
        return range(self.first, self.last + 1)


def calls_in(text: str) -> set[str]:
    """Return the names of what a text calls, or defines."""
    return set(CALL.findall(text))


def name_called(call: ast.Call) -> str:
    """Return the last part of the name of what is called: `new` of ffi.new(); "" for none."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def is_call_of(call: ast.Call, name: str) -> bool:
    """Say whether a call is one of a method or of a module's function by that name."""
    return isinstance(call.func, ast.Attribute) and call.func.attr == name


def is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def functions_of(name: str, text: str) -> list[Function]:
    """Return the functions of a file, in the order in which they begin."""
    if name.endswith(".py"):
        return list(in_python(text)) if text.count("\n") <= MOST else []
    lines = [line[:LONGEST] for line in text.split("\n")[:MOST]]
    if name.endswith(".cpp"):
        return list(in_cpp(lines))
    if name.endswith(".c"):
        return list(in_c(lines))
    if name.endswith(".f90"):
        return list(in_fortran(lines))
    return list(in_make(lines)) if name.endswith("Makefile") else []


def in_python(text: str) -> Iterator[Function]:
    try:
        tree = parsed(text)
    except NOT_PYTHON:
        yield from in_broken_python(text.split("\n"))
        return
    for node in ast.walk(tree):
        if isinstance(node, FunctionNode | ast.ClassDef):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            yield Function(node.name, first, node.end_lineno or first, first_line_of(node))


def first_line_of(node: FunctionNode | ast.ClassDef) -> int:
    """Return where a function begins to do something: behind what its docstring says."""
    told = ast.get_docstring(node, clean=False) is not None and len(node.body) > 1
    return node.body[int(told)].lineno


def in_broken_python(lines: list[str]) -> Iterator[Function]:
    """Yield what looks like a function: up to the next line that is indented no deeper."""
    for number, line in enumerate(lines, start=1):
        if head := PYTHON_HEAD.match(line):
            below = range(number, len(lines))
            ends = (at for at in below if lines[at].strip() and indent(lines[at]) <= len(head[1]))
            yield Function(head[2], number, next(ends, len(lines)), number)


def indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def in_c(lines: list[str]) -> Iterator[Function]:
    for number, line in enumerate(lines, start=1):
        head = None if NO_HEAD.match(line) else C_NAME.search(line.partition("(")[0])
        if head is None or "(" not in line:
            continue
        ahead = head_at(lines, number, 9)
        if not ahead:
            continue  # a declaration
        body = number + ahead.count("\n")
        last = next(
            (at for at in range(body, len(lines) + 1) if lines[at - 1].startswith("}")), len(lines)
        )
        yield Function(head[1], number, last, min(body + 1, last))


def head_at(lines: list[str], number: int, most: int) -> str:
    """Return the text from a line up to the brace that opens a block.

    Return "" where a semicolon comes before the brace, or where `most` lines have no brace.
    """
    ahead, brace, _ = "\n".join(lines[number - 1 : number - 1 + most]).partition("{")
    return ahead + brace if brace and ";" not in ahead else ""


def in_cpp(lines: list[str]) -> Iterator[Function]:
    """Yield functions, methods and classes, wherever they stand."""
    for number, line in enumerate(lines, start=1):
        ahead = head_at(lines, number, 7)
        if not ahead:
            continue  # a declaration
        named, bracket, _ = line.removeprefix(LINKAGE).partition("(")
        head = CPP_CLASS.match(line) or (CPP_NAME.search(named[-100:]) if bracket else None)
        first = line.removeprefix(LINKAGE).split(maxsplit=1)[:1]
        if head is None or {head["name"], *first} & NO_NAME or "}" in ahead:
            continue
        body = number + ahead.count("\n")
        last = end_of_block(lines, body)
        yield Function(head["name"], number, last, min(body + 1, last))


def end_of_block(lines: list[str], first: int) -> int:
    """Return the line in which the brace is closed that a line opens."""
    depth = 0
    for number in range(first, len(lines) + 1):
        text = lines[number - 1]
        depth += text.count("{") - text.count("}")
        if depth <= 0:
            return number
    return len(lines)


def in_fortran(lines: list[str]) -> Iterator[Function]:
    for number, line in enumerate(lines, start=1):
        if head := FORTRAN_HEAD.search(line):
            after = range(number + 1, len(lines) + 1)
            last = next((at for at in after if FORTRAN_END.match(lines[at - 1])), len(lines))
            yield Function(head[1], number, last, number + 1)


def in_make(lines: list[str]) -> Iterator[Function]:
    for number, line in enumerate(lines, start=1):
        if rule := RULE.match(line):
            after = range(number + 1, len(lines) + 1)
            last = next(
                (at - 1 for at in after if not lines[at - 1].startswith(("\t", " "))), len(lines)
            )
            yield Function(rule[0].rstrip(": "), number, last, min(number + 1, last))
