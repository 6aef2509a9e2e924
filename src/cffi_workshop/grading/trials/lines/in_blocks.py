"""Statements and the blocks that they are in: ahead of their block, or in one of the solution's."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.c_names import types_in
from cffi_workshop.grading.blame.files.functions import Function

from ..text.own_words import KNOWN, in_own_names, substituted, variables_of
from ..text.statement import STATEMENT
from ..text.step import Step, behind_guard, indent_of, with_lines
from ..text.words import Words

__all__ = ["functions_unasked", "in_blocks_of_c", "undone"]

AHEAD, ONLY_IF, UNDONE = 1.6, 1.0, 0.6
OPENS = re.compile(r"^[ \t]{1,80}(?:\} else )?(?:if|while|for) \(.{1,200}\) \{$")
# What is asked by its name: of what else is called, hardly any says whether to do something.
ASKS = re.compile(r"\b((?:is|has|can)_\w{1,60})\(")
NUMBERS = re.compile(r"(?:u?int\d{0,2}(?:_t)?|size_t|unsigned|double|float|char|void)$")
DECLARES = re.compile(r"^[ \t]{1,80}(?:const |struct )?\w{1,60} \*{0,2}\w{1,60}(?: =|;|\[)")
MADE = re.compile(r"^[ \t]{1,80}((?:self\.)?\w{1,60}) = .{0,200}\)$")
# Attributes, what has a method that is called, and variables.
NAMES = re.compile(
    r"\bself\.\w+(?:\.\w+)?(?![\w(.])|\bself\.\w+(?=\.\w+\()|^[ \t]*\w+(?= = )", re.MULTILINE
)


def in_blocks_of_c(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with a statement ahead of its block, or under a condition.

    The condition calls a function such as is_inside(), which only the solution calls.
    """
    unasked = functions_unasked(source)
    for line in lines:
        text, before = source.lines[line - 1], source.lines[line - 2] if line > 1 else ""
        if not STATEMENT.match(text):
            continue
        if OPENS.match(before):
            new = indent_of(before) + text.strip()
            yield Step(AHEAD, line, with_lines(source, line - 1, line + 1, new, before))
        function = source.function_at(line)
        names = askable(source, function) if function and not DECLARES.match(text) else ()
        for asked in unasked:
            for name in names:
                new = f"{indent_of(text)}if ({asked}({name})) {text.strip()}"
                yield Step(ONLY_IF, line, with_lines(source, line, line + 1, new))


def askable(source: Source, function: Function) -> list[str]:
    """Return the variables of a function that are no numbers, as far as their types are known."""
    names = types_in(source, function)
    things = [each for each, (kind, _) in names.items() if not NUMBERS.match(kind)]
    return things or sorted(Words.of(source.text_of(function), "").variables)


def functions_unasked(source: Source) -> list[str]:
    """Return what the solution asks of a thing, such as is_inside(), and the file does not."""
    asked = {*ASKS.findall(source.solution)} - {*ASKS.findall(source.text)}
    return sorted(asked - source.offered)


def undone(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text of a script with a statement that only the solution makes, and its condition.

    The condition asks for what a line of the script has made.
    """
    said = [*under_conditions(source)]
    for line in lines if said else ():
        text, function = source.lines[line - 1], source.function_at(line)
        if function is None or not (made := MADE.match(text)):
            continue
        body = source.body_of(function)
        for condition, asked, statement, variable in said:
            for name in variables_in(body) if variable != asked else [made[1]]:
                new = (
                    f"{indent_of(text)}if {substituted(condition, {asked: made[1]})}: "
                    f"{substituted(statement, {variable: name})}"
                )
                named = re.escape(made[1])
                is_well = rf"[ \t]*if (?:not {named}|{named} == 0):"
                at = behind_guard(source.lines, line, is_well)
                yield Step(UNDONE, at, with_lines(source, line + 1, line + 1, new))


def under_conditions(source: Source) -> Iterator[tuple[str, str, str, str]]:
    """Yield the solution's conditions, each with a call under it that the script never makes.

    A tuple has the condition, its variable, the call and its variable, in the script's own names.
    """
    for node in source.solved:
        if not isinstance(node, ast.If):
            continue
        condition = ast.unparse(node.test)
        asked = variables_of(condition)
        for each in node.body:
            call = each.value if isinstance(each, ast.Expr) else None
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                continue
            said, variables = ast.unparse(call), variables_of(ast.unparse(call))
            is_made = re.search(rf"\.{call.func.attr}\(", source.text)
            if not is_made and len(asked) == len(variables) == 1:
                yield (
                    in_own_names(source, condition),
                    asked[0],
                    in_own_names(source, said),
                    variables[0],
                )


def variables_in(body: str) -> list[str]:
    found = NAMES.findall(body)
    return [each for each in dict.fromkeys(map(str.strip, found)) if each not in KNOWN]
