"""How a type stub says that a function is called: how many arguments, of which types."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cffi_workshop.grading.python_code import NOT_PYTHON, parsed_expression

__all__ = ["Signature", "signatures_of"]

OF_PYTHON = {
    "bool", "bytearray", "bytes", "complex", "dict", "float", "int",
    "list", "memoryview", "set", "str", "tuple",
}  # fmt: skip
DEEPEST = 20  # aliases that stand for aliases


@dataclass(frozen=True)
class Signature:
    """One way to call a function; `most` is None where any number of arguments fits.

    Of `types` and `result`, those that are of Python alone are named, the others are empty texts;
    `result` is None where the stub does not say one. `by_name` is an argument that has no place.
    """

    line: int
    least: int
    most: int | None
    types: dict[str, str]
    result: str | None
    by_name: str = ""

    def accepts(self, count: int) -> bool:
        """Whether a call with that many arguments, all by place, fits."""
        return self.least <= count and (self.most is None or count <= self.most)


def signatures_of(
    member: ast.stmt, bound: bool, aliases: Mapping[str, ast.expr]
) -> Iterator[Signature]:
    """Yield how a member of a class is called; `bound` when its object is an instance."""
    if isinstance(member, ast.FunctionDef):
        yield of_function(member, bound, aliases)
    elif isinstance(member, ast.AnnAssign):
        yield from of_callable(member.annotation, member.lineno, aliases)


def of_function(node: ast.FunctionDef, bound: bool, aliases: Mapping[str, ast.expr]) -> Signature:
    marks = {mark.id for mark in node.decorator_list if isinstance(mark, ast.Name)}
    places = [*node.args.posonlyargs, *node.args.args]
    if "classmethod" in marks or (bound and "staticmethod" not in marks):
        places = places[1:]
    needed = max(len(places) - len(node.args.defaults), 0)
    if any(default is None for default in node.args.kw_defaults):
        needed = len(places) + 1  # what has to be given by name cannot be given by place
    return Signature(
        node.lineno,
        needed,
        None if node.args.vararg else len(places),
        {each.arg: plain_type(each.annotation, aliases) for each in places},
        None if node.returns is None else result_type(node.returns, aliases),
        next((each.arg for each in (*node.args.kwonlyargs, node.args.kwarg) if each), ""),
    )


def of_callable(
    annotation: ast.expr, line: int, aliases: Mapping[str, ast.expr]
) -> Iterator[Signature]:
    """Yield what `Callable[[...], ...]` says; nothing where it is another type."""
    match annotation:
        case ast.Subscript(ast.Name("Callable"), ast.Tuple([ast.List(places), result])):
            types = {
                f"argument {number}": plain_type(each, aliases)
                for number, each in enumerate(places, 1)
            }
            yield Signature(line, len(places), len(places), types, result_type(result, aliases))
        case ast.Subscript(ast.Name("Callable"), ast.Tuple([_, result])):
            yield Signature(line, 0, None, {}, result_type(result, aliases))


def result_type(annotation: ast.expr, aliases: Mapping[str, ast.expr]) -> str:
    """Return the same for a result, where object is a type as well that is of no use to a caller.

    As an argument, it takes whatever is handed over.
    """
    match annotation:
        case ast.Name("object" | "NoReturn" | "Never" as name) if name not in aliases:
            return name
    return plain_type(annotation, aliases)


def plain_type(annotation: ast.expr | None, aliases: Mapping[str, ast.expr], depth: int = 0) -> str:
    """Return the name of a type that no cdata has, such as int or None; else an empty text."""
    if depth > DEEPEST:
        return ""
    match annotation:
        case ast.Constant(None):
            return "None"
        case ast.Constant(str(quoted)):
            return plain_type(quoted_type(quoted), aliases, depth + 1)
        case ast.Name(name) if name in aliases:
            return plain_type(aliases[name], aliases, depth + 1)
        case ast.Name(name) if name in OF_PYTHON:
            return name
        case ast.Subscript(value, _):
            return plain_type(value, aliases, depth + 1)
        case ast.BinOp(left, ast.BitOr(), right):
            sides = [plain_type(side, aliases, depth + 1) for side in (left, right)]
            return " | ".join(sides) if all(sides) else ""
    return ""


def quoted_type(text: str) -> ast.expr | None:
    """Return a type that is written as a text, which a stub may do."""
    try:
        return parsed_expression(text)
    except NOT_PYTHON:
        return None
