"""A statement of the solution's that a script leaves out, put in over the script's own names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.functions import FunctionNode

from ..script.guards import LEFT_OUT
from ..text.own_words import KNOWN, in_own_names, substituted, variables_of
from ..text.statement import LEAVES, OPENS
from ..text.step import Step, ends_of_statements, indent_of, with_lines

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


class Statement(NamedTuple):
    """A statement of the solution's, in the script's own names; "" for what there is not.

    With it come its variable, the function that it is in, and what follows it if that leaves the
    function.
    """

    text: str
    variable: str
    home: str
    ahead_of: str

    @property
    def called(self) -> str:
        """The function or method that it calls."""
        return self.text.partition("(")[0].rpartition(".")[2]

    @property
    def attributes_read(self) -> set[str]:
        """What it reads of its variable, or puts into it."""
        named = rf"(?<![\w.]){re.escape(self.variable)}\.(\w{{1,60}})\b(?!\()"
        return {*re.findall(named, self.text)} if self.variable else set()

    def about(self, name: str) -> str:
        """Return its text with another name in the place of its variable."""
        return substituted(self.text, {self.variable: name} if self.variable else {})


def transplanted(
    source: Source, lines: Iterable[int], left_out: str, *, only_at_home: bool = False
) -> Iterator[Step]:
    """Yield the text with a statement of the solution's, over a variable that stands near.

    With `only_at_home`, put it only into the function of the same name as in the solution.
    """
    texts, said = [*source.written_lines, ""], [*statements(source)]
    attributes, objects = objects_in(source)
    ends = ends_of_statements(source)
    for line in lines:
        text, end = texts[line - 1], ends.get(line, line)
        if OPENS.search(text) and not BEGINS.match(text) and end == line:
            continue
        at = line if LEAVES.match(text) or BEGINS.match(text) else end + 1
        function = source.function_at(line)
        body = source.body_of(function) if function else ""
        home = function.name if function else None
        for one in said:
            if (only_at_home and home != one.home) or bool(home) != bool(one.home):
                continue  # what a file does as it is imported, no function does
            cost = DONE_ALREADY if f".{one.called}(" in body else NOT_DONE
            cost -= 2 * LEFT_OUT if one.text in left_out else 0.0
            cost -= AT_HOME if home == one.home else 0.0
            cost -= AHEAD if one.ahead_of and one.ahead_of == bare(texts[at - 1]) else 0.0
            names = names_for(source, one, text, body) if one.variable else ("",)
            if attributes & one.attributes_read:
                names = objects & {*names, *(("self",) if "self." in body else ())}
            else:
                names = [each for each in names if each not in KNOWN]
            for name in names:
                new = indent_of(text) + one.about(name)
                if new.strip() not in body:
                    yield Step(cost, max(line, at - 1), with_lines(source, at, at, new))


def objects_in(source: Source) -> tuple[set[str], set[str]]:
    """Return the attributes that a script gives its objects, and what is seen to be one."""
    attributes = {*re.findall(r"\bself\.(\w{1,60})\b(?!\()", source.text)}
    found = re.findall(r"(?<![\w.])([a-z_][\w.]{0,60})\.(\w{1,60})", source.text)
    return attributes, {of for of, name in found if name in attributes}


def names_for(source: Source, one: Statement, text: str, body: str) -> Iterable[str]:
    """Return what such a statement may be about: what has such a method, if that is seen."""
    if one.variable.startswith("self.") and re.search(
        rf"\b{re.escape(one.variable)}\b", source.text
    ):
        return (one.variable,)  # an attribute of that name is that one
    names = dict.fromkeys(re.findall(r"\bself\.\w+\b(?!\()|\b[a-z_]\w*\b(?!\(|\.\w+\()", text))
    names |= dict.fromkeys(re.findall(r"\bself\.\w+\b(?!\()", body))
    if not one.text.startswith(f"{one.variable}.{one.called}("):
        return names
    method = re.escape(one.called)
    having = set(re.findall(rf"\b(\w{{1,60}})\.{method}\(", source.text)) - KNOWN
    if not having:
        names |= dict.fromkeys(re.findall(r"^[ \t]*(\w+)(?= = )", body, re.MULTILINE))
        kinds = METHODS.get(one.called)
        return names_of_kind(source, names, kinds) if kinds else names
    names |= dict.fromkeys(DEEP.findall(body))
    names |= {f"self.{each}": None for each in having if f"self.{each}" in source.text}
    return [each for each in names if each.rpartition(".")[2] in having]


def names_of_kind(source: Source, names: Iterable[str], kinds: tuple[str, ...]) -> list[str]:
    """Return how these names reach what threads share; nothing where none shares such a thing."""
    found = SHARED.findall(source.text)
    shared = dict.fromkeys(name for name, kind in found if kind.endswith(kinds))
    own = {f"self.{each}" for each in shared}.intersection(names)
    alone = {f"self.{name}" for name, _ in found}  # what threads share has no such thing itself
    owners = [each for each in names if each.startswith("self.") and each not in alone]
    return [*own, *(f"{one}.{each}" for one in owners for each in shared)]


def bare(text: str) -> str:
    """Return what leaves a block, without what is told by it."""
    return text.strip().removesuffix("()")


def statements(source: Source) -> Iterator[Statement]:
    """Yield the solution's calls, and what it puts into attributes."""
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
                text, variable = in_own_names(source, text), next(iter(variables), "")
                yield Statement(text, variable, home, ahead_of)
