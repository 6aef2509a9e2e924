"""A line with other parentheses: a sum that was to be multiplied as a whole, or that was not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

__all__ = ["regrouped"]

ADDED, LESS = 1.6, 1.9
MOST = 6  # operands
# What an operator stands between: names with their members, indices and arguments, and numbers.
ATOM = r"(?:\*?&?[\w.]{1,60}(?:->\w{1,40}){0,3}(?:\[[^\[\]]{0,60}\]|\([^()]{0,80}\)){0,2})"
OPERAND = rf"(?:{ATOM}|\([^()]{{1,80}}\))"
CHAIN = re.compile(rf"{OPERAND}(?: [-+*/] {OPERAND}){{2,5}}")
PART = re.compile(rf"({OPERAND})(?: ([-+*/]) )?")
GROUP = re.compile(r"(?<![\w\])])\(([^()]{1,120} [-+*/] [^()]{1,120})\)")


def regrouped(line: str) -> Iterator[tuple[float, str]]:
    """Yield the line with parentheses around a part of a chain, and without a pair of them."""
    for found in CHAIN.finditer(line):
        parts = PART.findall(found[0])[:MOST]
        for first, last in combinations(range(len(parts)), 2):
            inside = {parts[at][1] for at in range(first, last)}
            around = {parts[first - 1][1] if first else "", parts[last][1]}
            if is_another(inside, around, parts[first - 1][1] if first else ""):
                yield (
                    ADDED,
                    line[: found.start()] + grouped(parts, first, last) + line[found.end() :],
                )
    for found in GROUP.finditer(line):
        yield LESS, line[: found.start()] + found[1] + line[found.end() :]


def is_another(inside: set[str], around: set[str], before: str) -> bool:
    """Say whether a part of a chain is something else with parentheses around it."""
    is_sum = bool(inside & {"+", "-"})
    return (is_sum and bool(around & {"*", "/"} or before == "-")) or (before == "/")


def grouped(parts: list[tuple[str, str]], first: int, last: int) -> str:
    said = []
    for at, (operand, operator) in enumerate(parts):
        opened, closed = "(" * (at == first), ")" * (at == last)
        said.append(f"{opened}{operand}{closed}{f' {operator} ' if operator else ''}")
    return "".join(said)
