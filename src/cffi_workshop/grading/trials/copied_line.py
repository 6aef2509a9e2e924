"""A statement that is missing beside one like it: that one again, or with another word in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cffi_workshop.grading.blame import Source

from .statement import LEAVES
from .step import Step, indent_of, with_lines
from .words import Words

__all__ = ["copied_line"]

HERE, AT_END, AGAIN = 2.2, 2.0, 2.1
LAST_TOO = 0.8  # where the first of many has a line of its own, and the last has none
IS_LAST = re.compile(r"\b([a-z_]\w{0,40}) = [^=;\n]{1,60} - 1\b")
FIRST = re.compile(r"\[0\]")
MOST = 40  # texts of a line
SETS = re.compile(r"^[ \t]{1,80}[\w.*\[\]>+-]{1,60} [-+*]?= [^=].{0,120}$")
WORD = re.compile(r"(?<![\w.>])(?:[a-z_]\w{0,40}\b(?!\()|\d{1,3}\b(?!\.))")
NUMBERS = ("0", "1")


def copied_line(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with such a statement below the line, and where its block ends."""
    texts = source.written_lines
    for line in lines:
        text, function = texts[line - 1], source.function_at(line)
        if function is None or not SETS.match(text):
            continue
        names = sorted(Words.of(source.text_of(function), "").variables)
        end = end_of_block(texts, line, function.last)
        if end > line:  # the first is done as it is, and so is the last
            yield Step(AGAIN, end, with_lines(source, end + 1, end + 1, text))
        for last in dict.fromkeys(IS_LAST.findall(source.text_of(function))):
            if FIRST.search(text) and (new := FIRST.sub(f"[{last}]", text)) not in texts:
                yield Step(LAST_TOO, end, with_lines(source, end + 1, end + 1, new))
        for new in list(renamed(text, [*names, *NUMBERS]))[:MOST]:
            if new not in texts:
                yield Step(HERE, line, with_lines(source, line + 1, line + 1, new))
                if end > line:
                    yield Step(AT_END, end, with_lines(source, end + 1, end + 1, new))


def renamed(text: str, others: list[str]) -> Iterator[str]:
    """Yield a statement with one of its words another, wherever it has that word."""
    for word in dict.fromkeys(WORD.findall(text)):
        said = re.compile(rf"(?<![\w.>]){re.escape(word)}(?![\w(])")
        yield from (said.sub(other, text) for other in others if other != word)


def end_of_block(texts: list[str], line: int, last: int) -> int:
    """Return the last line of the block that a line is in, ahead of what leaves it."""
    indent, end = indent_of(texts[line - 1]), line
    for at in range(line + 1, last + 1):
        text = texts[at - 1]
        if text.strip() and len(indent_of(text)) < len(indent):
            break
        if LEAVES.match(text) and indent_of(text) == indent:
            break
        end = at if text.strip() else end
    return end
