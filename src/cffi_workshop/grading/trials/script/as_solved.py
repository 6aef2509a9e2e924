"""Expressions as the solution has them: what a function is given, and what a member is put into."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from cffi_workshop.grading.blame import Source, own_names
from cffi_workshop.grading.blame.files.functions import name_called
from cffi_workshop.grading.python_code import names_in, parsed

from ..text.names import parameters
from ..text.own_words import KNOWN, in_own_names
from ..text.step import Step, with_node

__all__ = ["as_solved"]

HOLE = "_hole_"
OF_C = re.compile(r"lib\w{0,20}$")
GIVEN, WRAPPED, ONE_MORE = 0.5, 0.6, 0.9


def as_solved(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with an argument of the solution's, or with what it makes of a member."""
    inside = {*lines}
    tree = parsed(source.solution)
    given, wrapped, most = arguments_of(tree), dict(wrappings_of(tree)), counts_of(tree)
    ends = ends_of(tree)
    above = parents_of(source.written)
    for node in source.written:
        if not isinstance(node, ast.expr) or node.lineno not in inside:
            continue
        if isinstance(node, ast.Call):
            for place, said in given.get(name_called(node), ()):
                if place < len(node.args) and ast.unparse(node.args[place]) != said:
                    new = in_own_names(source, said)
                    text = with_node(source.text, node.args[place], new)
                    yield Step(GIVEN, node.args[place].lineno, text)
            if len(node.args) < most.get(name_called(node), 0) and not node.keywords:
                more = [*ends.get((name_called(node), len(node.args)), [])]
                more += [[ast.Name(name, ast.Load())] for name in parameters_around(source, node)]
                for added in more:
                    new = ast.unparse(ast.Call(node.func, [*node.args, *added], []))
                    text = with_node(source.text, node, in_own_names(source, new))
                    yield Step(ONE_MORE, node.lineno, text)
        if (key := key_of(node, source)) in wrapped:
            whole = outermost(node, above)
            new = in_own_names(source, wrapped[key].replace(HOLE, ast.unparse(node)))
            if new != ast.unparse(whole):
                yield Step(WRAPPED, node.lineno, with_node(source.text, whole, new))


def arguments_of(tree: ast.AST) -> dict[str, list[tuple[int, str]]]:
    """Return what the solution gives functions that holds no variable of its own, by its place."""
    found: dict[str, list[tuple[int, str]]] = {}
    local = {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
    for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
        for place, argument in enumerate(call.args):
            if is_closed(argument) and name_called(call) not in local:
                found.setdefault(name_called(call), []).append((place, ast.unparse(argument)))
    return found


def ends_of(tree: ast.AST) -> dict[tuple[str, int], list[list[ast.expr]]]:
    """Return what the solution gives functions behind so many arguments, attributes of its own."""
    found: dict[tuple[str, int], list[list[ast.expr]]] = {}
    for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
        for count in range(1, len(call.args)):
            found.setdefault((name_called(call), count), []).append(call.args[count:])
    return found


def counts_of(tree: ast.AST) -> dict[str, int]:
    """Return how many arguments the solution gives to each function."""
    calls = (each for each in ast.walk(tree) if isinstance(each, ast.Call))
    return {name_called(each): len(each.args) for each in calls}


def parameters_around(source: Source, call: ast.Call) -> list[str]:
    function = source.function_at(call.lineno)
    return parameters(source, function) if function else []


def is_closed(node: ast.AST) -> bool:
    names = names_in(node)
    return all(name in (*KNOWN, HOLE) or OF_C.match(name) for name in names) and "self" not in names


def wrappings_of(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield members and functions of C, and what the solution makes of them, around a hole."""
    nodes = [*ast.walk(tree)]
    above = parents_of(nodes)
    for node in nodes:
        whole = outermost(node, above)
        made = around(whole, node)
        if (key := key_of(node, None)) and (is_closed(made) or is_handed_on(made)):
            yield key, ast.unparse(made)


def is_handed_on(made: ast.AST) -> bool:
    """Say whether a method of the same object gets something, and nothing else."""
    is_call = isinstance(made, ast.Call) and len(made.args) == 1 and not made.keywords
    return is_call and names_in(made) == {"self", HOLE}


def key_of(node: ast.AST, source: Source | None) -> str:
    """Return the name of a member that is read, or of a function of C that is called."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        of = ast.unparse(node.func.value)
        lib = own_names(source.text, source.solution)[1] if source else ""
        return f"{node.func.attr}()" if of == lib or OF_C.match(of) else ""
    is_read = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    return node.attr if is_read and not OF_C.match(ast.unparse(node.value)) else ""  # type: ignore[attr-defined]


def parents_of(nodes: list[ast.AST]) -> dict[ast.AST, ast.AST]:
    return {child: node for node in nodes for child in ast.iter_child_nodes(node)}


def outermost(node: ast.AST, above: dict[ast.AST, ast.AST]) -> ast.expr:
    """Return the expression that makes something of a node alone: calls around it, and methods."""
    while True:
        up = above.get(node)
        is_argument = isinstance(up, ast.Call) and up.args[:1] == [node]
        is_method = isinstance(up, ast.Call) and up.func is node and isinstance(node, ast.Attribute)
        has_method = isinstance(up, ast.Attribute) and getattr(above.get(up), "func", None) is up
        if not (is_argument or is_method or has_method or isinstance(up, ast.Subscript)):
            return node  # type: ignore[return-value]
        node = up  # type: ignore[assignment]


def around(whole: ast.AST, node: ast.AST) -> ast.AST:
    """Return an expression with a hole in the place of a node."""
    if whole is node:
        return ast.Name(HOLE, ast.Load())
    fields: dict[str, Any] = {}
    for name, value in ast.iter_fields(whole):
        if isinstance(value, list):
            fields[name] = [around(each, node) for each in value if isinstance(each, ast.AST)]
        else:
            fields[name] = around(value, node) if isinstance(value, ast.AST) else value
    return type(whole)(**fields)
