"""Changes of what stands beside code: type stubs, pyproject.toml, MANIFEST.in, a Makefile."""

from __future__ import annotations

import ast
import copy
import re
import tomllib
from collections.abc import Callable, Iterator

from .mutant import Mutant, begins_of, of_other_meaning, own_lines, replaced

__all__ = ["manifest_mutants", "stub_mutants", "toml_mutants"]

TYPES = ("Any", "None", "int", "str")
TEXT = re.compile(r"\"([^\"\n]*)\"")
KEY = re.compile(r"^(\[?)([\w.-]+)(?=\]| *=)")
WORD = re.compile(r"\S+")


def stub_mutants(file: str, text: str, own: set[int]) -> Iterator[Mutant]:
    """Yield changes of what a stub declares: a name, a parameter, a type, a default."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AnnAssign) and node.lineno in own:
            start, end = _span(text, node)
            changes = _of_function if isinstance(node, ast.FunctionDef) else _of_variable
            for changed in changes(node):
                made = replaced(file, text, start, end, changed, "declared")
                yield from of_other_meaning([made], text, _meaning)


def _span(text: str, node: ast.stmt) -> tuple[int, int]:
    begins = begins_of(text)
    first, last = begins[node.lineno - 1], begins[node.end_lineno - 1]
    return first + node.col_offset, last + node.end_col_offset


def _of_function(node: ast.FunctionDef) -> Iterator[str]:
    def changed(change: Callable[[ast.FunctionDef], object]) -> str:
        copied = copy.deepcopy(node)
        change(copied)
        return ast.unparse(copied).replace("\n    ", " ")  # in one line, as a stub has it

    def parameters(function: ast.FunctionDef) -> list[ast.arg]:
        return [*function.args.posonlyargs, *function.args.args][1:]

    yield "pass"
    yield changed(lambda function: setattr(function, "name", f"{node.name}x"))
    for kind in TYPES:
        yield changed(lambda function, kind=kind: setattr(function, "returns", ast.Name(kind)))
        for place in range(len(parameters(node))):
            yield changed(
                lambda function, kind=kind, place=place: setattr(
                    parameters(function)[place], "annotation", ast.Name(kind)
                )
            )
    yield changed(lambda function: function.args.defaults.clear())
    yield changed(lambda function: function.args.defaults.append(ast.Constant(0)))
    named = "posonlyargs" if node.args.posonlyargs else "args"
    for place in range(len(getattr(node.args, named))):
        yield changed(lambda function, place=place: getattr(function.args, named).pop(place))
    yield changed(lambda function: getattr(function.args, named).append(ast.arg("more")))


def _of_variable(node: ast.AnnAssign) -> Iterator[str]:
    name, kind = ast.unparse(node.target), ast.unparse(node.annotation)
    yield "pass"
    yield f"{name}x: {kind}"
    yield from (f"{name}: {other}" for other in (*TYPES, f"type[{kind}]"))


def _meaning(text: str) -> object:
    try:
        return ast.dump(compile(text, "stub", "exec", ast.PyCF_ONLY_AST, dont_inherit=True))
    except SyntaxError:
        return None


def toml_mutants(file: str, text: str, own: set[int]) -> Iterator[Mutant]:
    """Yield changes of a table, a key or a text, and each line left out."""
    yield from of_other_meaning(_of_lines(file, text, own, _toml_changes), text, _settings)


def manifest_mutants(file: str, text: str, own: set[int]) -> Iterator[Mutant]:
    """Yield each line, and each word of it, left out or misspelt; of a Makefile likewise."""
    yield from of_other_meaning(_of_lines(file, text, own, _manifest_changes), text, str.split)


Changes = Callable[[str], Iterator[tuple[int, int, str]]]


def _of_lines(file: str, text: str, own: set[int], changes: Changes) -> Iterator[Mutant]:
    begins = begins_of(text)
    for number, line in own_lines(text, own):
        if line.strip() and not line.startswith("#"):
            begin = begins[number - 1]
            for start, end, new in ((0, len(line), ""), *changes(line)):
                yield replaced(file, text, begin + start, begin + end, new, "setting")


def _toml_changes(line: str) -> Iterator[tuple[int, int, str]]:
    if key := KEY.match(line):
        yield *key.span(2), f"{key[2]}x"
    for found in TEXT.finditer(line):
        yield *found.span(1), ""
        yield *found.span(1), f"{found[1]}x"
        yield *found.span(1), re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), found[1])


def _manifest_changes(line: str) -> Iterator[tuple[int, int, str]]:
    for found in WORD.finditer(line):
        yield *found.span(), ""
        yield *found.span(), f"{found[0]}x"


def _settings(text: str) -> object:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
