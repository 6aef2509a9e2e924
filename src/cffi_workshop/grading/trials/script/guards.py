"""What a script leaves out, put in: a condition that refuses, or errno cleared ahead of a call."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice, permutations

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.functions import FunctionNode, first_line_of
from cffi_workshop.grading.blame.ranking.known import collected

from ..text.own_words import in_own_names, substituted, variables_of
from ..text.statement import STATEMENT
from ..text.step import Step, indent_of, with_lines
from .operands import functions_of_c
from .refusals import converted, guards_ahead, is_plain, last_guard, only_refuses

__all__ = ["LEFT_OUT", "conditions_of", "guarded", "with_errno_cleared"]

CONDITION = re.compile(
    r"^[ \t]{0,80}if (.{1,200}):(?:  #.*)?\n[ \t]{0,80}raise (self\.\w{1,60}\(\)|\w{1,60})",
    re.MULTILINE,
)
ASSIGNED = re.compile(r"^\s{0,80}((?:self\.)?\w{1,60}) = .{0,200}[\w)\]]$")
CONSTANT = re.compile(r"^([A-Z]\w{1,60}) = (-?\d{1,9})\b", re.MULTILINE)
CALLED = re.compile(r"\w\([^()]{0,120}\)\s{0,9}$")
# What is refused is refused where it was given: a helper that fails over it is a consequence.
AT_BEGIN, AT_BEGIN_OF_HELPER, AT_BEGIN_OF_REFUSING = 0.8, 1.4, 0.0
BESIDE_OTHERS, SEVERAL = -0.4, 2  # where a function refuses by so many conditions already
LOOKED_AT = 0.7
AWAY = 0.8  # in a function of the solution's that does not ask so, where another one does
MOST, LEFT_OUT = 12, 0.6  # conditions, and how much likelier one is that others left out
# What arrays and pointers are asked, should no answer that is known do so.
ASKED = (
    ("not V.flags.c_contiguous", "ValueError"),
    ("not V.flags.writeable", "ValueError"),
    ("not V", "MemoryError"),
)
CALLS = re.compile(r"\blib\w{0,20}\.\w|= \w{1,60}\(\w{0,60}\)$|\byield$")
ENDS = ("__exit__", "__aexit__")


def guarded(
    source: Source, lines: list[int], expected: str, left_out: str, shown: int = 0
) -> Iterator[Step]:
    """Yield the text with a condition of the solution's, over a variable of the learner's.

    `expected` is the exception that was to be raised, "" for any; a condition in `left_out` is
    one that others did not have there. Something else was raised in the line `shown`, or in none.
    """
    conditions, asking = [*islice(conditions_of(source, expected), MOST)], askers_of(source)
    for function in source.nodes:
        if not isinstance(function, FunctionNode):
            continue
        inside = [at for at in lines if function.lineno <= at <= (function.end_lineno or at)]
        if inside and function.name not in ENDS:
            for condition, exception, variables in conditions:
                found: list[Step] = []
                if variables:
                    found += at_begin(source, function, condition, exception, variables, shown)
                if len(variables) == 1:
                    found += after_it(source, inside, condition, exception, variables[0])
                elif {*variables} <= {each.arg for each in function.args.args}:
                    found += after_looks(source, inside, condition, exception, variables)
                if variables and {*variables} <= {*lent_names(function)}:
                    found += after_looks(source, inside, condition, exception, variables)
                if not variables:  # it asks of C's errno, or of the object alone
                    found += behind(source, inside, condition, exception)
                less = LEFT_OUT if f"if {condition}:" in left_out else 0.0
                homes = asking.get(condition, {function.name})
                less -= AWAY if function.name in source.offered - homes else 0.0
                yield from (replace(step, cost=step.cost - less) for step in found)


def askers_of(source: Source) -> dict[str, set[str]]:
    """Return where the solution asks what it refuses by, if the script has such a function."""
    constants = dict(CONSTANT.findall(source.solution))
    asking: dict[str, set[str]] = {}
    for each in source.solved_functions:
        for condition, _ in CONDITION.findall(source.solved_text_of(each)):
            said = in_own_names(source, substituted(condition, constants))
            asking.setdefault(said, set()).add(each.name)
    own = {each.name for each in source.functions}
    return {condition: homes for condition, homes in asking.items() if homes & own}


def at_begin(
    source: Source,
    function: FunctionNode,
    condition: str,
    exception: str,
    variables: list[str],
    shown: int,
) -> Iterator[Step]:
    first, of_c = first_line_of(function), functions_of_c(source)
    names = [each.arg for each in function.args.args if each.arg not in ("self", "cls", "_")]
    said = "\n".join(source.lines[first - 1 : function.end_lineno])
    names += dict.fromkeys(re.findall(r"\bself\.\w+(?![\w(])", said))
    plain = {each.arg for each in function.args.args if is_plain(each)}
    for chosen in permutations(names, len(variables)):
        asked = substituted(condition, dict(zip(variables, chosen, strict=True)))
        if any(f"{each}." in asked for each in plain.intersection(chosen)):
            continue  # a number has no shape
        new = f"{indent_of(source.lines[first - 1])}if {asked}: raise {exception}"
        cost = AT_BEGIN if function.name in source.offered else AT_BEGIN_OF_HELPER
        cost = AT_BEGIN_OF_REFUSING if only_refuses(function, of_c) else cost
        cost = BESIDE_OTHERS if len(guards_ahead(function, of_c)) >= SEVERAL else cost
        at = converted(function, {*chosen}) if exception == "TypeError" else None
        at = at or last_guard(function, of_c) or first
        at = shown if function.lineno < shown < at else at  # behind it, none helps
        is_behind = cost == BESIDE_OTHERS and at > first and not only_refuses(function, of_c)
        where = at + 1 if is_behind else first  # types are asked first
        yield Step(cost, at, with_lines(source, where, where, new))


def after_it(
    source: Source, lines: list[int], condition: str, exception: str, variable: str
) -> Iterator[Step]:
    """Yield the text with the condition behind each line that gives a name its value."""
    texts = source.written_lines
    for line in lines:
        if assigned := ASSIGNED.match(texts[line - 1]):
            asked = substituted(condition, {variable: assigned[1]})
            new = f"{indent_of(texts[line - 1])}if {asked}: raise {exception}"
            yield Step(1.1, line, with_lines(source, line + 1, line + 1, new))


def after_looks(
    source: Source, lines: list[int], condition: str, exception: str, variables: list[str]
) -> Iterator[Step]:
    """Yield the text with the condition behind each statement that has one of its variables in it.

    What the condition is about may have been looked at there.
    """
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, variables))})\b")
    for line in lines:
        text = source.written_lines[line - 1]
        if STATEMENT.match(text) and named.search(text):
            new = f"{indent_of(text)}if {condition}: raise {exception}"
            yield Step(LOOKED_AT, line, with_lines(source, line + 1, line + 1, new))


def lent_names(function: FunctionNode) -> Iterator[str]:
    """Yield the names that a `with`, or a loop, gives to what it lends."""
    for each in ast.walk(function):
        if isinstance(each, ast.withitem) and isinstance(each.optional_vars, ast.Name):
            yield each.optional_vars.id
        elif isinstance(each, ast.For) and isinstance(each.target, ast.Name):
            yield each.target.id


def behind(source: Source, lines: list[int], condition: str, exception: str) -> Iterator[Step]:
    """Yield the text with a condition that has no variable behind each line that calls."""
    texts = source.written_lines
    for line in lines:
        text = texts[line - 1]
        if CALLED.search(text) and not text.lstrip().startswith(("return", "raise", "if", "while")):
            new = f"{indent_of(text)}if {condition}: raise {exception}"
            yield Step(1.2, line, with_lines(source, line + 1, line + 1, new))


def conditions_of(source: Source, expected: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield what the solution, and accepted answers, ask before they raise, and of which names.

    They raise what is `expected`, or anything if that is "", or what a method makes.
    """
    seen: set[str] = set()
    constants = dict(CONSTANT.findall(source.solution))
    for text in (source.solution, *accepted(source)):
        for condition, exception in CONDITION.findall(text):
            variables = variables_of(condition)
            is_it = expected in ("", exception) or exception.startswith("self.")
            if is_it and condition not in seen and len(variables) <= 2:
                seen.add(condition)
                yield in_own_names(source, substituted(condition, constants)), exception, variables
    has_arrays = "numpy" in source.text
    for condition, exception in ASKED:
        if expected in ("", exception) and (has_arrays or "flags" not in condition):
            yield condition, exception, ["V"]


def accepted(source: Source) -> Iterator[str]:
    """Yield what accepted answers have in the place of lines of the solution."""
    for table in collected(source.exercise, "accepted"):
        for edit in table.values():
            if isinstance(edit, str):
                yield "\n".join(line[1:] for line in edit.split("\n") if line[:1] in ("+", " "))


def with_errno_cleared(source: Source, lines: Iterable[int], said: str) -> Iterator[Step]:
    """Yield the text that clears errno ahead of a call, where the solution does so.

    Where what was `said` speaks of an errno, one that is old comes before all else.
    """
    cost = -0.6 if "OSError" in said or "[Errno " in said else 0.4
    clear = in_own_names(source, "ffi.errno = 0")
    for line in lines if "ffi.errno = 0" in source.solution else ():
        text = source.lines[line - 1]
        if CALLS.search(text) and not text.lstrip().startswith(("elif", "else", "except")):
            yield Step(cost, line, with_lines(source, line, line, indent_of(text) + clear))
