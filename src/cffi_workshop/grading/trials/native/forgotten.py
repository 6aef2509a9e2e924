"""Calls of functions of one's own that nobody calls: a helper that was written, and forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.c_names import types_in, without_qualifiers
from cffi_workshop.grading.blame.files.functions import Function

from ..text.statement import LEAVES, OPENS
from ..text.step import Step, indent_of, with_lines

__all__ = ["forgotten"]

MOST, COST = 24, 0.2  # orders of names at a line; a helper is seldom written for nothing


def forgotten(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield a text of C with such a call behind each line of another function."""
    for helper in uncalled_in(source):
        kinds = [*parameters_of(source, helper)]
        for line in lines:
            function, text = source.function_at(line), source.lines[line - 1]
            if function is None or function == helper or line < function.body:
                continue
            if OPENS.search(text) or not text.rstrip().endswith((";", "}")):
                continue
            at = line if LEAVES.match(text) else line + 1
            names = types_in(source, function)
            given = [[*fitting(kind, names)] for kind in kinds]
            for chosen in islice(product(*given), MOST):
                if len({*chosen}) == len(chosen):
                    new = f"{indent_of(text)}{helper.name}({', '.join(chosen)});"
                    yield Step(COST, line, with_lines(source, at, at, new))


def uncalled_in(source: Source) -> Iterator[Function]:
    for each in source.functions:
        is_own = each.name not in source.offered
        if is_own and len(re.findall(rf"\b{each.name}\b", source.text)) == 1:
            yield each


def parameters_of(source: Source, function: Function) -> Iterator[tuple[str, int]]:
    """Yield the type of each parameter, and how many times it is an address."""
    head = " ".join(source.lines[function.first - 1 : function.body])
    for part in head.partition("(")[2].partition(")")[0].split(","):
        words = re.findall(r"\w+", part.partition("[")[0])
        if len(words) > 1:
            yield without_qualifiers(" ".join(words[:-1])), part.count("*") + part.count("[")


def fitting(wanted: tuple[str, int], names: dict[str, tuple[str, int]]) -> Iterator[str]:
    """Yield what may be given for a parameter: a name, or its address."""
    kind, depth = wanted
    for name, (other, stars) in names.items():
        if kind == other and stars in (depth, depth - 1):
            yield name if stars == depth else f"&{name}"
