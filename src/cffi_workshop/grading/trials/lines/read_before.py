"""What gets a new value while the old one is still to be read: the old one, kept until then."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cffi_workshop.grading.blame import Source

from ..text.statement import STATEMENT
from ..text.step import Step, indent_of, with_lines

__all__ = ["read_before"]

COST, FAR = 0.9, 4  # lines from the one that changes a value to the one that reads it
SETS = re.compile(r"^[ \t]{1,80}(\*?[A-Za-z_][\w.\[\]>-]{0,60}) ?[-+*]?= [^=]")


def read_before(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with the value that a line overwrites, where a later line reads it."""
    texts, is_python = source.written_lines, source.name.endswith(".py")
    for line in lines:
        sets = SETS.match(texts[line - 1])
        if sets is None or source.name.endswith(".f90"):
            continue
        name, indent = sets[1], indent_of(texts[line - 1])
        read = re.compile(rf"(?<![\w.*>]){re.escape(name)}(?![\w\[(.>]|-> ?| ?=(?!=))")
        for later in range(line + 1, min(line + FAR, len(texts)) + 1):
            text = texts[later - 1]
            if not STATEMENT.match(text) or indent_of(text) != indent:
                break
            if not read.search(text):
                continue
            kept = "_old = {}" if is_python else "__typeof__({}) _old = {};"
            new = [indent + kept.format(*[name] * 2), *texts[line - 1 : later - 1]]
            yield Step(
                COST, line, with_lines(source, line, later + 1, *new, read.sub("_old", text))
            )
