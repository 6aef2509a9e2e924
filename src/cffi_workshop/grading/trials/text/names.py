"""What a changed line names that is not there: it fails wherever it is tried."""

from __future__ import annotations

import ast
import builtins
import keyword
import math
import re
from collections.abc import Iterable
from functools import lru_cache

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.functions import Function
from cffi_workshop.grading.python_code import names_in, parsed

__all__ = ["names_unbound", "names_unknown", "parameters", "variables_at"]

# Names alone: no member behind a dot, nothing in quotation marks, no key of a call.
TEXT = re.compile(r"(?:\b[bBfFrRuU]{1,2})?(?:\"[^\"\n]{0,400}\"|'[^'\n]{0,400}')")
NAME = re.compile(r"(?<![\w.])(?<!->)[A-Za-z_]\w{0,80}\b(?! ?=[^=])")
# What a line binds itself; of that alone it may go on to read.
BINDS = re.compile(r"(?:\bfor|\bas|\blambda|,) (\w{1,60})\b|\b(\w{1,60}) :=")
TARGET = re.compile(r"^[ \t]{0,80}([A-Za-z_]\w{0,60}) = ")
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
FAR_APART = 8  # lines of a change, which may be in several functions
OURS = {
    "builtins", "_b", "_keep", "it", "__builtin_strdup", "int64_t", "double", "unsigned", "char",
    "calloc", "strcmp", "__typeof__", "_gone", "_old", "_owner", "_got", "free", "fclose",
    "closedir", "delete",
}  # fmt: skip


def names_unknown(before: str, after: str) -> bool:
    """Say whether lines of a changed text have a name that the text before has nowhere."""
    known = words_of(before)
    lines = {*before.split("\n")}
    new = "\n".join(line for line in after.split("\n") if line not in lines)
    return any(name not in known for name in NAME.findall(TEXT.sub("", new)))


@lru_cache(maxsize=16)
def words_of(text: str) -> frozenset[str]:
    return frozenset({*re.findall(r"\w+", text), *dir(builtins), *keyword.kwlist} | OURS)


def names_unbound(source: Source, after: str) -> bool:
    """Say whether changed lines of a script read a name that nothing there has given a value.

    A name that these lines give a value, and nothing there reads, counts as well.
    """
    before, lines = source.written_lines, after.split("\n")
    most = min(len(before), len(lines))
    first = next((k for k in range(most) if before[k] != lines[k]), most)
    ends = most - first
    last = next((k for k in range(ends) if before[-1 - k] != lines[-1 - k]), ends)
    new = [TEXT.sub("", each) for each in lines[first : len(lines) - last]]
    if len(new) > FAR_APART:
        return False
    known = bound_at(source.text, first) | bound_at(source.text, first + 1)
    bound = {one or other for each in new for one, other in BINDS.findall(each)}
    targets = {found[1] for each in new if (found := TARGET.match(each))}
    read = {name for each in new for name in NAME.findall(each)}
    unused = targets - known - read
    return bool(read - known - bound - targets or unused - read_around(source, first + 1, unused))


def read_around(source: Source, line: int, names: Iterable[str]) -> set[str]:
    """Return those of the names that the function around a line reads, though it binds them not."""
    function = source.function_at(line) or source.function_at(line - 1)
    said = source.text_of(function) if function and names else ""
    return {name for name in names if re.search(rf"(?<![\w.]){re.escape(name)}\b", said)}


@lru_cache(maxsize=4096)
def variables_at(text: str, line: int) -> frozenset[str]:
    """Return the parameters and variables of the functions around a line of a script.

    The names of types beside them, and the words of a docstring, stand for no value.
    """
    around = (names for first, last, names in scopes_of(text) if 0 < first <= line <= last)
    return frozenset().union(*around) - {"self", "cls"}


def parameters(source: Source, function: Function) -> list[str]:
    """Return the names in the head of a function that have a value in it, one after the other."""
    head = " ".join(source.lines[function.first - 1 : function.body])
    said = re.findall(r"\b(\w{1,60})(?=[,):=])", head.partition("(")[2])
    known = variables_at(source.text, function.body)
    return [name for name in dict.fromkeys(said) if name in known]


@lru_cache(maxsize=4096)
def bound_at(text: str, line: int) -> frozenset[str]:
    """Return the names that have a value at a line of a script."""
    around = (names for first, last, names in scopes_of(text) if first <= line <= last)
    return frozenset(OURS).union(dir(builtins), keyword.kwlist, *around)


@lru_cache(maxsize=16)
def scopes_of(text: str) -> list[tuple[int, float, set[str]]]:
    """Return the first and the last line of a script and of each function, with the names there."""
    tree = parsed(text)
    functions = [node for node in ast.walk(tree) if isinstance(node, FUNCTION)]
    inside = {id(each) for one in functions for each in ast.walk(one) if each is not one}
    outside = [each for each in ast.walk(tree) if id(each) not in inside]
    found = [(one.lineno, one.end_lineno or 0, names_bound(ast.walk(one))) for one in functions]
    elsewhere = names_in(tree) - names_bound(ast.walk(tree))  # as by `import *`
    return [(0, math.inf, names_bound(outside) | elsewhere), *found]


def names_bound(nodes: Iterable[ast.AST]) -> set[str]:
    """Return the names to which nodes of a tree give a value."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.alias):
            names.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, (*FUNCTION, ast.ClassDef, ast.ExceptHandler)) and node.name:
            names.add(node.name)
    return names
