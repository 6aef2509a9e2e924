"""What C forgets to ask: whether there is nothing to do, or no memory; and what it gives then."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.blame.files.c_names import types_in
from cffi_workshop.grading.blame.files.functions import Function

from ..text.c_types import INTEGERS
from ..text.step import Step, indent_of, with_lines

__all__ = ["guarded_in_c"]

NOTHING_TO_DO, NO_MEMORY, ASKED_FIRST = 1.0, 0.9, 0.6
HELPER = 0.5  # how much less likely it is there that something is forgotten
MOST = 3  # sizes
# A declaration, a comment, or nothing.
AHEAD = re.compile(
    r"^[ \t]*(?:$|/?\*|//)"
    r"|^[ \t]{1,80}(?:(?:const|struct|static|unsigned|enum) ){0,3}[A-Za-z_]\w{0,60}"
    r"(?: \*{1,2}| )(?:const )?[a-z_]\w{0,60}(?:\[[^\]]{0,40}\])?(?:,| =|;)"
)
MADE = re.compile(
    r"^[ \t]{1,80}(?:(?:const |struct )?\w{1,60} ?\*{1,2} ?)?(?:const )?"
    r"([\w>.-]{1,60}) = (?:\([^()]{1,40}\) ?)?\w{1,60}\(.{0,160}\);$"
)
GIVES = re.compile(r"\breturn (-?\d|NULL|0|false|true);")
ASKS = re.compile(r"^([ \t]{1,80}(?:\} else )?(?:if|while) \()(.{1,160})$")
HEAD = re.compile(r"^(?P<type>[\w \t*]{1,120}?)\b\w{1,60} ?\(")


def guarded_in_c(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with a function that leaves where a size is 0, or where it got no memory."""
    inside = {*lines}
    for function in source.functions:
        here = [line for line in range(function.body, function.last + 1) if line in inside]
        if here:
            yield from leaving_at_once(source, function)
            yield from asked_ahead(source, function, here)
            yield from leaving_without_memory(source, function, here)


def leaving_at_once(source: Source, function: Function) -> Iterator[Step]:
    texts = source.lines
    at = first_statement(source, function)
    head = " ".join(texts[function.first - 1 : function.body])
    names = types_in(source, function)
    sizes = [
        name
        for name, (kind, stars) in names.items()
        if not stars and INTEGERS.match(kind) and re.search(rf"\b{name}[,)]", head)
    ][:MOST]
    asked = [f"{each} == 0" for each in sizes]
    asked += [f"{one} == 0 || {other} == 0" for one, other in combinations(sizes, 2)]
    more = 0.0 if function.name in source.offered else HELPER
    for condition in asked:
        for leaves in leavings(source, function):
            new = f"{indent_of(texts[at - 1])}if ({condition}) {leaves}"
            yield Step(NOTHING_TO_DO + more, at, with_lines(source, at, at, new))


def leaving_without_memory(
    source: Source, function: Function, lines: Iterable[int]
) -> Iterator[Step]:
    body = source.body_of(function)
    for line in lines:
        text = source.lines[line - 1]
        made = MADE.match(text)
        if not made or re.search(rf"\b(?:if|while) \(!?{re.escape(made[1])}\b", body):
            continue
        for leaves in leavings(source, function):
            new = f"{indent_of(text)}if (!{made[1]}) {leaves}"
            yield Step(NO_MEMORY, line, with_lines(source, line + 1, line + 1, new))


def asked_ahead(source: Source, function: Function, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with a condition that first asks of an address whether it is NULL."""
    names = types_in(source, function)
    for line in lines:
        asks = ASKS.match(text := source.lines[line - 1])
        for name, (_, stars) in names.items() if asks else ():
            if stars and not re.search(rf"\b{name} (?:!= NULL )?&&|!{name}\b", text):
                is_named = re.search(rf"\b{name}\b", text) is not None
                new = f"{asks[1]}{name} && {asks[2]}"  # type: ignore[index]
                cost = ASKED_FIRST + (0.0 if is_named else HELPER)
                yield Step(cost, line, with_lines(source, line, line + 1, new))


def first_statement(source: Source, function: Function) -> int:
    """Return the first line of a function that declares nothing."""
    lines = range(function.body, function.last)
    return next((each for each in lines if not AHEAD.match(source.lines[each - 1])), function.body)


def leavings(source: Source, function: Function) -> list[str]:
    """Return how a function may leave: as it does elsewhere, and as others of its type do."""
    head = HEAD.match(source.lines[function.first - 1])
    kind = head["type"] if head else ""
    if "void" in kind and "*" not in kind:
        return ["return;"]
    usual = ["NULL"] if "*" in kind else ["0", "-1"]
    found = dict.fromkeys([*GIVES.findall(source.body_of(function)), *usual])
    return [f"return {each};" for each in found]
