"""A value that is given away too early, or is never put where it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cffi_workshop.grading.blame import Source

from ..text.step import Step, with_lines

__all__ = ["kept_for_the_end", "kept_in_attribute"]

GIVES = re.compile(r"^([ \t]{1,80})return ([^;\n]{1,120}?)(;?)$")
NAME = re.compile(r"[A-Za-z_]\w{0,60}")
COST, NEVER_SET = 1.2, -0.4
KEPT = re.compile(r"^([ \t]{1,80})(\w{1,60}) = (?=[^=])", re.MULTILINE)


def kept_for_the_end(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield the text with a value kept in the name that the function returns in the end."""
    texts = source.written_lines
    for function in source.functions:
        body = texts[function.body - 1 : function.last]
        numbered = enumerate(body, function.body)
        gives = [(line, found) for line, text in numbered if (found := GIVES.match(text))]
        if len(gives) < 2 or not NAME.fullmatch(gives[-1][1][2]):
            continue
        result = gives[-1][1][2]
        for line, found in gives[:-1]:
            if line in lines and found[2] != result:
                new = f"{found[1]}{result} = {found[2]}{found[3]}"
                yield Step(COST, line, with_lines(source, line, line + 1, new))


def kept_in_attribute(source: Source, lines: list[int]) -> Iterator[Step]:
    """Yield a script's text with a name kept in the attribute of that name, which nobody sets."""
    read = set(re.findall(r"\bself\.(\w{1,60})\b(?! =[^=]|\()", source.text))
    texts = source.written_lines
    for line in lines:
        if found := KEPT.match(text := texts[line - 1]):
            name = found[2]
            is_set = re.search(
                rf"\bself\.{name}\b(?:, [\w.]{{1,40}}){{0,4}} = (?!None\b)", source.text
            )
            if name in read and not is_set:
                new = f"{found[1]}self.{name} = {text.lstrip()}"
                yield Step(NEVER_SET, line, with_lines(source, line, line + 1, new))
