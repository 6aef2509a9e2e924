"""What is missing beside one like it: a statement or a part of a condition, in other words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cffi_workshop.grading.blame import Source

from ..text.statement import LEAVES
from ..text.step import Step, indent_of, with_lines
from ..text.words import Words

__all__ = ["copied_line"]

HERE, AT_END, AGAIN = 2.2, 2.0, 2.1
LAST_TOO = 0.8  # where the first of many has a line of its own, and the last has none
IS_LAST = re.compile(r"\b([a-z_]\w{0,40}) = [^=;\n]{1,60} - 1\b")
FIRST = re.compile(r"\[0\]")
# The first element of a row, and the last.
ROW_BEGINS = re.compile(r"\[(\w{1,40}) \* (\w{1,40})\]")
ROW_ENDS = re.compile(r"\[(\w{1,40} \* (\w{1,40})) \+ \2 - 1\]")
ELEMENT_SET = re.compile(r"^[ \t]{1,80}\w{1,40}\[[^\[\]=;]{1,80}\] = [^=].{0,160};$")
PART, MOST_PARTS = 0.9, 24
ASKS = re.compile(r"^[ \t]{0,80}(?:\} else )?(?:if|while) \((.{3,200})\)(?: \{)?$")
SIZE = re.compile(r"\bsize_t (\w{1,40})\b")
MOST = 40  # texts of a line
SETS = re.compile(r"^[ \t]{1,80}[\w.*\[\]>+-]{1,60} [-+*]?= [^=].{0,120}$")
WORD = re.compile(r"(?<![\w.>])(?:[a-z_]\w{0,40}\b(?!\()|\d{1,3}\b(?!\.))")
NUMBERS = ("0", "1")


def copied_line(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with such a statement below the line, and where its block ends."""
    texts = source.written_lines
    yield from conditions_like(source, lines)
    yield from ends_of_rows(source, lines)
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


def conditions_like(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with one part more of a condition."""
    for line in lines:
        text, function = source.written_lines[line - 1], source.function_at(line)
        if function and (asks := ASKS.match(text)):
            head = source.text_of(function).partition("{")[0]
            for more in parts_like(asks[1], SIZE.findall(head)):
                new = f"{text[: asks.end(1)]} && {more}{text[asks.end(1) :]}"
                yield Step(PART, line, with_lines(source, line, line + 1, new))


def ends_of_rows(source: Source, lines: Iterable[int]) -> Iterator[Step]:
    """Yield the text with what is done with the first of a row done with the last, or turned."""
    texts = source.written_lines
    for line in lines:
        text = texts[line - 1]
        if ELEMENT_SET.match(text):
            last = ROW_BEGINS.sub(r"[\1 * \2 + \2 - 1]", text)
            for new in (last, ROW_ENDS.sub(r"[\1]", text)):
                if new not in texts:
                    yield Step(LAST_TOO, line, with_lines(source, line + 1, line + 1, new))


def parts_like(condition: str, sizes: list[str]) -> Iterator[str]:
    """Yield what a condition asks of one of its words once more, of another: of j as of i.

    What is compared with a size may be compared with another one.
    """
    parts = condition.split(" && ")
    words = [*dict.fromkeys(WORD.findall(condition))]
    asked = [each for each in words if each not in sizes and not each.isdigit()]
    found: dict[str, None] = {}
    for part in parts if len(parts) > 1 and "||" not in condition else ():
        for new in renamed_as(part, asked, asked):
            found |= dict.fromkeys([new, *renamed_as(new, sizes, sizes)])
    yield from [each for each in found if each not in parts][:MOST_PARTS]


def renamed_as(text: str, words: list[str], others: list[str]) -> Iterator[str]:
    """Yield a text with one of these words in it another one of the others."""
    for word in words:
        said = re.compile(rf"(?<![\w.>]){re.escape(word)}(?![\w(])")
        if said.search(text):
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
