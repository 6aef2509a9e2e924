"""Another value in the place of one: what a name is given, and the whole argument of a call."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from cffi_workshop.grading.blame import Source, own_names
from cffi_workshop.grading.blame.files.functions import name_called

from ..text.step import Step, with_node

__all__ = ["other_values"]

GIVEN_ELSEWHERE, IN_FUNCTION, OF_C, MOST = 1.0, 1.9, 1.0, 8
ATTRIBUTE = (ast.Name, ast.Attribute)
CONSTANT_OF_C = re.compile(r"\blib\w{0,20}\.([A-Z][A-Z_0-9]{1,60})\b")
CHAIN = re.compile(r"(?<![\w.>])\w{1,40}(?:(?:->|\.)\w{1,40}){1,3}\b(?!\()")
ASSIGNED = re.compile(r"^[ \t]{1,80}(\w{1,40}) = |\bfor (\w{1,40}) in\b", re.MULTILINE)


def other_values(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield a script's text with another value assigned, or given to a call."""
    inside, known = {*lines}, given_by_place(source)
    for node in source.written:
        if getattr(node, "lineno", 0) not in inside:
            continue
        if isinstance(node, ast.Call):
            for place, value in enumerate(node.args):
                said = ast.unparse(value)
                for new in known.get((ast.unparse(node.func), place), ()):
                    if new != said:
                        cost = GIVEN_ELSEWHERE
                        yield Step(cost, value.lineno, with_node(source.text, value, new))
                if isinstance(value, ATTRIBUTE):
                    yield from instead(source, value)
        elif isinstance(node, ast.Assign) and isinstance(node.value, (*ATTRIBUTE, ast.Constant)):
            yield from instead(source, node.value)
        elif isinstance(node, ast.Return | ast.Compare):
            yield from constants_of_c(source, node)


def constants_of_c(source: Source, node: ast.Return | ast.Compare) -> Iterator[Step]:
    """Yield the text with a constant of C, which the solution names, in the place of a number."""
    lib = own_names(source.text, source.solution)[1]
    values = node.comparators if isinstance(node, ast.Compare) else [node.value]
    for value in values:
        if isinstance(value, ast.Constant | ast.UnaryOp) and is_number(value):
            for name in dict.fromkeys(CONSTANT_OF_C.findall(source.solution)):
                yield Step(OF_C, value.lineno, with_node(source.text, value, f"{lib}.{name}"))


def is_number(value: ast.expr) -> bool:
    return re.fullmatch(r"-?\d{1,9}", ast.unparse(value)) is not None


def given_by_place(source: Source) -> dict[tuple[str, int], list[str]]:
    """Return what each function is given in a script, by its place: constants, and members."""
    found: dict[tuple[str, int], dict[str, None]] = {}
    for call in (each for each in source.written if isinstance(each, ast.Call)):
        for place, value in enumerate(call.args):
            if isinstance(value, (*ATTRIBUTE, ast.Constant)) and name_called(call):
                key = ast.unparse(call.func), place
                found.setdefault(key, {})[ast.unparse(value)] = None
    return {key: [*each] for key, each in found.items()}


def instead(source: Source, value: ast.expr) -> Iterator[Step]:
    """Yield the text with what the function reads elsewhere in the place of a value."""
    function = source.function_at(value.lineno)
    body = source.text_of(function) if function else ""
    said = ast.unparse(value)
    found = ASSIGNED.findall(body) if not isinstance(value, ast.Name) else []
    names = [one or other for one, other in found]
    for new in [*dict.fromkeys(names), *dict.fromkeys(CHAIN.findall(body))][:MOST]:
        if new != said and not new.startswith(("ffi.", "lib.", "np.", "os.")):
            yield Step(IN_FUNCTION, value.lineno, with_node(source.text, value, new))
