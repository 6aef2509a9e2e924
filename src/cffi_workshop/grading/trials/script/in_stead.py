"""What the solution computes somewhere in a function, in the place of what a name is given.

A value that is made up where another one was to be read, such as a length where C has written it,
has no role that the solution has as well. What is right stands somewhere in the solution's function
of that name; it is said over the script's own variables.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TypeGuard

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.functions import FunctionNode

from ..text.own_words import in_own_names
from ..text.step import Step, indent_of, with_lines, with_node
from .in_role import filled, functions_in, over_own_names, placed_in

__all__ = ["in_stead"]

MEMBER, OF_LIBRARY = 1.0, re.compile(r"(?:ffi|np|os|self|lib\w{0,20})$")
COST, FOR_EACH = 2.0, 0.03  # the latter for each part: a long one mends what is wrong elsewhere
LONGEST = 12  # parts of an expression
UNSURE = 0.3
FILLED = 0.6
MAKES_STRUCT = re.compile(r"\w{1,20}\.new\(.struct \w{1,60} ?\*")
VALUES = ast.Subscript | ast.Call | ast.BinOp | ast.Attribute
QUESTIONS = ast.Compare | ast.BoolOp


def in_stead(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with what the solution computes, or fills, in a function of the script's."""
    yield from other_values(source, lines)
    yield from unfilled(source, lines)
    yield from members_read(source, lines)


def members_read(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with a member of a struct for what is computed of another one.

    What the struct says itself, such as the bytes from a row to the next, is easily made up.
    """
    inside = {*lines}
    read = {each.attr for each in source.solved if is_read(each)}
    for node in source.written:
        if isinstance(node, ast.BinOp) and node.lineno in inside:
            of = [each for each in ast.walk(node) if is_read(each) and each.attr in read]
            for struct in {ast.unparse(each.value): each for each in of}.values():
                for member in sorted(read - {each.attr for each in of}):
                    new = f"{ast.unparse(struct.value)}.{member}"
                    yield Step(MEMBER, node.lineno, with_node(source.text, node, new))


def is_read(node: ast.AST) -> TypeGuard[ast.Attribute]:
    """Say whether a member of what a name stands for is read, and not called."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return False
    return isinstance(node.ctx, ast.Load) and not OF_LIBRARY.match(node.value.id)


def other_values(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with an expression of the solution's as what a name, or a question, is."""
    inside = {*lines}
    for mine, homes in with_homes(source):
        targets = [each for each in targets_in(mine) if each.lineno in inside]
        for home in homes if targets else ():
            for value in expressions_in(home):
                for cost, said in over_own_names(mine, home, value):
                    new = in_own_names(source, said)
                    cost = COST + (UNSURE if cost > 1 else 0.0) + FOR_EACH * size_of(value)
                    for target in targets:
                        is_alike = isinstance(value, QUESTIONS) == isinstance(target, QUESTIONS)
                        if is_alike and new != ast.unparse(target):
                            text = with_node(source.text, target, f"({new})")
                            yield Step(cost, target.lineno, text)


def unfilled(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with a member of a struct, or a key, filled that the solution fills there."""
    inside = {*lines}
    for mine, homes in with_homes(source):
        done = {role for role, _ in placed_in(mine) if role[0] == "key"}
        for home in homes:
            for role, value in placed_in(home):
                if role[0] == "key" and role not in done:
                    for cost, said in over_own_names(mine, home, value):
                        new = in_own_names(source, said)
                        yield from with_filled(source, mine, inside, role[1], new, FILLED + cost)


def with_filled(
    source: Source, mine: FunctionNode, inside: set[int], key: str, value: str, cost: float
) -> Iterator[Step]:
    """Yield the text with a member or a key more, beside others of the same thing."""
    for node in ast.walk(mine):
        if isinstance(node, ast.Dict) and node.lineno in inside and node.keys:
            said = f"{ast.unparse(node).removesuffix('}')}, {key!r}: {value}}}"
            yield Step(cost, node.lineno, with_node(source.text, node, said))
        elif isinstance(node, ast.Assign) and node.lineno in inside:
            indent = indent_of(source.written_lines[node.lineno - 1])
            after = (node.end_lineno or node.lineno) + 1
            for place in beside(node, key):
                text = with_lines(source, after, after, f"{indent}{place} = {value}")
                yield Step(cost, node.lineno, text)


def beside(statement: ast.Assign, key: str) -> set[str]:
    """Return where a key or member is of what an assignment makes, or fills another one of."""
    found: set[str] = set()
    for target in ast.walk(statement.targets[0]):
        if filled(target) and (of := ast.unparse(target.value)) != "self":  # type: ignore[attr-defined]
            is_member = isinstance(target, ast.Attribute)
            found.add(f"{of}.{key}" if is_member else f"{of}[{key!r}]")
        elif isinstance(target, ast.Name) and MAKES_STRUCT.match(ast.unparse(statement.value)):
            found.add(f"{target.id}.{key}")
    return found


def with_homes(source: Source) -> Iterator[tuple[FunctionNode, list[FunctionNode]]]:
    """Yield the functions of a script, each with that of the solution; with all for a helper."""
    solved = functions_in(source.solved)
    for mine in functions_in(source.written):
        yield mine, [each for each in solved if each.name == mine.name] or solved


def targets_in(function: FunctionNode) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and node.value:
            yield node.value
        elif isinstance(node, ast.If | ast.While | ast.IfExp):
            yield node.test
        elif isinstance(node, ast.For | ast.comprehension):
            yield node.iter


def expressions_in(function: FunctionNode) -> list[ast.expr]:
    """Return the expressions of a function that are not long, each once; what is called is none."""
    found = [each for node in function.body for each in ast.walk(node)]
    called = {id(each.func) for each in found if isinstance(each, ast.Call)}
    kinds = (each for each in found if isinstance(each, VALUES | QUESTIONS))
    kinds = (each for each in kinds if id(each) not in called)
    loaded = (each for each in kinds if not isinstance(getattr(each, "ctx", None), ast.Store))
    apart = {ast.unparse(each): each for each in loaded if size_of(each) <= LONGEST}
    return [*apart.values()]


def size_of(node: ast.AST) -> int:
    return sum(isinstance(each, ast.expr) for each in ast.walk(node))
