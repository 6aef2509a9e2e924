"""Code in a sentence: short, in one line, and of words that the learner has written or read."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Sequence

from cffi_workshop.grading.blame import Source

__all__ = ["COMMENT", "balanced", "is_known", "listed_code", "quoted", "words_in"]

LONGEST = 60  # characters
# `//` divides as well, but not behind what ends a statement.
COMMENT = re.compile(r"(?:[ \t](?:#|/\*)|(?<=[;{},:])[ \t]//) [^\n]{0,200}$", re.MULTILINE)
HALF_A_WORD = re.compile(r"\w{1,60}$")
WORD = re.compile(r"(?<![\w\"'.])[A-Za-z_]\w{0,80}")
# Of the languages themselves, so that they are nobody's solution.
OF_C = """
    break case char const continue do double else float for goto if int long return short signed
    sizeof static struct switch unsigned void volatile while size_t NULL
"""
COMMON = {*keyword.kwlist, *dir(builtins), *OF_C.split(), "self", "copy"}


def quoted(code: str) -> str:
    """Return code as a sentence names it, without its end where it is long."""
    said = " ".join(COMMENT.sub("", code).split()).replace("`", "'").rstrip(";{ ")
    if len(said) > LONGEST:
        said = HALF_A_WORD.sub("", said[: LONGEST - 3]).rstrip() + "..."
    return f"`{said}`"


def listed_code(codes: Sequence[str]) -> str:
    *others, last = [quoted(each) for each in codes]
    return f"{', '.join(others)} and {last}" if others else last


def words_in(code: str) -> list[str]:
    """Return the words of code that name something, each once."""
    return [each for each in dict.fromkeys(WORD.findall(code)) if each not in COMMON]


def is_known(source: Source, tokens: Sequence[str]) -> bool:
    """Say whether each word, number and text stands in the hand-in, or in what was handed out.

    Then it gives nothing away. One more and one less are no secret.
    """
    read = f"{source.text}\n{source.handed_out}"
    texts = [each[1:-1] for each in tokens if each[:1] in "\"'"]
    if not all(f'"{each}"' in read or f"'{each}'" in read for each in texts):
        return False
    known = {*re.findall(r"\w+", read), *COMMON, "0", "1"}
    return all(each in known for token in tokens for each in re.findall(r"\w+", token))


def balanced(text: str, begin: int) -> str:
    """Return what stands from a place up to the bracket that closes what was opened before it."""
    depth = 1
    for at, sign in enumerate(text[begin : begin + 400], start=begin):
        depth += (sign in "([{") - (sign in ")]}")
        if not depth:
            return text[begin:at]
    return ""
