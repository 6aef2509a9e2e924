"""What is said once for many lines: a constant, a table, a macro, an attribute of a class.

A line that names it may be changed so that the check passes. Where the check passes as well with a
value of the solution's in the place of one that the solution does not have, that one is wrong.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from cffi_workshop.exercises.languages import LANGUAGES
from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.functions import name_called

from .text.step import Step, with_lines, with_node

__all__ = ["said_once"]

COST, MOST = 1.0, 24  # texts that are tried
LONGEST, APART = 40, 0.5  # characters of a text, and how unlike another one is at most
NUMBER = re.compile(r"(?<![\w.])\d{1,6}(?:\.\d{1,6})?(?![\w.])")
DEFINES = re.compile(r"#define (\w{1,60})|(?:static |const |enum ).{0,80}?\b(\w{1,60}) = ")
ENCODING_OR_TYPE = re.compile(
    r"(?:utf|ascii|latin|iso|cp)[\w-]{0,12}$|[<>=]?[iuf]\d$|\w{1,10}\d\d$"
)
Value = int | float | str


def said_once(source: Source, step: Step) -> list[Step]:
    """Return the texts with another value in what the function around a change names."""
    is_python = source.name.endswith(".py")
    found = in_script(source, step) if is_python else in_c(source, step)
    return [*found][:MOST]


def in_script(source: Source, step: Step) -> Iterator[Step]:
    known = {each for node in source.solved for each in values_in(node)}
    for statement in definitions_for(source, step.line):
        for node in ast.walk(statement):
            for value in values_in(node):
                others = likely_for(value, known) if value not in known else ()
                for other in others:
                    said = repr(other.encode() if isinstance(node.value, bytes) else other)  # type: ignore[attr-defined, union-attr]
                    text = with_node(source.text, node, said)  # type: ignore[arg-type]
                    yield Step(COST, node.lineno, text)  # type: ignore[attr-defined]


def in_c(source: Source, step: Step) -> Iterator[Step]:
    """Yield the texts of C with another number in a macro or a constant."""
    known = {*NUMBER.findall(LANGUAGES["c"].without_comments(source.solution))}
    words = words_around(source, step.line)
    for line, text in enumerate(source.lines, start=1):
        defined = DEFINES.match(text[:200]) if line != step.line else None
        if defined and {*defined.groups()} & words and not source.function_at(line):
            for number in NUMBER.finditer(text):
                for other in sorted(known) if number[0] not in known else ():
                    new = text[: number.start()] + other + text[number.end() :]
                    yield Step(COST, line, with_lines(source, line, line + 1, new))


def values_in(node: ast.AST) -> Iterator[Value]:
    """Yield the value of a number, or of a short text, where a node is one."""
    value = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield value
    elif isinstance(value, str | bytes) and len(value) <= LONGEST:
        yield value if isinstance(value, str) else value.decode(errors="replace")


def likely_for(value: Value, known: set[Value]) -> list[Value]:
    """Return the values of the solution's that may be meant, the likeliest first."""
    if not isinstance(value, str):
        numbers = {each for each in known if type(each) is type(value)}
        if isinstance(value, int):  # a limit may be the first that is too many
            numbers |= {each + more for each in numbers for more in (-1, 1)} - {value}
        return sorted(numbers, key=lambda each: (abs(float(each) - value), each))
    texts = (each for each in known if isinstance(each, str))
    apart = {each: 1.0 - SequenceMatcher(None, value, each).ratio() for each in texts}
    is_kind = ENCODING_OR_TYPE.match(value) is not None
    meant = [
        each
        for each, much in sorted(apart.items(), key=lambda one: one[::-1])
        if much < APART or (is_kind and ENCODING_OR_TYPE.match(each))
    ]
    return [*dict.fromkeys([*meant, "utf-8"])] if is_kind else [*meant]


def definitions_for(source: Source, line: int) -> list[ast.stmt]:
    """Return what a script, or a class of it, gives the names that a function has or is given.

    What a definition names is defined as well.
    """
    defined: dict[str, ast.stmt] = {}
    for body in bodies_in(source):
        for each in body:
            if isinstance(each, ast.Assign | ast.AnnAssign) and each.value:
                targets = each.targets if isinstance(each, ast.Assign) else [each.target]
                named = (one for target in targets for one in ast.walk(target))
                defined.update({one.id: each for one in named if isinstance(one, ast.Name)})
    words = words_around(source, line)
    for argument in given_for(source, line, words):
        words |= {*re.findall(r"\w+", ast.unparse(argument))}
    found: dict[ast.stmt, None] = {}
    for name in (queue := [*words]):
        if (statement := defined.get(name)) and statement not in found:
            found[statement] = None
            queue += re.findall(r"\w+", ast.unparse(statement))
    return [*found]


def words_around(source: Source, line: int) -> set[str]:
    """Return the words of the function around a line, with those that it uses; or of the line."""
    function = source.function_at(line)
    if function is None:
        return {*re.findall(r"\w+", source.written_lines[line - 1])}
    words: set[str] = set()
    for each in (queue := [function]):
        more = {*re.findall(r"\w+", source.text_of(each))}
        queue += [one for one in source.functions_named(*more - words) if one not in queue]
        words |= more
    return words


def bodies_in(source: Source) -> Iterator[list[ast.stmt]]:
    """Yield what stands outside of the functions of a script: at its left edge, and in classes."""
    for node in source.written:
        if isinstance(node, ast.Module | ast.ClassDef):
            yield node.body


def given_for(source: Source, line: int, words: set[str]) -> Iterator[ast.expr]:
    """Yield what the calls of the function around a line give its parameters of these names."""
    function = source.function_at(line)
    heads = (each for each in source.written if isinstance(each, ast.FunctionDef))
    head = next((each for each in heads if function and each.name == function.name), None)
    if head is None:
        return
    names = [each.arg for each in head.args.args if each.arg not in ("self", "cls")]
    for call in source.written:
        if isinstance(call, ast.Call) and name_called(call) == head.name:
            pairs = zip(names, call.args, strict=False)
            yield from (value for name, value in pairs if name in words)
            yield from (each.value for each in call.keywords if each.arg in words)
