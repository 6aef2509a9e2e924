"""What is to be raised, in the place of what a script raises or returns; and what it catches."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.functions import FunctionNode

from ..text.own_words import in_own_names
from ..text.step import Step, indent_of, with_lines, with_node

__all__ = ["caught", "raised"]

# What is raised may be right, and the condition for it is wrong.
COST = 1.2
NOT_RAISED, IN_BRANCH = 0.0, 1.0
AS_SHOWN = 0.8  # how much likelier a class is wrong where the script was seen to raise it
NEVER_RAISED = -3.0  # the class alone, where the one that is expected is raised nowhere
AS_FOUND = 1.2  # and a result where it is written as it was found
CLASS = re.compile(r"[A-Z]\w{0,60}(?:Error|Exception|Iteration|Interrupt|Exit)$")
LITERALS = ast.Constant | ast.List | ast.Tuple | ast.Dict | ast.UnaryOp
CAUGHT = {"BaseException": 0.5, "Exception": 1.0}
ERRNO = {"OSError": "OSError(0, '')"}


def raised(
    source: Source, lines: list[int], expected: str, shown: int = 0, found: str = ""
) -> Iterator[Step]:
    """Yield the text that raises `expected` where something else is raised, returned or passed.

    It is likelier at the line where something was `shown` to be raised, and where the value that
    was `found` is returned as it is written, such as `""`.
    """
    inside, texts = {*lines}, source.written_lines
    yield from not_raised(source, inside)
    yield from in_branches(source, inside, expected)
    is_raised = re.search(rf"\braise {expected}\b", source.text) is not None
    for node in source.written:
        if not isinstance(node, ast.Raise | ast.Return | ast.Pass) or node.lineno not in inside:
            continue
        made = getattr(node, "exc", None) or getattr(node, "value", None)
        is_value = isinstance(made, ast.Name) and not CLASS.match(made.id)
        if expected in ast.unparse(node) or is_value:
            continue
        new = f"{indent_of(texts[node.lineno - 1])}raise {ERRNO.get(expected, expected)}"
        if texts[node.lineno - 1].lstrip().startswith(("raise", "return", "pass")):
            after = (node.end_lineno or node.lineno) + 1
            is_shown = isinstance(node, ast.Raise) and node.lineno == shown
            is_found = isinstance(made, LITERALS) and ast.unparse(made) == found
            if is_shown and not is_raised and isinstance(made, ast.Call):
                new_class = with_node(source.text, made.func, expected)
                yield Step(NEVER_RAISED, node.lineno, new_class)
            cost = COST - AS_SHOWN * is_shown - AS_FOUND * is_found
            yield Step(cost, node.lineno, with_lines(source, node.lineno, after, new))


def not_raised(source: Source, lines: set[int]) -> Iterator[Step]:
    """Yield the text that raises an exception which is made, and then returned or left there."""
    for function in (each for each in source.written if isinstance(each, FunctionNode)):
        kept = {
            ast.unparse(target)
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and makes_exception(node.value)
            for target in node.targets
        }
        for node in ast.walk(function):
            if not isinstance(node, ast.Return | ast.Expr) or node.value is None:
                continue
            is_made = makes_exception(node.value) or ast.unparse(node.value) in kept
            if is_made and node.lineno in lines:
                line, after = node.lineno, (node.end_lineno or node.lineno) + 1
                said = f"raise {ast.unparse(node.value)}"
                new = indent_of(source.written_lines[line - 1]) + said
                yield Step(NOT_RAISED, line, with_lines(source, line, after, new))


def in_branches(source: Source, lines: set[int], expected: str) -> Iterator[Step]:
    """Yield the text with what the solution raises, in the place of all that a branch does."""
    said = (
        ast.unparse(each.exc) for each in source.solved if isinstance(each, ast.Raise) and each.exc
    )
    raises = dict.fromkeys(in_own_names(source, each) for each in said)
    for node in (each for each in source.written if isinstance(each, ast.If)):
        for branch in (node.body, node.orelse):
            one = branch[0] if len(branch) == 1 else None
            if not isinstance(one, ast.Assign | ast.Expr) or one.lineno not in lines:
                continue
            for new in raises:
                if new.startswith(("self.", expected)):
                    after = (one.end_lineno or one.lineno) + 1
                    put = f"{indent_of(source.written_lines[one.lineno - 1])}raise {new}"
                    yield Step(IN_BRANCH, one.lineno, with_lines(source, one.lineno, after, put))


def makes_exception(value: ast.expr) -> bool:
    made = value.func if isinstance(value, ast.Call) else value
    return isinstance(made, ast.Name) and CLASS.match(made.id) is not None


def caught(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text of a script that catches more than it does."""
    inside = {*lines}
    for node in source.written:
        if isinstance(node, ast.ExceptHandler) and node.type and node.lineno in inside:
            for name, cost in CAUGHT.items():
                if name != ast.unparse(node.type):
                    yield Step(cost, node.lineno, with_node(source.text, node.type, name))
