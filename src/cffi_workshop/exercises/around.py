"""The part of a learner's file that a line belongs to: its function, and what that uses.

By its layout alone, and not by parsing: each report on a failure asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .languages import LANGUAGES

__all__ = ["code_around", "without_words"]

PYTHON = (".py", ".pyi")
# At the left edge: what goes on with what stands above.
GOES_ON = re.compile(r"[\s{})\]\"'#/*]|$|else\b|elif\b|except\b|finally\b")
DECORATOR = re.compile(r"@|template\b")
DEFINES = re.compile(r"^(?:    )?(?:async )?(?:def|class) (\w{1,80})", re.MULTILINE)
MAIN = "if __name__ =="  # who imports the script has no use for what comes then
METHOD = re.compile(r" {4}(?:@|(?:async )?def )")
# What says something to people alone: a text below a head, and a comment. A cdef has "#define".
IN_PYTHON = re.compile(
    r'(?:\A|:\n)[ \t]{0,40}"""(?:(?!""")[\s\S])*"""|^[ \t]{0,40}# .*$|  # .*$', re.MULTILINE
)
SETS = re.compile(r"(\w{1,80})(?:: [^=\n]{1,80})? = ")


@dataclass(frozen=True)
class Block:
    """Lines of a file from one that begins at the left edge, up to the next one."""

    first: int
    text: str
    name: str  # of what it defines; "" for none
    is_function: bool


def code_around(name: str, text: str, line: int) -> str:
    """Return the function or method around a line, what it uses, and what is outside of functions.

    Return the whole text where the line is in none; `name` is that of the file.
    """
    blocks = blocks_of(name, text)
    here = next((each for each in reversed(blocks) if each.first <= line), None)
    if here is None or not here.is_function:
        return text
    used, words = [here], set[str]()
    for block in used:
        words |= {*re.findall(r"\w+", block.text)}
        used += [each for each in blocks if each.name in words and each not in used]
    return "\n".join(each.text for each in blocks if each in used or not each.is_function)


def without_words(name: str, text: str) -> str:
    """Return a text of Python or C without its docstrings and comments."""
    if name.endswith(PYTHON):
        return IN_PYTHON.sub(":", text)
    return LANGUAGES["c"].without_comments(text)


def blocks_of(name: str, text: str) -> list[Block]:
    lines, begins, is_decorated, in_class = text.split("\n"), [0], False, False
    for at, line in enumerate(lines):
        is_method = in_class and METHOD.match(line) is not None
        if is_method or not GOES_ON.match(line):
            begins += [at] if at and not is_decorated else []
            is_decorated = DECORATOR.match(line.strip()) is not None
            in_class = is_method or line.startswith("class ")
    block_of = of_python if name.endswith(PYTHON) else of_c
    return [
        block_of(first + 1, "\n".join(lines[first:after]))
        for first, after in zip(begins, [*begins[1:], len(lines)], strict=True)
    ]


def of_python(first: int, text: str) -> Block:
    defines, sets = DEFINES.search(text), SETS.match(text)
    found = defines or sets
    is_function = defines is not None and not text.startswith("class ")
    return Block(first, text, found[1] if found else "", is_function or text.startswith(MAIN))


def of_c(first: int, text: str) -> Block:
    head, brace, _ = text.partition("{")
    before, bracket, _ = head.partition("(")
    is_function = bool(brace and bracket and not {";", "="} & {*head})
    words = re.findall(r"\w+", before)
    return Block(first, text, words[-1] if words else "", is_function)
