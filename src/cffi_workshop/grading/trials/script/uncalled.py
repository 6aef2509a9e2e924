"""Calls of the functions of C that the solution calls, and the learner's script never names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import islice, permutations

from cffi_workshop.grading.blame import Source, own_names
from cffi_workshop.grading.blame.files.functions import name_called

from ..text.names import variables_at
from ..text.own_words import in_own_names, substituted, variables_of
from ..text.statement import LEAVES, OPENS
from ..text.step import Step, indent_of, with_lines

__all__ = ["uncalled"]

NAMES = re.compile(r"\bself\.\w{1,40}(?![\w(])|\b(?!self\b)[a-z_]\w{0,40}(?= = |[,)]| in\b)")
OF_C = re.compile(r"lib\w{0,20}\.\w{1,60}$")
MOST = 30  # orders of names, at a line
COST = 0.8


def uncalled(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with such a call, over names of the function around, behind each line."""
    calls = [*calls_missing(source)]
    for line in lines if calls else ():
        text = source.written_lines[line - 1]
        around = [each for each in source.functions if each.first <= line <= each.last]
        if not around or OPENS.search(text) or not text.strip():
            continue
        heads = ("\n".join(source.lines[each.first - 1 : each.last]) for each in around[::-1])
        known = variables_at(source.text, line)
        said = dict.fromkeys(name for head in heads for name in NAMES.findall(head))
        names = [name for name in said if name in known or name.startswith("self.")]
        at = line if LEAVES.match(text) else line + 1
        for call, variables in calls:
            for chosen in islice(permutations(names, len(variables)), MOST):
                new = substituted(call, dict(zip(variables, chosen, strict=True)))
                yield Step(COST, line, with_lines(source, at, at, indent_of(text) + new))


def calls_missing(source: Source) -> Iterator[tuple[str, list[str]]]:
    lib = own_names(source.text, source.solution)[1]
    for node in source.solved:
        if isinstance(node, ast.Call) and OF_C.match(ast.unparse(node.func)):
            variables = variables_of(ast.unparse(node).partition("(")[2].rpartition(")")[0] or "()")
            is_missing = not re.search(rf"\b{name_called(node)}\b", source.text)
            if is_missing and len(variables) <= 2:
                arguments = ", ".join(map(ast.unparse, node.args))
                yield in_own_names(source, f"{lib}.{name_called(node)}({arguments})"), variables
