"""A condition that refuses, as the solution asks: in the place of what a script asks there."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.functions import calls_in, name_called

from ..text.names import variables_at
from ..text.own_words import substituted
from ..text.step import Step, indent_of, with_node
from .guards import conditions_of, guarded

__all__ = ["refused"]

INSTEAD, AS_WELL, OTHERS = 0.3, 0.6, 0.5
TOO_LATE = 1.6  # in a method that is called later
ASKED_ALREADY = 1.6  # how much less likely a condition is left out that the script has
MOST = 6  # names that a condition is tried over
WORD = re.compile(r"[A-Za-z]{2,40}|\\0|\\x00|chr\(0\)")
NUL = {"\\0", "\\x00", "chr(0)"}
# The words of a condition that do not say what it is about: an array has many flags.
TELLS_NOTHING = {
    "not", "and", "or", "in", "is", "if", "self", "ffi", "lib", "np", "isinstance", "flags",
}  # fmt: skip
BUILT_IN = {*dir(builtins)}


def refused(
    source: Source,
    lines: list[int],
    expected: str,
    left_out: str,
    shown: int = 0,
    called: str = "",
) -> Iterator[Step]:
    """Yield the text with a condition by which the solution refuses an input.

    It stands in the place of one that raises the same, beside it, or where there is none. One that
    the script has already is likelier to be wrong there than to be missing elsewhere. What an
    object is made of is refused as it is made.
    """
    late = made_by_then(source, called)
    for step in refused_anywhere(source, lines, expected, left_out, shown):
        yield replace(step, cost=step.cost + (TOO_LATE if step.line in late else 0.0))


def made_by_then(source: Source, called: str) -> set[int]:
    """Return the lines of the methods that are called when the objects of a call are there."""
    names = set(re.findall(r"\b(\w{1,80})\((?!\))", called))
    late: set[int] = set()
    for outer in source.functions_named(*names):
        inside = [each for each in source.functions if outer.first < each.first < outer.last]
        makers = [each for each in inside if each.name == "__init__"]
        for maker in makers:
            makers += [
                each
                for each in inside
                if each not in makers and each.name in calls_in(source.body_of(maker))
            ]
        if makers:
            late |= {line for each in inside if each not in makers for line in each.span}
    return late


def refused_anywhere(
    source: Source, lines: list[int], expected: str, left_out: str, shown: int
) -> Iterator[Step]:
    asking = [*guards_of(source, expected)]
    yield from instead(source, lines, expected, asking)
    said = [
        words_of(ast.unparse(each))
        for each in (*(one.test for one in asking), *handed_to_helpers(source))
    ]
    for step in guarded(source, lines, expected, left_out, shown):
        more = map(words_of, added_to(source.text, step.text).split(" or "))
        is_asked = all(any(part & each for each in said) for part in more)
        yield replace(step, cost=step.cost + (ASKED_ALREADY if is_asked else 0.0))


def handed_to_helpers(source: Source) -> Iterator[ast.expr]:
    """Yield the conditions that a helper of the script's is told, to refuse by them."""
    own = {each.name for each in source.functions}
    for node in source.written:
        call = node.value if isinstance(node, ast.Expr) else None
        if isinstance(call, ast.Call) and name_called(call) in own:
            yield from (each for each in call.args if isinstance(each, ast.Compare | ast.BoolOp))


def guards_of(source: Source, expected: str) -> Iterator[ast.If]:
    """Yield the conditions of a script under which it raises such an exception."""
    for node in source.written:
        last = node.body[-1] if isinstance(node, ast.If) else None
        if isinstance(last, ast.Raise) and last.exc and expected in ast.unparse(last.exc):
            yield node  # type: ignore[misc]


def instead(
    source: Source, lines: list[int], expected: str, asking: list[ast.If]
) -> Iterator[Step]:
    inside = {*lines}
    conditions = [*conditions_of(source, expected)]
    everywhere = set().union(*(words_of(ast.unparse(each.test)) for each in asking))
    for node, part in ((each, part) for each in asking for part in parts_of(each.test)):
        if node.lineno not in inside and part.lineno not in inside:
            continue
        asked, mine, is_whole = ast.unparse(part), terms_of(part), part is node.test
        around = [name for name in names_around(source, node) if name not in mine]
        known = {*mine, *variables_at(source.text, node.lineno)}
        names = [each for each in [*mine, *around][:MOST] if each in known or "." in each]
        for condition, _, variables in conditions:
            about = words_of(condition)
            alike = bool(about & words_of(asked))
            for chosen in permutations(names, len(variables)):
                new = substituted(condition, dict(zip(variables, chosen, strict=True)))
                if new == asked or not (alike or is_whole):
                    continue
                cost = INSTEAD + (0.0 if {*chosen} <= {*mine} else OTHERS) - (0.3 if alike else 0.0)
                yield Step(cost, part.lineno, with_node(source.text, part, new))
                if not alike:
                    cost += AS_WELL + (ASKED_ALREADY if about & everywhere else 0.0)
                    both = with_node(source.text, node.test, f"{asked} or {new}")
                    yield Step(cost, node.lineno, both)


def parts_of(test: ast.expr) -> list[ast.expr]:
    """Return a condition, and what stands around each `or` of it: one of these may be wrong."""
    match test:
        case ast.BoolOp(ast.Or(), values):
            return [test, *values]
    return [test]


def terms_of(node: ast.AST) -> list[str]:
    """Return the variables of an expression, and what is read of them."""
    found: dict[str, None] = {}
    for each in ast.walk(node):
        is_name = isinstance(each, ast.Name) and each.id not in {"ffi", "lib", "self", *BUILT_IN}
        if is_name or (isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name)):
            found[ast.unparse(each)] = None
    return list(found)


def names_around(source: Source, node: ast.stmt) -> list[str]:
    function = source.function_at(node.lineno)
    text = "\n".join(source.lines[function.first - 1 : node.lineno - 1]) if function else ""
    names = re.findall(r"\bself\.\w+(?![\w(])|\b[a-z_]\w*(?=[,)]| ?= ?| in\b)", text)
    return list(dict.fromkeys(name for name in names if name not in ("self", "cls")))


def words_of(condition: str) -> set[str]:
    """Return what a condition is about: members, functions and texts, in small letters."""
    words = {"nul" if each in NUL else each.lower() for each in WORD.findall(condition)}
    variables = set(re.findall(r"(?<![\w.\"'])[a-z_]\w*\b(?!\()", condition))
    return words - TELLS_NOTHING - {each.lower() for each in variables}


def added_to(before: str, after: str) -> str:
    """Return the line that one text has more than the other."""
    old, new = before.split("\n"), after.split("\n")
    place = next((k for k, line in enumerate(old) if k < len(new) and line != new[k]), len(old))
    added = new[place] if place < len(new) else ""
    return added[len(indent_of(added)) :].partition(": raise ")[0]
