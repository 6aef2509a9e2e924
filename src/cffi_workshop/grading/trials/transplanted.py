"""A statement of the solution's that a script leaves out, put in over the script's own names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.functions import FunctionNode

from .guards import LEFT_OUT
from .own_words import KNOWN, in_own_names, substituted, variables_of
from .statement import LEAVES, OPENS
from .step import Step, indent_of, with_lines

__all__ = ["transplanted"]

NOT_DONE, DONE_ALREADY = 1.7, 2.4  # in the function around
AT_HOME = 0.9  # in the function of that name
AHEAD = 0.3  # of the statement that follows it in the solution
# What threads share, which one that waits may have in another object.
SHARED = re.compile(
    r"\bself\.(\w{1,60})(?:: [\w.\[\]]{1,60})? = (?:\w{1,20}\.)?"
    r"(\w{0,9}Semaphore|R?Lock|Event|Condition|Queue)\("
)
METHODS = {
    "release": ("Semaphore", "Lock"),
    "acquire": ("Semaphore", "Lock"),
    "set": ("Event",),
    "put_nowait": ("Queue",),
}
DEEP = re.compile(r"\bself\.\w{1,60}\.\w{1,60}(?=\.)")  # what an attribute of its object has
BEGINS = re.compile(r"\s{0,80}(?:if|for|while|with|try)\b.{0,200}:\s{0,9}$")  # a block


def transplanted(
    source: Source, lines: Iterable[int], left_out: str, *, only_at_home: bool = False
) -> Iterator[Step]:
    """Yield the text with a statement of the solution's, over a variable that stands near.

    With `only_at_home`, put it only into the function of the same name as in the solution.
    """
    texts, said = [*source.written_lines, ""], [*statements(source)]
    attributes, objects = objects_in(source)
    for line in lines:
        text = texts[line - 1]
        if OPENS.search(text) and not BEGINS.match(text):
            continue
        at = line if LEAVES.match(text) or BEGINS.match(text) else line + 1
        function = source.function_at(line)
        body = source.body_of(function) if function else ""
        for statement, variable, home, ahead_of in said:
            if only_at_home and not (function and function.name == home):
                continue
            called = name_of(statement)
            cost = DONE_ALREADY if f".{called}(" in body else NOT_DONE
            cost -= 2 * LEFT_OUT if statement in left_out else 0.0
            cost -= AT_HOME if function and function.name == home else 0.0
            cost -= AHEAD if ahead_of and ahead_of == bare(texts[at - 1]) else 0.0
            names = names_for(source, statement, variable, text, body) if variable else ("",)
            if attributes & attributes_read(statement, variable):
                names = objects & {*names, *(("self",) if "self." in body else ())}
            else:
                names = [each for each in names if each not in KNOWN]
            for word in names:
                new = indent_of(text) + substituted(statement, {variable: word} if variable else {})
                if new.strip() not in body:
                    yield Step(cost, line, with_lines(source, at, at, new))


def objects_in(source: Source) -> tuple[set[str], set[str]]:
    """Return the attributes that a script gives its objects, and what is seen to be one."""
    attributes = {*re.findall(r"\bself\.(\w{1,60})\b(?!\()", source.text)}
    found = re.findall(r"(?<![\w.])([a-z_][\w.]{0,60})\.(\w{1,60})", source.text)
    return attributes, {of for of, name in found if name in attributes}


def attributes_read(statement: str, variable: str) -> set[str]:
    """Return what a statement reads of its variable, or puts into it."""
    named = rf"(?<![\w.]){re.escape(variable)}\.(\w{{1,60}})\b(?!\()"
    return {*re.findall(named, statement)} if variable else set()


def names_for(source: Source, statement: str, variable: str, text: str, body: str) -> Iterable[str]:
    """Return what such a statement may be about: what has such a method, if that is seen."""
    if variable.startswith("self.") and re.search(rf"\b{re.escape(variable)}\b", source.text):
        return (variable,)  # an attribute of that name is that one
    names = dict.fromkeys(re.findall(r"\bself\.\w+\b(?!\()|\b[a-z_]\w*\b(?!\(|\.\w+\()", text))
    names |= dict.fromkeys(re.findall(r"\bself\.\w+\b(?!\()", body))
    if not statement.startswith(f"{variable}.{name_of(statement)}("):
        return names
    method = re.escape(name_of(statement))
    having = set(re.findall(rf"\b(\w{{1,60}})\.{method}\(", source.text)) - KNOWN
    if not having:
        names |= dict.fromkeys(re.findall(r"^[ \t]*(\w+)(?= = )", body, re.MULTILINE))
        kinds = METHODS.get(name_of(statement), ())
        found = SHARED.findall(source.text) if kinds else ()
        shared = dict.fromkeys(name for name, kind in found if kind.endswith(kinds))
        if not shared:  # what is of a kind that nothing here is, has no such method
            return () if kinds else names
        own = {f"self.{each}" for each in shared} & names.keys()
        alone = {f"self.{name}" for name, _ in found}  # what threads share has no such thing itself
        owners = [each for each in names if each.startswith("self.") and each not in alone]
        return [*own, *(f"{one}.{each}" for one in owners for each in shared)]
    names |= dict.fromkeys(DEEP.findall(body))
    names |= {f"self.{each}": None for each in having if f"self.{each}" in source.text}
    return [each for each in names if each.rpartition(".")[2] in having]


def name_of(statement: str) -> str:
    """Return the function or method that a statement calls."""
    return statement.partition("(")[0].rpartition(".")[2]


def bare(text: str) -> str:
    """Return what leaves a block, without what is told by it."""
    return text.strip().removesuffix("()")


def statements(source: Source) -> Iterator[tuple[str, str, str, str]]:
    """Yield the solution's calls, and what it puts into attributes, in the script's own names.

    With each come its variable, the function that it is in, and what follows it if that leaves the
    function; "" where there is none.
    """
    following = {
        id(one): bare(ast.unparse(other))
        for node in source.solved
        for block in (getattr(node, "body", ()), getattr(node, "orelse", ()))
        if isinstance(block, list)
        for one, other in pairwise(block)
        if isinstance(other, ast.Return | ast.Raise)
    }
    homes = {
        id(inner): node.name
        for node in source.solved
        if isinstance(node, FunctionNode)
        for inner in ast.walk(node)
    }
    for node in source.solved:
        is_kept = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute)
        if is_kept or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
            text = ast.unparse(node)
            variables = variables_of(text.replace(" = ", " == ", 1))
            if len(variables) <= 1:
                home, ahead_of = (each.get(id(node), "") for each in (homes, following))
                yield in_own_names(source, text), next(iter(variables), ""), home, ahead_of
